import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// The officer in whose name this is done: an account of this desk, or, by its whole id, one that only the portal
    /// knows. Throws `unknownAccount` for `officer`.
    func officer(in tx: OutboxTransaction) throws -> SubjectID? {
        guard let name = context.officer, !name.isEmpty else { return nil }
        do {
            return try tx.account(named: name, field: "officer").id
        } catch let problem as KioskProblem where problem.kind == .unknownAccount && UUID7.isValid(name) {
            return name
        }
    }

    /// `officer` as something that the portal must have first: only an account of this desk can be waited for.
    func need(_ officer: SubjectID?, in tx: OutboxTransaction) throws -> [SubjectID] {
        guard let officer, try tx.subject(officer) != nil else { return [] }
        return [officer]
    }

    /// Writes into the journal what a person did. `details` holds no personal data.
    func note(
        _ event: String, _ subject: SubjectID?, _ operation: QueuedOperation? = nil, _ details: JSONObject = [:],
        in tx: OutboxTransaction, at now: Timestamp
    ) throws {
        var details = details
        if let operation { details["type"] = .string(operation.type.rawValue) }
        if let officer = try officer(in: tx) { details["officer"] = .string(officer) }
        try tx.record(event, subject: subject, operation: operation?.id, details: details, at: now)
    }

    /// Each once, in order.
    func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}
