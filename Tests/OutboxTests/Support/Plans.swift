import GRDB
import Synchronization

@testable import Outbox

/// A statement and what SQLite says that it would do for it.
struct Plan: CustomStringConvertible {
    let sql: String
    let steps: [String]
    var description: String { sql + "\n  " + steps.joined(separator: "\n  ") }
}

/// The statements that were run while `body` did, each once. The store has one reader (`OutboxOptions`), which is listened to.
func plans(_ outbox: Outbox, while body: () async throws -> Void) async throws -> [Plan] {
    let seen = Statements()
    let pool = outbox.connections
    try await pool.writeWithoutTransaction { seen.listen(to: $0) }
    try await pool.read { seen.listen(to: $0) }
    try await body()
    try await pool.writeWithoutTransaction { $0.trace(nil) }
    return try await pool.read { database in
        database.trace(nil)
        return try seen.all.map { sql in Plan(sql: sql, steps: try steps(sql, in: database)) }
    }
}

/// How SQLite would run `sql`.
func steps(_ sql: String, in database: Database) throws -> [String] {
    let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
    // Arguments are either all numbered, such as `?1`, or none is.
    let numbered = Set(sql.split(separator: "?").dropFirst().compactMap { $0.first?.wholeNumberValue })
    let count = numbered.max() ?? sql.count { $0 == "?" }
    statement.setUncheckedArguments(StatementArguments((0..<count).map { _ in 1 }))
    return try Row.fetchAll(statement).map { $0["detail"] as String }
}

private final class Statements: Sendable {
    private let seen = Mutex<Set<String>>([])

    func listen(to database: Database) {
        database.trace { [self] event in
            guard case .statement(let statement) = event else { return }
            _ = seen.withLock { $0.insert(statement.sql) }
        }
    }

    /// Those that read or change rows.
    var all: [String] {
        let words = ["SELECT", "UPDATE", "DELETE", "INSERT", "WITH"]
        return seen.withLock { $0 }.filter { sql in words.contains { sql.hasPrefix($0) } }.sorted()
    }
}
