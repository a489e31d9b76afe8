import GRDB
package import SyncProtocol

extension OutboxTransaction {
    /// Writes a line into the journal. `details` holds no personal data.
    package func record(
        _ event: String, subject: SubjectID? = nil, operation: OperationID? = nil, details: JSONObject = [:], at: Timestamp
    ) throws {
        try execute(
            "INSERT INTO journal (at, event, subject, operation, details) VALUES (?, ?, ?, ?, ?)", at.milliseconds, event,
            subject, operation, jsonText(details))
    }

    /// Lines in the order they were written, after `afterNumber` (0: from the start), at most `limit`.
    package func journal(since: Timestamp?, subject: SubjectID?, afterNumber: Int64, limit: Int) throws -> [JournalEntry] {
        let since = since?.milliseconds ?? .min
        let read = leavingOut("journal", JournalEntry.init(row:))
        let found =
            if let subject {
                try rows(
                    "SELECT * FROM journal WHERE subject = ? AND number > ? AND at >= ? ORDER BY number LIMIT ?", subject,
                    afterNumber, since, max(1, limit), read: read)
            } else {
                try rows(
                    "SELECT * FROM journal WHERE number > ? AND at >= ? ORDER BY number LIMIT ?", afterNumber, since,
                    max(1, limit), read: read)
            }
        return found.compactMap(\.self)
    }
}

extension JournalEntry {
    init(row: Row) throws {
        self.init(
            number: try row.long("number"), at: try row.moment("at"), event: try row.text("event"),
            subject: try row.optionalText("subject"), operation: try row.optionalText("operation"),
            details: try row.object("details"))
    }
}
