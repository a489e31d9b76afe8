import Outbox
import SyncProtocol

/// What puts that were offered and have not arrived were made on, where the portal's news have moved on since.
///
/// One that was set aside may be at the portal, so it stays in the queue with the bytes it has. News are taken in all the same, and the state that it
/// was made on would be lost with them: without it nobody can tell which of its values it changed and which it only repeated.
struct OfferedBases {
    private static let fact = "offered_bases"
    let tx: OutboxTransaction

    /// News are about to take the place of the subject's portal state. Only the first ones matter: it is what the put was made on.
    /// - Parameter puts: the subject's puts that are open.
    func keep(_ subject: Subject, for puts: [QueuedOperation]) throws {
        let offered = puts.filter { $0.frozen != nil }
        guard !offered.isEmpty else { return }
        var kept = try all()
        let new = offered.filter { kept[$0.id] == nil }
        guard !new.isEmpty else { return }
        for put in new { kept[put.id] = .object(subject.portalState ?? [:]) }
        try tx.setFact(Self.fact, .object(kept))
    }

    /// Those that have left the queue need none any more, and nobody's data stay behind.
    func forgetEnded() throws {
        let kept = try all()
        let open = try kept.filter { id, _ in try tx.operation(id)?.state.isOpen == true }
        if open.count < kept.count { try tx.setFact(Self.fact, open.isEmpty ? nil : .object(open)) }
    }

    /// The state that the put was made on; nil where no news came since, so that it is the portal state of now.
    func base(of put: QueuedOperation) throws -> JSONObject? { try all()[put.id]?.objectValue }

    private func all() throws -> JSONObject { try tx.fact(Self.fact)?.objectValue ?? [:] }
}
