import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// A new operation in the place of one that ended in a refusal; a quarantined one goes again with its old bytes,
    /// since its outcome is unknown (protocol.md, section 4). Asked twice, it answers the same.
    func requeue(
        _ operation: QueuedOperation, reason: String?, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> OperateQueue.Answer.Item {
        switch operation.state {
        case .quarantined:
            let after = try tx.retry(operation.id, now: now)
            try note("released", operation.subject, operation, words(reason), in: tx, at: now)
            return OperateQueue.Answer.Item(id: operation.id, state: after.state.rawValue)
        case .replaced:
            guard let newer = try operation.replacedBy.flatMap({ try tx.operation($0) }) else {
                throw KioskProblem(.notRequeueable, ["id": operation.id])
            }
            return OperateQueue.Answer.Item(id: newer.id, state: newer.state.rawValue, replaces: operation.id)
        case .rejected:
            return try replace(operation, reason: reason, in: tx, at: now)
        case .waiting, .blocked, .retrying, .held:
            // What it waited for can never come: the portal stored nothing for it, so a new one may take its place.
            if operation.problem?.name == .afterNever { return try replace(operation, reason: reason, in: tx, at: now) }
            return OperateQueue.Answer.Item(id: operation.id, state: operation.state.rawValue)
        case .sending:
            return OperateQueue.Answer.Item(id: operation.id, state: operation.state.rawValue)
        case .conflict:
            let conflict = try tx.openConflict(met: operation)
            throw KioskProblem(.conflictOpen, ["id": conflict?.id ?? operation.id])
        case .delivered, .dropped, .resolved:
            throw KioskProblem(.notRequeueable, ["id": operation.id])
        }
    }

    private func replace(
        _ old: QueuedOperation, reason: String?, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> OperateQueue.Answer.Item {
        var body = old.body
        if old.type == .dossierSubmit { body = try submission(of: old.subject, in: tx) }
        let new = try tx.enqueue(
            NewOperation(
                id: environment.newID(), type: old.type, subject: old.subject, body: old.type.isPut ? nil : body,
                needs: old.needs, lane: old.lane, officer: try officer(in: tx) ?? old.officer, madeAt: now,
                replaces: old.id))
        // A put may have folded into one that was waiting already: that one takes the place then.
        try tx.leave(old.id, as: .replaced, replacedBy: new.id, now: now)
        let details = words(reason).merging(["replaces": .string(old.id)]) { own, _ in own }
        try note("requeued", old.subject, new, details, in: tx, at: now)
        let state = try tx.operation(new.id)?.state ?? new.state
        return OperateQueue.Answer.Item(id: new.id, state: state.rawValue, replaces: old.id)
    }
}
