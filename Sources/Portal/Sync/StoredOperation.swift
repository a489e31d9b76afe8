import GRDB
import SyncProtocol

/// An operation that has its verdict.
struct StoredOperation: Sendable {
    enum Outcome: String, Sendable { case applied, conflict, rejected }

    let id: String
    let digest: String
    let unit: String
    let subject: String
    let outcome: Outcome
    /// The verdict line as it was first given.
    private let line: String

    static func find(_ id: String, _ database: Database) throws -> StoredOperation? {
        try Row.fetchOne(
            database, sql: "SELECT id, digest, unit, subject, outcome, verdict FROM operations WHERE id = ?", arguments: [id]
        ).map(StoredOperation.init)
    }

    private init(_ row: Row) throws {
        id = try row.text("id")
        digest = try row.text("digest")
        unit = try row.text("unit")
        subject = try row.text("subject")
        guard let outcome = Outcome(rawValue: try row.text("outcome")) else { throw UnreadableColumn(column: "outcome") }
        self.outcome = outcome
        line = try row.text("verdict")
    }

    /// The stored verdict, with `missing` as it is now where it had one.
    func verdict(missing: @autoclosure () throws -> [String]?) throws -> Verdict {
        guard case .verdict(var verdict) = try SyncAnswerLine(line: Array(line.utf8)) else {
            throw UnreadableColumn(column: "verdict")
        }
        if case .applied(let receipt, .some) = verdict.outcome {
            verdict.outcome = .applied(receipt, missing: try missing() ?? [])
        }
        return verdict
    }

    static func insert(_ verdict: Verdict, of work: OperationWork) throws {
        let outcome: Outcome
        switch verdict.outcome {
        case .applied: outcome = .applied
        case .conflict: outcome = .conflict
        case .rejected: outcome = .rejected
        // Nothing is stored for what may still succeed.
        case .later: return
        }
        try work.database.execute(
            sql: """
                INSERT INTO operations (id, digest, unit, kiosk, type, subject, outcome, verdict, received_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                work.operation.id, verdict.digest, work.caller.unit, work.caller.kiosk, work.operation.type,
                work.operation.subject, outcome.rawValue, String(decoding: verdict.line, as: UTF8.self),
                work.now.milliseconds,
            ])
    }
}
