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
        if let conflict = try tx.openConflict(subject.id) {
            try update(conflict, subject, theirs, change.revision)
        } else if let put = puts.first {
            return try rebase(&subject, put, theirs, change.revision)
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
    private func rebase(_ subject: inout Subject, _ put: QueuedOperation, _ theirs: JSONObject, _ revision: Revision) throws {
        let merge = ThreeWayMerge(kind: subject.kind, base: subject.portalState, mine: subject.state, theirs: theirs)
        let before = subject
        if merge.conflicts.isEmpty { subject.state = merge.merged }
        subject.portalState = theirs
        subject.revision = revision
        subject.portalSeenAt = now
        try tx.update(subject)
        guard merge.conflicts.isEmpty else {
            return try tx.open(
                ConflictRecord(id: newID(), before, put.id, .stale, merge, theirs: theirs, revision: revision, now: now))
        }
        if merge.onlyMine.isEmpty, [.waiting, .blocked, .held].contains(put.state) {
            // The portal says the same by now: there is nothing left to send.
            try tx.leave(put.id, as: .resolved, replacedBy: nil, now: now)
        }
        try tx.record("rebased", subject: subject.id, operation: put.id, details: [:], at: now)
    }

    /// A conflict waits for a person while the portal moved on: they decide on what it has now.
    private func update(_ conflict: ConflictRecord, _ subject: Subject, _ theirs: JSONObject, _ revision: Revision) throws {
        var conflict = conflict
        let merge = ThreeWayMerge(kind: subject.kind, base: conflict.base, mine: subject.state, theirs: theirs)
        conflict.theirs = theirs
        conflict.theirRevision = revision
        conflict.theirsAt = now
        conflict.merged = merge.merged
        if conflict.reason == .deleted {
            // It is there again: what the desk has is in question, and no longer whether there is anything.
            conflict.reason = .stale
            conflict.fields = (merge.conflicts.isEmpty ? merge.onlyMine : merge.conflicts).map(ConflictRecord.Field.init)
        }
        if conflict.reason == .stale, !merge.conflicts.isEmpty {
            let new = merge.conflicts.map(ConflictRecord.Field.init)
            let kept = Self.stillInQuestion(conflict.fields, theirs).filter { old in !new.contains { $0.name == old.name } }
            conflict.fields = kept + new
        }
        try tx.update(conflict)
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
        guard let put = puts.first else {
            subject.isDeleted = true
            subject.portalSeenAt = now
            try tx.update(subject)
            return try note(subject.kind, subject)
        }
        if var conflict = try tx.openConflict(subject.id) {
            // What was to be decided on is gone: only that is left to be told.
            conflict.reason = .deleted
            conflict.theirs = nil
            conflict.theirRevision = nil
            conflict.theirsAt = now
            return try tx.update(conflict)
        }
        try tx.open(ConflictRecord(id: newID(), subject, put.id, .deleted, nil, theirs: nil, revision: nil, now: now))
    }

    private func note(_ kind: SubjectKind, _ subject: Subject) throws {
        var details: JSONObject = ["kind": .string(kind.rawValue)]
        if let code = subject.state["code"]?.stringValue { details["code"] = .string(code) }
        if let status = subject.state["status"]?.integerValue { details["status"] = .integer(status) }
        try tx.record(kind == .notice ? "notice" : "change", subject: subject.id, operation: nil, details: details, at: now)
    }
}
