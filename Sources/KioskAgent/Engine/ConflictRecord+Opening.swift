import Merge
import Outbox
import SyncProtocol

extension ConflictRecord {
    /// An open conflict between what the desk has in `subject` and what the portal has, as the merge left it. What the desk alone
    /// changed is in question when nothing else is: it has nowhere to go.
    /// - Parameters:
    ///   - subject: as it was before the portal's state was taken in; its portal state is the base of both.
    ///   - theirs: `nil` when the portal deleted it.
    ///   - other: for `identity-taken`, the account that has the identity.
    init(
        id: String, _ subject: Subject, _ operation: OperationID?, _ reason: ConflictReason, _ merge: ThreeWayMerge?,
        theirs: JSONObject?, revision: Revision?, other: SubjectID? = nil, now: Timestamp
    ) {
        let fields = merge.map { $0.conflicts.isEmpty ? $0.onlyMine : $0.conflicts } ?? []
        self.init(
            id: id, subject: subject.id, operation: operation, reason: reason, state: .open, base: subject.portalState,
            mine: subject.state, theirs: theirs, theirRevision: revision, theirSubject: other,
            merged: merge?.merged ?? subject.state, fields: fields.map(Field.init), mineBy: subject.editedBy,
            mineAt: subject.editedAt, theirsAt: now, createdAt: now)
    }

    /// What merged by itself, kept so that people can check it; `subject` as above.
    init(
        merged id: String, _ subject: Subject, _ operation: OperationID, _ reason: ConflictReason, _ merge: ThreeWayMerge,
        theirs: JSONObject, revision: Revision?, now: Timestamp
    ) {
        self.init(id: id, subject, operation, reason, merge, theirs: theirs, revision: revision, now: now)
        state = .merged
        fields = (merge.onlyMine + merge.onlyTheirs).map(Field.init)
    }

    /// What was to be done and was not: no values stand against each other.
    init(
        deed id: String, _ subject: Subject, _ operation: QueuedOperation, _ reason: ConflictReason, theirs: JSONObject?,
        revision: Revision?, now: Timestamp
    ) {
        self.init(id: id, subject, operation.id, reason, nil, theirs: theirs, revision: revision, now: now)
        mineBy = operation.officer
        mineAt = operation.madeAt
    }
}

extension ConflictRecord.Field {
    init(_ field: ThreeWayMerge.Field) {
        self.init(name: field.name, base: field.base, mine: field.mine, theirs: field.theirs)
    }
}

extension OutboxTransaction {
    /// Ends the operation in the conflict, puts that into the inbox and tells the journal.
    func open(_ conflict: ConflictRecord) throws {
        if let operation = conflict.operation { try settleConflict(operation, reason: conflict.reason.rawValue) }
        try insert(conflict)
        try record(
            "conflict", subject: conflict.subject, operation: conflict.operation,
            details: [
                "reason": .string(conflict.reason.rawValue), "fields": .array(conflict.fields.map { .string($0.name) }),
            ], at: conflict.createdAt)
    }
}
