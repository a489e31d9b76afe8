import Merge
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// A person has seen that it was not done. Only where the portal had no more to say than that it knew a newer state may the
    /// same be asked for once more.
    func decideDeed(
        _ deed: QueuedOperation, _ conflict: ConflictRecord, _ request: ResolveConflict, in tx: OutboxTransaction,
        at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        guard request.fields.isEmpty, let keep = request.keep, keep == .theirs || conflict.reason == .stale else {
            throw KioskProblem(.onlyTheirs, ["id": conflict.id, "reason": conflict.reason.rawValue])
        }
        var carrier: OperationID?
        if keep == .mine {
            carrier =
                try tx.enqueue(
                    NewOperation(
                        id: environment.newID(), type: deed.type, subject: conflict.subject, body: deed.body,
                        needs: try deed.needs.map { try tx.current($0)?.id ?? $0 }, lane: deed.lane, officer: deed.officer,
                        madeAt: now, replaces: deed.id)
                ).id
        }
        if conflict.reason == .deleted, var subject = try tx.subject(conflict.subject),
            try !tx.operations(of: subject.id, openOnly: true).contains(where: \.type.isPut)
        {
            subject.isDeleted = true
            try tx.update(subject)
        }
        if deed.state.isOpen { try tx.leave(deed.id, as: .resolved, replacedBy: carrier, now: now) }
        return try close(conflict, chosen: [:], carrier, in: tx, at: now)
    }
}

extension ConflictRecord {
    /// The same questions, with what the portal says to them by now: whoever takes the decision back goes back to that, and not to
    /// what was true when the question came up.
    func standing(against theirs: JSONObject) -> ConflictRecord {
        var record = self
        let values = StateFields.flatten(theirs)
        for place in record.fields.indices { record.fields[place].theirs = values[record.fields[place].name] ?? .null }
        return record
    }
}
