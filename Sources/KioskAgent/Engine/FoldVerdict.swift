import Dossiers
import Merge
import Outbox
import SyncProtocol

/// Takes a believed verdict into the store: the operation's state, the subject's, what follows from both. One call is part
/// of one transaction, so a crash leaves either all of it or the operation to be sent again.
struct FoldVerdict {
    let tx: OutboxTransaction
    let now: Timestamp
    let newID: @Sendable () -> String

    func fold(_ verdict: Verdict, of operation: QueuedOperation) throws {
        if operation.asked != .not, try foldAnswer(verdict, to: operation) { return }
        switch verdict.outcome {
        case .applied(let receipt, let missing): try applied(operation, receipt, missing)
        case .conflict(let reason, let revision, let theirs, let other):
            try conflict(operation, reason, revision, theirs, other)
        case .rejected(let problem): try refused(operation, problem)
        case .later(let problem, let retryAfter): try later(operation, problem, retryAfter)
        }
    }

    // MARK: Applied

    private func applied(_ operation: QueuedOperation, _ receipt: Receipt, _ missing: [String]?) throws {
        try tx.deliver(operation.id, receipt: receipt, now: now)
        try note("delivered", operation, ["serial": .integer(Int64(receipt.serial))])
        try checkSerial(receipt, operation)
        guard var subject = try tx.subject(operation.subject) else { return }
        // News wait for the verdict on a put, unless it was set aside meanwhile: then they were told all the same.
        let hasNewsSince =
            operation.asked == .not && subject.heldBack == nil && operation.frozen?.after.isEmpty != false
            && subject.revision != operation.frozen?.base
        if operation.type.isPut, !hasNewsSince, let body = operation.sentBody {
            let members = PortalMembers.of(subject.kind)
            let kept = (subject.portalState ?? [:]).filter { members.contains($0.key) }
            subject.portalState = body.merging(kept) { _, kept in kept }
            subject.portalSeenAt = now
        }
        // A verdict that was kept names the revision of then. For a put, what came since was held back until now; for others
        // it has been taken in, and is newer.
        let isOfNow = operation.type.isPut ? !hasNewsSince : operation.attempts <= 1 || subject.revision == operation.frozen?.base
        if let revision = receipt.revision, isOfNow || operation.asked != .not {
            // Notices and payments take no puts.
            if operation.type.isPut || operation.asked != .not || ![.account, .dossier].contains(subject.kind) {
                subject.revision = revision
                try DeedRevisions(tx: tx).forget(subject.id)
            } else {
                try DeedRevisions(tx: tx).note(revision, of: subject.id)
            }
        }
        // News of the very state that the put was made on are older than the put, and would come no second time: a
        // kiosk's own operations are not told back.
        if operation.type.isPut, let base = operation.frozen?.base, subject.heldBack?.revision == base { subject.heldBack = nil }
        if operation.type == .noticeRead {
            // News may have come since that were of before it.
            subject.state["read"] = true
            subject.portalState?["read"] = true
        }
        try tx.update(subject)
        switch operation.type {
        case .dossierPut: try tx.announce(subject.id, request: nil, missing: missing, by: operation)
        case .dossierSupplement:
            try tx.announce(subject.id, request: operation.body?["request"]?.stringValue, missing: missing, by: operation)
        case .noticeRead, .accountPut, .accountConfirm, .dossierSubmit, .dossierWithdraw, .paymentStart: break
        }
        try tx.reevaluateBlocked(subject.id)
        try foldHeldBack(subject.id)
    }

    /// The outcome is known: what the portal told meanwhile can be taken in. It may be older than the verdict; then what is
    /// newer comes as a change once more, since the cursor has not passed it.
    func foldHeldBack(_ id: SubjectID) throws {
        guard var subject = try tx.subject(id), let heldBack = subject.heldBack else { return }
        subject.heldBack = nil
        try tx.update(subject)
        try FoldChange(tx: tx, now: now, newID: newID).fold(
            Change(
                kind: subject.kind, subject: subject.id, revision: heldBack.revision, state: heldBack.state,
                deleted: heldBack.state == nil))
    }

    /// Receipts of one kiosk are counted 1, 2, 3 …; a gap means that an answer never came in, and is told.
    private func checkSerial(_ receipt: Receipt, _ operation: QueuedOperation) throws {
        let last = try tx.fact("last_serial")?.integerValue ?? 0
        guard Int64(receipt.serial) > last else { return }
        if last > 0, Int64(receipt.serial) > last + 1 {
            try note("serial-gap", operation, ["expected": .integer(last + 1), "serial": .integer(Int64(receipt.serial))])
        }
        try tx.setFact("last_serial", .integer(Int64(receipt.serial)))
    }

    // MARK: Refused and later

    func refused(_ operation: QueuedOperation, _ problem: Problem) throws {
        if operation.isForgotten(by: problem), try makeAgain(operation) { return }
        try tx.reject(operation.id, problem: problem, now: now)
        try note("rejected", operation, ["problem": .string(problem.type)])
        try foldHeldBack(operation.subject)
    }

