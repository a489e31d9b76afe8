import GRDB
import SyncProtocol

/// The store within one transaction. Valid only inside the closure that it was given to. Every method throws
/// `OutboxError`.
package final class OutboxTransaction {
    let database: Database
    let folder: String
    let isWriting: Bool
    /// The first statement that failed. A body that swallows it does not get its transaction committed all the same.
    private(set) var failure: OutboxError?
    /// Rows that could not be read and were left out, as `table/id`.
    private(set) var unreadable: [String] = []
    /// Whoever keeps the catalogue in memory has an old one once this is committed.
    var hasReplacedCatalogue = false

    init(_ database: Database, folder: String, isWriting: Bool) {
        self.database = database
        self.folder = folder
        self.isWriting = isWriting
    }

    /// Runs one changing statement and returns how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Int {
        guard isWriting else { throw OutboxError(.other, detail: "a change inside a read") }
        return try mapping {
            try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
            return database.changesCount
        }
    }

    /// All rows of a query, each through `read`.
    func rows<Value>(
        _ sql: String, _ arguments: (any DatabaseValueConvertible)?..., read: (Row) throws -> Value
    ) throws -> [Value] {
        try rows(sql, arguments: arguments, read: read)
    }

    func rows<Value>(
        _ sql: String, arguments: [(any DatabaseValueConvertible)?], read: (Row) throws -> Value
    ) throws -> [Value] {
        try mapping {
            let cursor = try Row.fetchCursor(
                database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
            var values: [Value] = []
            while let row = try cursor.next() { values.append(try read(row)) }
            return values
        }
    }

    /// The first row of a query through `read`.
    func first<Value>(
        _ sql: String, _ arguments: (any DatabaseValueConvertible)?..., read: (Row) throws -> Value
    ) throws -> Value? {
        try mapping {
            try Row.fetchOne(database.cachedStatement(sql: sql), arguments: StatementArguments(arguments)).map(read)
        }
    }

    /// Whether a query has a row.
    func exists(_ sql: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> Bool {
        try mapping {
            // The first value alone: a row would have its columns' names made for it.
            let values = try DatabaseValue.fetchCursor(
                database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
            return try values.next() != nil
        }
    }

    /// `read`, with a row that cannot be read left out and noted rather than the whole list lost.
    func leavingOut<Value>(_ table: String, _ read: @escaping (Row) throws -> Value) -> (Row) -> Value? {
        { [self] row in
            do { return try read(row) } catch {
                let id = (try? row.text("id")) ?? "?"
                unreadable.append("\(table)/\(id)")
                return nil
            }
        }
    }

    /// Notes a row that could not be read.
    func noteUnreadable(_ table: String, _ id: String) { unreadable.append("\(table)/\(id)") }

    private func mapping<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError {
            let mapped = OutboxError(error, folder: folder)
            if failure == nil { failure = mapped }
            throw mapped
        } catch is UnreadableValue {
            throw OutboxError(.corrupt, detail: "a row cannot be read")
        } catch is JSONError {
            throw OutboxError(.corrupt, detail: "a row holds broken JSON")
        }
    }
}

/// One page of a list, and where the next one starts (`nil`: this was the last).
package struct OutboxPage<Item: Sendable>: Sendable {
    package var items: [Item]
    package var next: String?
    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
