import DurableFiles
import Foundation
package import GRDB

/// Everything the portal remembers: one SQLite file with a rollback journal, so that the office's commands may write
/// from another process while `serve` runs (two writers must not share a WAL with SQLite 3.40). A transaction is on disk
/// when its call returns.
package final class PortalStore: Sendable {
    /// The portal's folder.
    package let home: String
    private let queue: DatabaseQueue

    private init(home: String, queue: DatabaseQueue) {
        self.home = home
        self.queue = queue
    }

    /// Opens the store in `home`, making folder and schema where they lack.
    /// - Parameter database: another place of the database file.
    /// - Throws: `PortalError` with 73.
    package static func open(home: String, database: String? = nil) throws(PortalError) -> PortalStore {
        do {
            _ = try DurableFolder.create(home)
            var configuration = Configuration()
            configuration.label = "portal"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                for pragma in [
                    "journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON", "trusted_schema = OFF",
                    "temp_store = MEMORY",
                ] { try database.execute(sql: "PRAGMA \(pragma)") }
            }
            let path = database ?? StorePlace.usual(home)
            if path != StorePlace.memory { PrivateFile.make(path) }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { try PortalSchema.migrate($0) }
            return PortalStore(home: home, queue: queue)
        } catch let error as PortalError {
            throw error
        } catch {
            throw unavailable(error)
        }
    }

    /// One immediate transaction: all of `work` or nothing.
    package func write<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await queue.writeWithoutTransaction { database in try Self.transaction(database, work) }
    }

    /// Reads one consistent state.
    package func read<T: Sendable>(_ work: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try await queue.read(work)
    }

    /// The same for the office's command line, which waits.
    package func writeNow<T>(_ work: (Database) throws -> T) throws -> T {
        try queue.writeWithoutTransaction { database in try Self.transaction(database, work) }
    }

    /// The same for the office's command line, which waits.
    package func readNow<T>(_ work: (Database) throws -> T) throws -> T { try queue.read(work) }

    private static func transaction<T>(_ database: Database, _ work: (Database) throws -> T) throws -> T {
        var result: T?
        try database.inTransaction(.immediate) {
            result = try work(database)
            return .commit
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
    }

    /// What a failure of the store looks like to a command: 73, without the statement that failed.
    package static func unavailable(_ error: any Error) -> PortalError {
        let reason = (error as? DatabaseError).map { "SQLite \($0.resultCode.rawValue)" } ?? "\(type(of: error))"
        return PortalError(
            73, type: "store-unavailable", vi: "Không dùng được kho dữ liệu của cổng (\(reason)).",
            en: "The portal's store cannot be used (\(reason)).")
    }
}
