package import SyncProtocol

extension OutboxTransaction {
    /// Writes a line into the journal. `details` holds no personal data.
    package func record(
        _ event: String, subject: SubjectID? = nil, operation: OperationID? = nil, details: JSONObject = [:], at: Timestamp
    ) throws { throw OutboxError(.other) }
    /// Lines in the order they were written, after `afterNumber` (0: from the start), at most `limit`.
    package func journal(since: Timestamp?, subject: SubjectID?, afterNumber: Int64, limit: Int) throws -> [JournalEntry] {
        throw OutboxError(.other)
    }
}
