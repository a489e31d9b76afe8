import Merge
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Takes operations out that the portal never had: those that never left this machine, and those whose end, a refusal, is
    /// known. What depends on one of them must go with it.
    func drop(
        _ targets: [Target], reason: String?, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> [OperateQueue.Answer.Item] {
        var operations: [QueuedOperation] = []
        for target in targets {
            guard case .operation(let operation) = target else { throw KioskProblem(.notRequeueable) }
            if !operations.contains(where: { $0.id == operation.id }) { operations.append(operation) }
        }
        let going = Set(operations.map(\.id))
        // The last first, so that each leaves before what it depends on.
        for operation in operations.sorted(by: { $0.sequence > $1.sequence }) {
            switch operation.state {
            case .dropped: continue
            case .delivered: throw KioskProblem(.mayBeAtPortal, ["id": operation.id])
            case .conflict:
                // Giving up one's own values is a decision like any other, and is kept as one.
                if let conflict = try tx.openConflict(met: operation) {
                    throw KioskProblem(.conflictOpen, ["id": conflict.id])
                }
            case .rejected: break
            case .replaced, .resolved: throw KioskProblem(.notRequeueable, ["id": operation.id])
            case .waiting, .blocked, .sending, .retrying, .held, .quarantined:
                guard operation.state != .sending, operation.departures == 0 else {
                    throw KioskProblem(.mayBeAtPortal, ["id": operation.id])
                }
            }
            let dependents = try self.dependents(of: operation, in: tx).filter { !going.contains($0) }
            guard dependents.isEmpty else {
                throw KioskProblem(
                    .operationNeeded, ["id": operation.id, "known": dependents.prefix(5).joined(separator: ", ")])
            }
            if operation.type.isPut, let heir = try heir(of: operation, in: tx) { try tx.takePlace(of: operation.id, by: heir) }
            try tx.leave(operation.id, as: .dropped, replacedBy: nil, now: now)
            // The store noted that it left; here is why.
            if reason != nil { try note("dropped", operation.subject, operation, words(reason), in: tx, at: now) }
            try takeBack(operation, in: tx, at: now)
        }
        return try operations.map {
            OperateQueue.Answer.Item(id: $0.id, state: try tx.operation($0.id)?.state.rawValue ?? OperationState.dropped.rawValue)
        }
    }

    /// The later put that brings the subject to the portal in the place of `operation`: what was recorded between the two, a
    /// submission, needs it as well.
    private func heir(of operation: QueuedOperation, in tx: OutboxTransaction) throws -> OperationID? {
        guard try tx.subject(operation.subject)?.revision == nil else { return nil }
        let puts = try tx.operations(of: operation.subject, openOnly: true).filter(\.type.isPut)
        return puts.drop { $0.id != operation.id }.dropFirst().first?.id
    }

    /// Open operations that cannot go without this one: later ones of a subject that the portal does not have yet, and
    /// those of dossiers that name it.
    private func dependents(of operation: QueuedOperation, in tx: OutboxTransaction) throws -> [OperationID] {
        guard operation.type.isPut, let subject = try tx.subject(operation.subject), subject.revision == nil else { return [] }
        let own = try tx.operations(of: subject.id, openOnly: true)
        // Another put of the subject can still bring it to the portal.
        if own.contains(where: { $0.id != operation.id && $0.type.isPut }) { return [] }
        // By the order in which they go: one that took another's place goes before what was recorded earlier.
        var waiting = own.drop { $0.id != operation.id }.dropFirst().map(\.id)
        if subject.kind == .account {
            for dossier in try tx.dossiers(naming: subject.id) {
                waiting += try tx.operations(of: dossier.id, openOnly: true).filter { $0.needs.contains(subject.id) }.map(\.id)
            }
        }
        return waiting
    }

    /// The state as it was offered before, with the news that have come since: what the portal says too was no part of the edit, and what
    /// the offer only repeated is the portal's to say.
    /// - Parameter base: what the offer was made on, where news came since.
    private static func undone(_ subject: Subject, to sent: JSONObject, madeOn base: JSONObject?) -> JSONObject {
        let portal = PortalMembers.of(subject.kind)
        let kept = subject.state.filter { portal.contains($0.key) }
        guard let portalState = subject.portalState else { return sent.merging(kept) { $1 } }
        let (present, said, offered, earlier) = (
            StateFields.flatten(subject.state), StateFields.flatten(portalState), StateFields.flatten(sent),
            StateFields.flatten(base ?? portalState)
        )
        var values: JSONObject = [:]
        for name in Set(present.keys).union(offered.keys).union(said.keys) {
            let value = said[name] ?? .null
            let isPortals = present[name] ?? .null == value || offered[name] ?? .null == earlier[name] ?? .null
            values[name] = isPortals ? value : offered[name] ?? .null
        }
        let undone = StateFields.assemble(values.filter { !$0.value.isNull }, order: [subject.state, sent])
        return undone.filter { !portal.contains($0.key) }.merging(kept) { $1 }
    }

    /// What dropping means for the subject: an account that nobody will hear of is gone, an edit is undone, a dossier is
    /// a draft again with all its papers, a notice that was read is unread again.
    private func takeBack(_ operation: QueuedOperation, in tx: OutboxTransaction, at now: Timestamp) throws {
        if operation.type == .noticeRead, var notice = try tx.subject(operation.subject) {
            notice.state["read"] = notice.portalState?["read"] ?? false
            return try tx.update(notice)
        }
        guard operation.type.isPut, var subject = try tx.subject(operation.subject) else { return }
        if let other = try tx.operations(of: subject.id, openOnly: true).last(where: \.type.isPut) {
            // One that was offered before says what it said; a newer one carries the state of now.
            guard let sent = other.sentBody, try tx.openConflict(subject.id) == nil else { return }
            subject.state = try Self.undone(subject, to: sent, madeOn: OfferedBases(tx: tx).base(of: other))
        } else if let portalState = subject.portalState {
            subject.state = portalState
        } else if subject.kind == .account {
            subject.isDeleted = true
        } else {
            subject.isDraft = true
        }
        subject.editedAt = now
        try tx.update(subject)
    }
}
