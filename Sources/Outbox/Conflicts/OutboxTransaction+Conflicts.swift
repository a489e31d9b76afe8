package import SyncProtocol

extension OutboxTransaction {
    package func insert(_ conflict: ConflictRecord) throws { throw OutboxError(.other) }
    package func update(_ conflict: ConflictRecord) throws { throw OutboxError(.other) }
    package func conflict(_ id: String) throws -> ConflictRecord? { throw OutboxError(.other) }
    package func conflictIDs(prefix: String, limit: Int) throws -> [String] { throw OutboxError(.other) }
    /// A page, oldest first. `states` nil: all.
    package func conflicts(states: Set<ConflictRecord.State>?, after: String?, limit: Int) throws -> OutboxPage<ConflictRecord> {
        throw OutboxError(.other)
    }
    /// The conflict about this subject that a person must decide.
    package func openConflict(_ subject: SubjectID) throws -> ConflictRecord? { throw OutboxError(.other) }
}
