import Merge
import Outbox
import SyncProtocol

/// Takes news of the portal into the store without losing what the desk has not sent yet.
struct FoldChange {
    let tx: OutboxTransaction
    let now: Timestamp
    let newID: @Sendable () -> String

    func fold(_ change: Change) throws {
        guard var subject = try tx.subject(change.subject) else { return try insert(change) }
        guard subject.kind == change.kind else { return }
        let puts = try tx.operations(of: subject.id, openOnly: true).filter { $0.type.isPut }
        // The outcome of what is in flight is unknown; its verdict will say what these news are news to.
        if puts.contains(where: { $0.frozen != nil && ![.conflict, .rejected, .quarantined].contains($0.state) }) {
            subject.heldBack = Subject.HeldBack(revision: change.revision, state: change.deleted ? nil : change.state)
            return try tx.update(subject)
        }
        guard let theirs = change.state, !change.deleted else { return try deleted(&subject, puts) }
        subject.isDeleted = false
        try OfferedBases(tx: tx).keep(subject, for: puts)
        try refreshDeeds(of: subject.id, theirs, change.revision)
        if let conflict = try openConflict(subject.id) {
            if try !update(conflict, &subject, theirs, change.revision) { return }
        } else if let put = puts.first {
            return try rebase(&subject, put, puts, theirs, change.revision)
        } else {
            subject.state = theirs
        }
        subject.portalState = theirs
        subject.revision = change.revision
        subject.portalSeenAt = now
        try tx.update(subject)
        try tx.reevaluateBlocked(subject.id)
        try note(change.kind, subject)
    }

    private func insert(_ change: Change) throws {
        guard let state = change.state, !change.deleted else { return }
        var subject = Subject(id: change.subject, kind: change.kind, state: state, now: now)
        subject.portalState = state
        subject.revision = change.revision
        subject.portalSeenAt = now
        try tx.insert(subject)
        try note(change.kind, subject)
    }

    /// The desk has an edit that was never offered: it moves on top of the news, or meets them.
    private func rebase(
        _ subject: inout Subject, _ put: QueuedOperation, _ puts: [QueuedOperation], _ theirs: JSONObject, _ revision: Revision
    ) throws {
        let merge = ThreeWayMerge(kind: subject.kind, base: subject.portalState, mine: subject.state, theirs: theirs)
        let before = subject
        if merge.conflicts.isEmpty { subject.state = merge.merged }
        subject.portalState = theirs
        subject.revision = revision
        subject.portalSeenAt = now
        try tx.update(subject)
        guard merge.conflicts.isEmpty else {
            let met = Self.met(puts)?.id
            return try tx.open(ConflictRecord(id: newID(), before, met, .stale, merge, theirs: theirs, revision: revision, now: now))
        }
        if !merge.onlyTheirs.isEmpty {
            try tx.insert(
                ConflictRecord(merged: newID(), before, put.id, .stale, merge, theirs: theirs, revision: revision, now: now))
        }
        if merge.onlyMine.isEmpty, [.waiting, .blocked, .held].contains(put.state) {
            // The portal says the same by now: there is nothing left to send.
            try tx.leave(put.id, as: .resolved, replacedBy: nil, now: now)
        }
        try tx.record(
            "rebased", subject: subject.id, operation: put.id, details: ["fields": names(merge.onlyMine + merge.onlyTheirs)],
            at: now)
    }

    /// The put that meets the news. One that was set aside with its outcome unknown may be what the portal has, or had: it is not.
    private static func met(_ puts: [QueuedOperation]) -> QueuedOperation? {
        puts.first { $0.state != .quarantined || $0.frozen == nil }
    }

    private func names(_ fields: [ThreeWayMerge.Field]) -> JSONValue { .array(fields.map { .string($0.name) }) }

    /// The conflict about the subject's values that a person must decide.
    private func openConflict(_ subject: SubjectID) throws -> ConflictRecord? {
        try tx.openConflicts(subject).last { try tx.deed(of: $0) == nil }
    }

    /// What was not done stays before a person; they are shown what the portal has now.
    private func refreshDeeds(of subject: SubjectID, _ theirs: JSONObject?, _ revision: Revision?) throws {
        for var conflict in try tx.openConflicts(subject) where try tx.deed(of: conflict) != nil {
            if theirs == nil { conflict.reason = .deleted }
            conflict.theirs = theirs
            conflict.theirRevision = revision
            conflict.theirsAt = now
            try tx.update(conflict)
        }
    }

