import Merge
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Takes a decision back: each field gets the value that was not chosen. Only while nobody changed it since.
    func undoConflict(_ request: UndoConflict) async throws -> UndoConflict.Answer {
        let now = environment.now()
        let answer = try await outbox.write { tx in
            let conflict = try tx.conflict(named: request.id)
            guard conflict.state != .undone else {
                return UndoConflict.Answer(id: conflict.id, state: conflict.state.rawValue, operation: conflict.resolution)
            }
            let chosen = try undoable(conflict, in: tx, at: now)
            if conflict.reason == .identityTaken { return try reopenIdentity(conflict, chosen, in: tx, at: now) }
            let subject = try unchanged(conflict, chosen, in: tx)
            var changed = subject
            let values = before(conflict, chosen)
            changed.state = StateFields.assemble(
                StateFields.flatten(subject.state).merging(values) { _, before in before }, order: [subject.state, conflict.mine])
            changed.editedAt = now
            changed.editedBy = try officer(in: tx) ?? subject.editedBy
            try tx.update(changed)
            let carrier = try enqueuePut(of: changed, in: tx, at: now).id
            var answer = try takeBack(conflict, carrier, in: tx, at: now)
            answer.values = values
            return answer
        }
        await sync.wake()
        return answer
    }

    /// What was chosen, if the decision is one that may still be taken back.
    private func undoable(_ conflict: ConflictRecord, in tx: OutboxTransaction, at now: Timestamp) throws -> JSONObject {
        guard conflict.state == .resolved, let at = conflict.resolvedAt, let chosen = conflict.chosen else {
            throw KioskProblem(.notResolved, ["id": conflict.id])
        }
        // A clock that somebody set forward ends nothing early: the portal's time tells better, where it is known.
        let skew = try tx.fact(.clockSkewSeconds)?.doubleValue ?? 0
        let ahead = Duration.milliseconds(Int64(1_000 * max(0, min(skew, 1e9))))
        guard now - at - ahead <= .seconds(86_400 * Int64(rules.undoDays)) else {
            throw KioskProblem(.undoTooLate, ["id": conflict.id])
        }
        // The portal's word on all others is final; there is nothing to go back to.
        guard [.stale, .identityTaken].contains(conflict.reason), try tx.deed(of: conflict) == nil else {
            throw KioskProblem(.onlyTheirs, ["id": conflict.id, "reason": conflict.reason.rawValue])
        }
        return chosen
    }

    /// The subject, if it still is as it was decided.
    private func unchanged(
        _ conflict: ConflictRecord, _ chosen: JSONObject, in tx: OutboxTransaction
    ) throws -> Subject {
        guard let subject = try tx.subject(conflict.subject), !subject.isDeleted, subject.adoptedAs == nil else {
            throw KioskProblem(.undoOvertaken, ["id": conflict.id])
        }
        if let open = try tx.openConflict(subject.id) { throw KioskProblem(.conflictOpen, ["id": open.id]) }
        let present = StateFields.flatten(subject.state)
        for (name, value) in chosen where present[name] ?? .null != value {
            throw KioskProblem(.undoOvertaken, field: name, ["id": conflict.id])
        }
        return subject
    }

    /// Ends the decision; `carrier` is the operation that takes it back.
    private func takeBack(
        _ conflict: ConflictRecord, _ carrier: OperationID, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> UndoConflict.Answer {
        var conflict = conflict
        conflict.state = .undone
        conflict.resolution = carrier
        try tx.update(conflict)
        try tx.record(
            "undone", subject: conflict.subject, operation: carrier, details: ["conflict": .string(conflict.id)], at: now)
        return UndoConflict.Answer(id: conflict.id, state: conflict.state.rawValue, operation: carrier)
    }

    /// Takes back that an account is another one, or that it has another number: it is an account of its own with the number of before,
    /// and the question is open again, here and now, since the portal would only ask it anew.
    private func reopenIdentity(
        _ conflict: ConflictRecord, _ chosen: JSONObject, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> UndoConflict.Answer {
        guard let subject = try tx.subject(conflict.subject) else { throw OutboxError(.missing) }
        if subject.adoptedAs == nil {
            var changed = try unchanged(conflict, chosen, in: tx)
            changed.state["identity"] = conflict.mine["identity"]
            changed.editedAt = now
            changed.editedBy = try officer(in: tx) ?? subject.editedBy
            try tx.update(changed)
        } else {
            try separate(subject, conflict, in: tx, at: now)
        }
        guard let account = try tx.subject(conflict.subject) else { throw OutboxError(.missing) }
        // In the place of the first one: what names the account comes after it.
        let carrier = try enqueuePut(of: account, replaces: conflict.operation, in: tx, at: now).id
        var question = conflict
        question.id = environment.newID()
        question.state = .open
        question.operation = carrier
        question.createdAt = now
        (question.resolvedAt, question.resolution, question.chosen, question.followed) = (nil, nil, nil, Followers())
        try tx.open(question)
        var answer = try takeBack(conflict, carrier, in: tx, at: now)
        answer.question = question.id
        return answer
    }

    /// The account, the dossiers that followed it and what is still to be done with it come back. Not while the office has one of
    /// the dossiers to work on in the other's name.
    private func separate(
        _ subject: Subject, _ conflict: ConflictRecord, in tx: OutboxTransaction, at now: Timestamp
    ) throws {
        guard let other = conflict.theirSubject, subject.adoptedAs == other else {
            throw KioskProblem(.undoOvertaken, ["id": conflict.id])
        }
        var followed = conflict.followed
        for id in followed.dossiers.keys.sorted() {
            guard let dossier = try tx.subject(id), !DossierState.isWithdrawn(dossier) else {
                followed.dossiers[id] = nil
                continue
            }
            guard try !isFiled(dossier, in: tx) else { throw KioskProblem(.undoFiled, ["id": conflict.id, "known": id]) }
        }
        try tx.separate(subject.id, from: other, with: followed, now: now)
        for id in followed.dossiers.keys.sorted() {
            guard let dossier = try tx.subject(id), try wasSent(dossier, in: tx) else { continue }
            _ = try enqueuePut(of: dossier, in: tx, at: now)
        }
        try forgetUnsent(other, conflict, in: tx, at: now)
    }

    /// Whether the portal was asked to receive it, or has.
    private func isFiled(_ dossier: Subject, in tx: OutboxTransaction) throws -> Bool {
        if let status = DossierState.status(of: dossier.state), status > 1 { return true }
        return try tx.operations(of: dossier.id, openOnly: false).contains {
            $0.type == .dossierSubmit && $0.frozen != nil && [.sending, .retrying, .delivered].contains($0.state)
        }
    }

    private func wasSent(_ dossier: Subject, in tx: OutboxTransaction) throws -> Bool {
        try dossier.revision != nil
            || tx.operations(of: dossier.id, openOnly: true).contains { $0.type == .dossierPut && $0.frozen != nil }
    }

    /// The unit does not become a party to an account that is somebody else's, if it was not yet asked to and nothing else is
    /// recorded for that.
    private func forgetUnsent(
        _ other: SubjectID, _ conflict: ConflictRecord, in tx: OutboxTransaction, at now: Timestamp
    ) throws {
        guard let carrier = try conflict.resolution.flatMap({ try tx.operation($0) }), carrier.subject == other,
            carrier.frozen == nil, [.waiting, .retrying, .held].contains(carrier.state), var account = try tx.subject(other),
            account.state == account.portalState, try tx.operations(of: other, openOnly: true).map(\.id) == [carrier.id],
            try tx.dossiers(naming: other).allSatisfy(\.isDeleted)
        else { return }
        try tx.leave(carrier.id, as: .dropped, replacedBy: nil, now: now)
        account.isDeleted = true
        try tx.update(account)
    }

    /// The other side of each choice; where a third value was typed, what the portal had before, so that nobody's is overwritten by that.
    private func before(_ conflict: ConflictRecord, _ chosen: JSONObject) -> JSONObject {
        var values: JSONObject = [:]
        for field in conflict.fields { values[field.name] = chosen[field.name] == field.theirs ? field.mine : field.theirs }
        return values
    }
}
