import Merge
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func resolveConflict(_ request: ResolveConflict) async throws -> ResolveConflict.Answer {
        let now = environment.now()
        let rules = try await ruleBook()
        let answer = try await outbox.write { tx in
            let conflict = try tx.conflict(named: request.id)
            guard conflict.state == .open else { throw KioskProblem(.alreadyResolved, ["id": conflict.id]) }
            if let deed = try tx.deed(of: conflict) { return try decideDeed(deed, conflict, request, in: tx, at: now) }
            return switch conflict.reason {
            case .stale: try decide(conflict, request, rules, in: tx, at: now)
            case .identityTaken: try decideIdentity(conflict, request, rules, in: tx, at: now)
            case .withdrawn, .closed, .deleted: try accept(conflict, request, in: tx, at: now)
            }
        }
        await sync.wake()
        return answer
    }

    /// Both sides changed the same fields: the decision becomes the subject's state, on top of the portal's.
    private func decide(
        _ conflict: ConflictRecord, _ request: ResolveConflict, _ rules: RuleBook, in tx: OutboxTransaction,
        at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        guard var subject = try tx.subject(conflict.subject) else { throw OutboxError(.missing) }
        rebase(&subject, on: conflict)
        let theirs = subject.portalState ?? [:]
        let conflict = conflict.standing(against: theirs)
        var decision = try Decision(conflict, theirs: theirs, keep: request.keep, fields: request.fields)
        if decision.isTyped {
            // A value typed here obeys the same rules as one typed at the desk.
            decision.state =
                subject.kind == .account
                ? try rules.account(decision.chosen, over: decision.state).state
                : try rules.dossier([:], over: decision.state).state
            let values = StateFields.flatten(decision.state)
            for name in decision.chosen.keys { decision.chosen[name] = values[name] ?? .null }
        }
        subject.state = decision.state
        subject.editedAt = now
        subject.editedBy = try officer(in: tx) ?? subject.editedBy
        return try settle(conflict, subject, decision.chosen, in: tx, at: now)
    }

    /// The portal has somebody else's account under this identity: theirs means that it is the same person; the only other
    /// way out is another identity.
    private func decideIdentity(
        _ conflict: ConflictRecord, _ request: ResolveConflict, _ rules: RuleBook, in tx: OutboxTransaction,
        at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        guard var subject = try tx.subject(conflict.subject), let other = conflict.theirSubject else {
            throw OutboxError(.missing)
        }
        let isItself = try tx.current(other)?.id == subject.id
        let own = KioskProblem(.ownIdentity, field: "identity", ["id": conflict.id])
        // With `identity` the text names the other way out, too.
        let undecided = KioskProblem(
            .onlyTheirs, field: "identity", ["id": conflict.id, "identity": conflict.id, "reason": conflict.reason.rawValue])
        let inQuestion = Set(conflict.fields.map(\.name)).union(["identity"])
        try Decision.refuseStrangers(among: request.fields.keys, known: Array(inQuestion))
        if case .value(let identity)? = request.fields["identity"] {
            // Another number makes it another account: there is nothing else to decide then.
            guard request.fields.count == 1, request.keep == nil else { throw undecided }
            let checked = try rules.account(["identity": identity], over: subject.state)
            guard checked.state["identity"] != subject.state["identity"] else {
                throw isItself ? own : undecided
            }
            // The number of another account of this desk would only bring the same question up again.
            try refuseDuplicate(of: checked.state, but: subject.id, in: tx)
            subject.state = checked.state
            subject.editedAt = now
            return try settle(conflict, subject, ["identity": checked.state["identity"] ?? .null], in: tx, at: now)
        }
        // It is the whole account or none of it.
        let isWhole = request.keep == .theirs || request.fields["identity"] == .theirs
        guard isWhole, request.keep != .mine, request.fields.values.allSatisfy({ $0 == .theirs }) else { throw undecided }
        // What turned out to be this very account cannot be another one as well.
        if isItself { throw own }
        let (account, isNew) = try tx.takeIn(
            other, conflict.theirs, revision: conflict.theirRevision, seenAt: conflict.theirsAt, by: subject.editedBy, now: now)
        // Naming it makes the unit a party to an account that it did not know (protocol.md, section 4): before what names it.
        let carrier = isNew ? try enqueuePut(of: account, replaces: conflict.operation, in: tx, at: now).id : nil
        if let operation = conflict.operation { try tx.leave(operation, as: .resolved, replacedBy: carrier, now: now) }
        var conflict = conflict
        conflict.followed = try tx.adopt(subject.id, as: other, now: now)
        try note("adopted", subject.id, nil, ["as": .string(other)], in: tx, at: now)
        return try close(conflict, chosen: ["identity": conflict.theirs?["identity"] ?? .null], carrier, in: tx, at: now)
    }

    /// The portal received, withdrew or deleted it: nothing that the desk says changes that any more.
    private func accept(
        _ conflict: ConflictRecord, _ request: ResolveConflict, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        let choices = Set(request.fields.values)
        guard choices.isSubset(of: [.theirs]), request.keep == .theirs || (request.keep == nil && !choices.isEmpty) else {
            throw KioskProblem(.onlyTheirs, ["id": conflict.id, "reason": conflict.reason.rawValue])
        }
        guard var subject = try tx.subject(conflict.subject) else { throw OutboxError(.missing) }
        rebase(&subject, on: conflict)
        if let portalState = subject.portalState { subject.state = portalState }
        if conflict.reason == .deleted { subject.isDeleted = true }
        subject.editedAt = now
        let chosen = JSONObject(uniqueKeysWithValues: conflict.fields.map { ($0.name, $0.theirs) })
        return try settle(conflict, subject, chosen, in: tx, at: now)
    }

    /// What the portal has is the base of the decision: the state that the conflict brought, unless news came since.
    private func rebase(_ subject: inout Subject, on conflict: ConflictRecord) {
        if subject.portalState != nil, let seen = subject.portalSeenAt, let then = conflict.theirsAt, seen > then { return }
        guard let theirs = conflict.theirs else { return }
        subject.portalState = theirs
        subject.revision = conflict.theirRevision
        subject.portalSeenAt = conflict.theirsAt ?? subject.portalSeenAt
    }

    /// Ends the operation that met the conflict, keeps the subject, and queues a put if the portal does not say the same.
    private func settle(
        _ conflict: ConflictRecord, _ subject: Subject, _ chosen: JSONObject, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        let differs =
            subject.portalState.map { !$0.saysTheSame(as: subject.state, subject.kind) } ?? !subject.isDeleted
        try tx.update(subject)
        let carrier = differs ? try enqueuePut(of: subject, replaces: conflict.operation, in: tx, at: now).id : nil
        if let operation = conflict.operation { try tx.leave(operation, as: .resolved, replacedBy: carrier, now: now) }
        return try close(conflict, chosen: chosen, carrier, in: tx, at: now)
    }

    func close(
        _ conflict: ConflictRecord, chosen: JSONObject, _ carrier: OperationID?, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> ResolveConflict.Answer {
        var conflict = conflict
        conflict.state = .resolved
        conflict.resolvedAt = now
        conflict.resolution = carrier
        conflict.chosen = chosen
        try tx.update(conflict)
        try tx.record(
            "resolved", subject: conflict.subject, operation: carrier ?? conflict.operation,
            details: [
                "conflict": .string(conflict.id),
                "fields": .array(chosen.keys.sorted().map(JSONValue.string)),
            ], at: now)
        return ResolveConflict.Answer(id: conflict.id, state: conflict.state.rawValue, operation: carrier)
    }
}
