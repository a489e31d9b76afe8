package import SyncProtocol

/// A place where the desk and the portal changed the same thing, or where both changed different things and it merged
/// by itself. The losing values stay here (architecture.md, section 3).
package struct ConflictRecord: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable, CaseIterable { case open, resolved, merged, undone }

    package struct Field: Sendable, Hashable, Codable {
        package var name: String
        package var base: JSONValue
        package var mine: JSONValue
        package var theirs: JSONValue
        package init(name: String, base: JSONValue, mine: JSONValue, theirs: JSONValue) {
            self.name = name
            self.base = base
            self.mine = mine
            self.theirs = theirs
        }
    }

    package var id: String
    package var subject: SubjectID
    /// The operation that met the other state.
    package var operation: OperationID?
    package var reason: ConflictReason
    package var state: State
    package var base: JSONObject?
    package var mine: JSONObject
    package var theirs: JSONObject?
    package var theirRevision: Revision?
    /// For `identity-taken`: the account that already has the identity.
    package var theirSubject: SubjectID?
    /// What merged without a question: the state with all the fields that only one side changed.
    package var merged: JSONObject
    /// The fields that a person must decide, or, when `merged`, that each side changed alone.
    package var fields: [Field]
    package var mineBy: SubjectID?
    package var mineAt: Timestamp
    /// When the portal's state was heard of.
    package var theirsAt: Timestamp?
    package var createdAt: Timestamp
    package var resolvedAt: Timestamp?
    /// The operation that carries the decision.
    package var resolution: OperationID?
    /// Field name → value decided.
    package var chosen: JSONObject?
    /// What came to name another account by the decision.
    package var followed = Followers()

    package init(
        id: String, subject: SubjectID, operation: OperationID?, reason: ConflictReason, state: State, base: JSONObject?,
        mine: JSONObject, theirs: JSONObject?, theirRevision: Revision?, theirSubject: SubjectID?, merged: JSONObject,
        fields: [Field], mineBy: SubjectID?, mineAt: Timestamp, theirsAt: Timestamp?, createdAt: Timestamp
    ) {
        self.id = id
        self.subject = subject
        self.operation = operation
        self.reason = reason
        self.state = state
        self.base = base
        self.mine = mine
        self.theirs = theirs
        self.theirRevision = theirRevision
        self.theirSubject = theirSubject
        self.merged = merged
        self.fields = fields
        self.mineBy = mineBy
        self.mineAt = mineAt
        self.theirsAt = theirsAt
        self.createdAt = createdAt
    }
}