    /// A conflict waits for a person while the portal moved on: they decide on what it has now. False: nothing is left to
    /// decide, and the subject is seen to.
    private func update(
        _ conflict: ConflictRecord, _ subject: inout Subject, _ theirs: JSONObject, _ revision: Revision?
    ) throws -> Bool {
        var conflict = conflict
        let merge = ThreeWayMerge(kind: subject.kind, base: conflict.base, mine: subject.state, theirs: theirs)
        conflict.theirs = theirs
        conflict.theirRevision = revision
        conflict.theirsAt = now
        conflict.merged = merge.merged
        // It is there again: what the desk has is in question, and no longer whether there is anything.
        let isBack = conflict.reason == .deleted
        if isBack { conflict.reason = .stale }
        switch conflict.reason {
        case .identityTaken: break
        case .stale where !isBack:
            let new = merge.conflicts.map(ConflictRecord.Field.init)
            let kept = Self.stillInQuestion(conflict.fields, theirs).filter { old in !new.contains { $0.name == old.name } }
            if kept.isEmpty, new.isEmpty, !conflict.fields.isEmpty {
                try settle(conflict, &subject, merge)
                return false
            }
            conflict.fields = kept + new
        case .stale, .closed, .withdrawn, .deleted:
            let fields = merge.conflicts.isEmpty ? merge.onlyMine : merge.conflicts
            if fields.isEmpty {
                try settle(conflict, &subject, merge)
                return false
            }
            conflict.fields = fields.map(ConflictRecord.Field.init)
        }
        try tx.update(conflict)
        return true
    }

    /// Somebody else has made the portal say what the desk wanted: there is nothing left for a person to decide.
    private func settle(_ conflict: ConflictRecord, _ subject: inout Subject, _ merge: ThreeWayMerge) throws {
        var conflict = conflict.standing(against: conflict.theirs ?? [:])
        conflict.state = .merged
        conflict.resolvedAt = now
        let mineBy = subject.editedBy
        subject.state = merge.merged
        subject.portalState = conflict.theirs
        subject.revision = conflict.theirRevision
        subject.portalSeenAt = now
        try tx.update(subject)
        if let met = try conflict.operation.flatMap({ try tx.operation($0) }), met.state.isOpen {
            var carrier: OperationID?
            if !merge.onlyMine.isEmpty {
                let verdict = FoldVerdict(tx: tx, now: now, newID: newID)
                carrier = try verdict.enqueue(met.type, subject.id, body: nil, like: met, officer: mineBy).id
            }
            try tx.leave(met.id, as: .resolved, replacedBy: carrier, now: now)
            conflict.resolution = carrier
        }
        try tx.update(conflict)
        try tx.reevaluateBlocked(subject.id)
        try tx.record(
            "merged", subject: subject.id, operation: conflict.operation,
            details: ["fields": .array(conflict.fields.map { .string($0.name) })], at: now)
    }

    /// What a person was asked stays a question, whatever else came to it, until the portal says the same: two accounts that turned
    /// out to be one have no state that both began with.
    private static func stillInQuestion(_ fields: [ConflictRecord.Field], _ theirs: JSONObject) -> [ConflictRecord.Field] {
        let values = StateFields.flatten(theirs)
        return fields.compactMap { field in
            var field = field
            field.theirs = values[field.name] ?? .null
            return field.theirs == field.mine ? nil : field
        }
    }

    private func deleted(_ subject: inout Subject, _ puts: [QueuedOperation]) throws {
        try refreshDeeds(of: subject.id, nil, nil)
        guard !puts.isEmpty else {
            subject.isDeleted = true
            subject.portalSeenAt = now
            try tx.update(subject)
            return try note(subject.kind, subject)
        }
        if var conflict = try openConflict(subject.id) {
            // What was to be decided on is gone: only that is left to be told.
            conflict.reason = .deleted
            conflict.theirs = nil
            conflict.theirRevision = nil
            conflict.theirsAt = now
            return try tx.update(conflict)
        }
        let met = Self.met(puts)?.id
        try tx.open(ConflictRecord(id: newID(), subject, met, .deleted, nil, theirs: nil, revision: nil, now: now))
    }

    private func note(_ kind: SubjectKind, _ subject: Subject) throws {
        var details: JSONObject = ["kind": .string(kind.rawValue)]
        if let code = subject.state["code"]?.stringValue { details["code"] = .string(code) }
        if let status = subject.state["status"]?.integerValue { details["status"] = .integer(status) }
        try tx.record(kind == .notice ? "notice" : "change", subject: subject.id, operation: nil, details: details, at: now)
    }
}
