import Merge
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Takes a decision back: each field gets the value that was not chosen. Only while nobody changed it since.
    func undoConflict(_ request: UndoConflict) async throws -> UndoConflict.Answer {
        let now = environment.now()
        let answer = try await outbox.write { tx in
            var conflict = try tx.conflict(named: request.id)
            guard conflict.state != .undone else {
                return UndoConflict.Answer(id: conflict.id, state: conflict.state.rawValue, operation: conflict.resolution)
            }
            let (subject, chosen) = try undoable(conflict, in: tx, at: now)
            var changed = subject
            changed.state = StateFields.assemble(
                StateFields.flatten(subject.state).merging(before(conflict, chosen)) { _, before in before },
                order: [subject.state, conflict.mine])
            changed.editedAt = now
            changed.editedBy = try officer(in: tx) ?? subject.editedBy
            try tx.update(changed)
            let carrier = try enqueuePut(of: changed, in: tx, at: now).id
            conflict.state = .undone
            conflict.resolution = carrier
            try tx.update(conflict)
            try tx.record(
                "undone", subject: subject.id, operation: carrier, details: ["conflict": .string(conflict.id)], at: now)
            return UndoConflict.Answer(id: conflict.id, state: conflict.state.rawValue, operation: carrier)
        }
        await sync.wake()
        return answer
    }

    /// The subject and what was chosen, if the decision may still be taken back.
    private func undoable(
        _ conflict: ConflictRecord, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> (Subject, JSONObject) {
        guard conflict.state == .resolved, let at = conflict.resolvedAt, let chosen = conflict.chosen else {
            throw KioskProblem(.notResolved, ["id": conflict.id])
        }
        // A clock that somebody set forward ends nothing early: the portal's time tells better, where it is known.
        let skew = try tx.fact(.clockSkewSeconds)?.doubleValue ?? 0
        let ahead = Duration.milliseconds(Int64(1_000 * max(0, min(skew, 1e9))))
        guard now - at - ahead <= .seconds(86_400 * Int64(rules.undoDays)) else {
            throw KioskProblem(.undoTooLate, ["id": conflict.id])
        }
        // The portal's word on these is final; there is nothing to go back to.
        guard conflict.reason == .stale, try deed(of: conflict, in: tx) == nil else {
            throw KioskProblem(.onlyTheirs, ["id": conflict.id, "reason": conflict.reason.rawValue])
        }
        guard let subject = try tx.subject(conflict.subject), !subject.isDeleted, subject.adoptedAs == nil else {
            throw KioskProblem(.undoOvertaken, ["id": conflict.id])
        }
        if let open = try tx.openConflict(subject.id) { throw KioskProblem(.conflictOpen, ["id": open.id]) }
        let present = StateFields.flatten(subject.state)
        for (name, value) in chosen where present[name] ?? .null != value {
            throw KioskProblem(.undoOvertaken, field: name, ["id": conflict.id])
        }
        return (subject, chosen)
    }

    /// The other side of each choice; where a third value was typed, what the desk had before.
    private func before(_ conflict: ConflictRecord, _ chosen: JSONObject) -> JSONObject {
        var values: JSONObject = [:]
        for field in conflict.fields { values[field.name] = chosen[field.name] == field.mine ? field.theirs : field.mine }
        return values
    }
}
