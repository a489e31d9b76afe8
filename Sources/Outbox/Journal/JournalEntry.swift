package import SyncProtocol

/// One thing that happened, without personal data.
package struct JournalEntry: Sendable, Hashable {
    package var number: Int64
    package var at: Timestamp
    /// A stable word: `recorded`, `sent`, `delivered`, `retrying`, `conflict`, `held` …
    package var event: String
    package var subject: SubjectID?
    package var operation: OperationID?
    package var details: JSONObject

    package init(
        number: Int64, at: Timestamp, event: String, subject: SubjectID?, operation: OperationID?, details: JSONObject
    ) {
        self.number = number
        self.at = at
        self.event = event
        self.subject = subject
        self.operation = operation
        self.details = details
    }
}