    private func later(_ operation: QueuedOperation, _ problem: Problem, _ retryAfter: Int?) throws {
        let reason = problem.name?.rawValue ?? "later"
        guard try problem.name == .afterNever || problem.name == .afterNotApplied && waitsForNothing(operation) else {
            let wait = min(max(retryAfter ?? min(5 << min(operation.attempts, 6), 300), 1), 21_600)
            try tx.postpone(operation.id, reason: reason, problem: problem, nextAttemptAt: now + .seconds(wait))
            try note("later", operation, ["problem": .string(problem.type)])
            return
        }
        // What it waited for ended in a conflict or a refusal, and nothing was stored: a new operation takes its place
        // (protocol.md, section 4), and waits for whatever carries the parent now.
        guard operation.frozen?.after.isEmpty == false else {
            // It waits for nothing, so that a new one would meet the same, for ever.
            return try refused(operation, problem)
        }
        try replace(operation, by: enqueue(operation.type, operation.subject, body: operation.body, like: operation))
    }

    /// `carrier` takes the operation's place, which waits for no verdict any more.
    func replace(_ operation: QueuedOperation, by carrier: QueuedOperation) throws {
        try tx.leave(operation.id, as: .replaced, replacedBy: carrier.id, now: now)
        try foldHeldBack(operation.subject)
    }

    /// Whether it was frozen behind an operation that has left the queue: the portal never stored that one, and goes on waiting
    /// for it.
    private func waitsForNothing(_ operation: QueuedOperation) throws -> Bool {
        try (operation.frozen?.after ?? []).contains { id in
            [.replaced, .resolved, .dropped].contains(try tx.operation(id)?.state)
        }
    }

    // MARK: Conflict

    private func conflict(
        _ operation: QueuedOperation, _ reason: ConflictReason, _ revision: Revision?, _ theirs: JSONObject?,
        _ other: SubjectID?
    ) throws {
        guard var subject = try tx.subject(operation.subject) else {
            try tx.settleConflict(operation.id, reason: reason.rawValue)
            return
        }
        if reason == .identityTaken, other != subject.id {
            guard let other, let theirs else {
                // Nobody can decide on an account that is not named or not shown: that is for the office.
                return try refused(operation, Problem(.identityElsewhere))
            }
            return try identityTaken(operation, subject, other, theirs, revision)
        }
        if revision != nil { try DeedRevisions(tx: tx).forget(subject.id) }
        guard operation.type.isPut else { return try deed(operation, subject, reason, revision, theirs) }
        // A person is being asked already, about the state that the desk has now: what this one said is part of that, and its base has
        // moved on, so that nothing would be seen to contradict it.
        if reason == .stale, let question = try tx.openConflict(subject.id), question.operation != operation.id {
            try tx.leave(operation.id, as: .resolved, replacedBy: question.operation, now: now)
            return try foldHeldBack(subject.id)
        }
        // A state that is stale against itself, or against nothing that is told, would be sent again for ever.
        let isTold = theirs?.isEmpty == false && (revision == nil || revision != operation.frozen?.base)
        let theirs = theirs ?? subject.portalState ?? [:]
        let merge = ThreeWayMerge(kind: subject.kind, base: subject.portalState, mine: subject.state, theirs: theirs)
        // A dossier that is received, withdrawn or gone takes no edits any more: only what says the same merges.
        let mergesAlone = merge.conflicts.isEmpty && ((reason == .stale && isTold) || merge.onlyMine.isEmpty)
        guard mergesAlone, reason != .deleted else {
            try open(operation, subject, reason, merge, theirs, revision, nil)
            return try foldHeldBack(subject.id)
        }
        if !merge.onlyMine.isEmpty || !merge.onlyTheirs.isEmpty {
            try tx.insert(
                ConflictRecord(
                    merged: newID(), subject, operation.id, reason, merge, theirs: theirs, revision: revision, now: now))
        }
        let mineBy = subject.editedBy
        subject.state = merge.merged
        subject.portalState = theirs
        subject.revision = revision ?? subject.revision
        subject.portalSeenAt = now
        try tx.update(subject)
        var carrier: QueuedOperation?
        if !merge.onlyMine.isEmpty {
            carrier = try enqueue(operation.type, subject.id, body: nil, like: operation, officer: mineBy)
        }
        try tx.leave(operation.id, as: .resolved, replacedBy: carrier?.id, now: now)
        try note("merged", operation, ["fields": .array((merge.onlyMine + merge.onlyTheirs).map { .string($0.name) })])
        try foldHeldBack(subject.id)
    }

    /// The identity belongs to an account that the portal knows. The same person, told by the folded name: adopted. A
    /// limited `theirs` without a name comes only when the portal found that the names agree (protocol.md, section 4).
    private func identityTaken(
        _ operation: QueuedOperation, _ subject: Subject, _ other: SubjectID, _ theirs: JSONObject, _ revision: Revision?
    ) throws {
        // The desk has corrected the identity since: whose the old one is says nothing of this account, which goes with the new one.
        let numbers = ["identity", "tax_code"]
        if let sent = operation.sentBody, numbers.contains(where: { (sent[$0] ?? .null) != (subject.state[$0] ?? .null) }) {
            let next = try tx.operations(of: subject.id, openOnly: true).first { $0.type.isPut && $0.id != operation.id }
            return try replace(operation, by: next ?? enqueue(operation.type, subject.id, body: nil, like: operation))
        }
        let names = ["full_name", "organisation_name"]
        let agrees = names.allSatisfy { name in
            guard let theirName = theirs[name]?.stringValue else { return true }
            return TextRule.fold(theirName) == TextRule.fold(subject.state[name]?.stringValue ?? "")
        }
        let known: Subject?
        var isKnownUnreadable = false
        do { known = try tx.subject(other).flatMap { $0.isDeleted ? nil : $0 } } catch let error as OutboxError
            where error.code == .corrupt
        {
            known = nil
            isKnownUnreadable = true
        }
        // What the desk knows of that account, its unsent edits included, is newer than what it was when the verdict was made.
        let theirs = known?.state ?? theirs
        let merge = ThreeWayMerge(kind: .account, base: nil, mine: subject.state, theirs: theirs) { field, mine, theirs in
            guard names.contains(field), let mine = mine.stringValue, let theirs = theirs.stringValue else { return false }
            return TextRule.fold(mine) == TextRule.fold(theirs)
        }
        // Two values of this desk that contradict each other, neither of which the portal has seen: that is for a person.
        let isDisputedHere = !merge.conflicts.isEmpty && known.map { $0.state != ($0.portalState ?? [:]) } ?? false
        // Nor is anything taken into a row that cannot be read, or into what turned out to be this very account: the identity may be
        // corrected, and the question stays until then.
        let isItself = try known?.adoptedAs != nil && tx.current(other)?.id == subject.id
        guard agrees, !isDisputedHere, !isKnownUnreadable, !isItself else {
            return try open(operation, subject, .identityTaken, merge, theirs, revision, other)
        }
        var (account, isNew) = try tx.takeIn(other, theirs, revision: revision, seenAt: now, by: subject.editedBy, now: now)
        account.state = merge.merged
        try tx.update(account)
        try tx.adopt(subject.id, as: other, now: now)
        try tx.record(
            "adopted", subject: subject.id, operation: operation.id, details: ["as": .string(other)], at: now)
        // A put makes the unit a party to an account that it did not know, and carries what only the desk knows.
        var carrier: QueuedOperation?
        if isNew || !merge.onlyMine.isEmpty || !merge.conflicts.isEmpty {
            carrier = try enqueue(.accountPut, other, body: nil, like: operation)
        }
        try tx.leave(operation.id, as: .resolved, replacedBy: carrier?.id, now: now)
        if !merge.conflicts.isEmpty, let carrier {
            // The desk's side of the question: what nobody disputes, and its own values where they differ.
            for field in merge.conflicts { account.state[field.name] = field.mine }
            try tx.update(account)
            try open(carrier, account, .stale, merge, theirs, revision, nil)
        }
        try tx.reevaluateBlocked(other)
    }

    private func open(
        _ operation: QueuedOperation, _ subject: Subject, _ reason: ConflictReason, _ merge: ThreeWayMerge,
        _ theirs: JSONObject, _ revision: Revision?, _ other: SubjectID?
    ) throws {
        try tx.open(
            ConflictRecord(
                id: newID(), subject, operation.id, reason, merge, theirs: theirs, revision: revision, other: other, now: now))
    }

    func enqueue(
        _ type: OperationType, _ subject: SubjectID, body: JSONObject?, like old: QueuedOperation, officer: SubjectID? = nil
    ) throws -> QueuedOperation {
        try tx.enqueue(
            NewOperation(
                id: newID(), type: type, subject: subject, body: body, needs: old.needs, lane: old.lane,
                officer: officer ?? old.officer, madeAt: now, replaces: old.id))
    }

    func note(_ event: String, _ operation: QueuedOperation, _ details: JSONObject = [:]) throws {
        try tx.record(event, subject: operation.subject, operation: operation.id, details: details, at: now)
    }
}

extension QueuedOperation {
    /// Whether it is a put that builds on a state which the portal had once, and knows nothing of any more.
    func isForgotten(by problem: Problem) -> Bool {
        type.isPut && problem.name == .unknownSubject && problem.field == nil && frozen?.base != nil
    }

    /// The body in the bytes that were sent; `nil` before freezing, or when the row was damaged.
    var sentBody: JSONObject? {
        guard let line = frozen?.line else { return nil }
        return (try? Operation(line: line))?.body
    }
}
