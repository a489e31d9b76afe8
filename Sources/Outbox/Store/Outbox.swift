import DurableFiles
import Foundation
import GRDB
package import SyncProtocol
import Synchronization

/// The store of everything that the desk recorded: one database and one spool of files (architecture.md, section 3).
///
/// Only the owner of `HOME` may open it. One connection writes and checkpoints, the others only read.
package final class Outbox: Sendable {
    /// The papers, by digest.
    package let spool: Spool
    /// What the portal sent back.
    package let shelf: ResultShelf

    /// Set for what must go on when the disk is full: the engine's work, and the owner's opening and closing of the store.
    @TaskLocal package static var mayUseReserve = false

    private let pool: DatabasePool
    private let folder: String
    private let reserve: StoreReserve
    private let aroundCommit: (@Sendable (CommitPoint) throws -> Void)?
    /// No connection is there for those who only read, and no thread but the caller's.
    private let isInline: Bool
    /// Set on the writing connection's queue once nothing may use that any more: SQLite crashes on a closed connection.
    private let isClosed = Mutex(false)
    private let catalogues = Mutex(0)
    /// Rows that were already told to be unreadable.
    private let toldUnreadable = Mutex<Set<String>>([])

    /// Opens, migrates and mends the store in `folder` (HOME), making what is not there yet. Throws `OutboxError`.
    package static func open(
        folder: String, now: Timestamp, options: OutboxOptions = OutboxOptions()
    ) async throws(OutboxError) -> Outbox {
        try await open(folder: folder, now: now, options: options, migrations: Schema.migrations)
    }

    static func open(
        folder: String, now: Timestamp, options: OutboxOptions, migrations: [Migration]
    ) async throws(OutboxError) -> Outbox {
        let spool = Spool(folder: folder + "/spool", watch: options.aroundFiles)
        do {
            try prepare(folder)
            try spool.prepare()
            try StoreHeader(path: folder + "/outbox.sqlite")?.check(migrations)
            let pool = try Connections.open(path: folder + "/outbox.sqlite", options: options)
            try await pool.writeWithoutTransaction { database in
                try Schema.migrate(database, migrations, program: options.programVersion, now: now)
            }
            try DurableFolder(existing: folder).sync()
            let outbox = Outbox(pool: pool, folder: folder, spool: spool, options)
            try await $mayUseReserve.withValue(true) { try await outbox.mend(now: now) }
            return outbox
        } catch let error as OutboxError {
            throw error
        } catch let error as DatabaseError {
            throw OutboxError(error, folder: folder)
        } catch let error as DurableFileError {
            throw OutboxError(error)
        } catch {
            throw OutboxError(.other, detail: "\(type(of: error))")
        }
    }

    private init(pool: DatabasePool, folder: String, spool: Spool, _ options: OutboxOptions) {
        self.pool = pool
        self.folder = folder
        self.spool = spool
        shelf = ResultShelf(folder: folder, watch: options.aroundFiles)
        reserve = StoreReserve(options.reserveBytes, folder: folder)
        aroundCommit = options.aroundCommit
        isInline = options.readers < 1
    }

    /// The folder and, with the owner's rights alone, the file: its log takes the file's rights over.
    private static func prepare(_ folder: String) throws {
        _ = try DurableFolder.create(folder)
        let path = folder + "/outbox.sqlite"
        guard !FileManager.default.fileExists(atPath: path) else { return }
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw OutboxError(DatabaseError(resultCode: .SQLITE_CANTOPEN), folder: folder)
        }
    }

    /// Ends all work on the store and marks it as cleanly left. Harmless when repeated.
    package func close() async {
        // A store that cannot even be marked is checked when it is opened next, which is what the mark is for.
        try? await Self.$mayUseReserve.withValue(true) { try await write { try $0.setMeta("running", "0") } }
        let wasOpen = try? await onWriter { [self] database in
            // Readers close after the writer and cannot empty the log themselves. What stays in it is read at the next start.
            _ = try? database.checkpoint(.truncate)
            isClosed.withLock { $0 = true }
            return true
        }
        if wasOpen == true { try? pool.close() }
    }

    /// Runs `body` on the one connection that writes, outside of any transaction.
    private func onWriter<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        guard !isInline else { return try onWriterInline(body) }
        return try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] database in
                continuation.resume(with: Result { try attempt(body, on: database) })
            }
        }
    }

    /// The same on the caller's thread.
    private func onWriterInline<T>(_ body: (Database) throws -> T) throws -> T {
        try pool.writeWithoutTransaction { try attempt(body, on: $0) }
    }

    private func attempt<T>(_ body: (Database) throws -> T, on database: Database) throws -> T {
        guard !isClosed.withLock({ $0 }) else { throw OutboxError(.other, detail: "the store is closed") }
        do { return try body(database) } catch let error as DatabaseError {
            throw OutboxError(error, folder: folder)
        } catch let error as DurableFileError {
            throw OutboxError(error)
        }
    }

    /// Runs `body` as one transaction that is durable when this returns. Throws `OutboxError` or what `body` throws; then
    /// nothing of it happened. A cancelled task's transaction is finished all the same, so that nobody is left in doubt.
    ///
    /// On a full disk the engine's transaction is made once more with the room of the reserve; people's throw `diskFull`, also as
    /// long as the reserve is given up.
    package func write<T: Sendable>(_ body: @escaping @Sendable (OutboxTransaction) throws -> T) async throws -> T {
        guard Self.mayUseReserve else {
            try requireRoom()
            return try await commit(body)
        }
        do { return try await commit(body) } catch let error as OutboxError where error.code == .diskFull && reserve.giveUp() {
            // The log begins anew where it can: its room on the disk is used again.
            _ = try? await onWriter { _ = try $0.checkpoint(.passive) }
            return try await commit(body)
        }
    }

    /// Throws `diskFull` while what room there is belongs to the engine.
    package func requireRoom() throws {
        guard reserve.allowsRecording else { throw OutboxError(.diskFull, detail: "the reserve is in use") }
    }

    /// Takes the reserve's room again, if it was given up and there is enough by now.
    package func restoreReserve() { reserve.restore() }

    /// How many times a catalogue was kept since the store was opened: the one in the store is the same as long as this is.
    package var catalogueGeneration: Int { catalogues.withLock { $0 } }

    private func commit<T: Sendable>(_ body: @escaping @Sendable (OutboxTransaction) throws -> T) async throws -> T {
        let folder = folder
        let aroundCommit = aroundCommit
        let (value, unreadable, hasNewCatalogue) = try await onWriter { database in
            let result = try Self.transact(database, folder: folder, body) { try aroundCommit?(.before) }
            try aroundCommit?(.after)
            return result
        }
        if hasNewCatalogue { catalogues.withLock { $0 += 1 } }
        if !unreadable.isEmpty { await tell(unreadable) }
        return value
    }

    private static func transact<T>(
        _ database: Database, folder: String, _ body: (OutboxTransaction) throws -> T, beforeCommit: () throws -> Void
    ) throws -> (T, unreadable: [String], hasNewCatalogue: Bool) {
        var result: (T, [String], Bool)?
        try database.inTransaction(.immediate) {
            let transaction = OutboxTransaction(database, folder: folder, isWriting: true)
            let value = try body(transaction)
            if let failure = transaction.failure { throw failure }
            try beforeCommit()
            result = (value, transaction.unreadable, transaction.hasReplacedCatalogue)
            return .commit
        }
        guard let result else { throw OutboxError(.other, detail: "nothing was committed") }
        return result
    }

    /// Runs `body` on one snapshot of the store. Its changing methods throw.
    package func read<T: Sendable>(_ body: @escaping @Sendable (OutboxTransaction) throws -> T) async throws -> T {
        guard !isClosed.withLock({ $0 }) else { throw OutboxError(.other, detail: "the store is closed") }
        let folder = folder
        let (value, unreadable) =
            isInline ? try await onWriter { try Self.look($0, folder: folder, body) } : try await look(body)
        if !unreadable.isEmpty { await tell(unreadable) }
        return value
    }

    /// `body` on a snapshot of the connection that writes. The statements around it are compiled once.
    private static func look<T>(
        _ database: Database, folder: String, _ body: (OutboxTransaction) throws -> T
    ) throws -> (T, [String]) {
        try database.cachedStatement(sql: "BEGIN DEFERRED TRANSACTION").execute()
        do {
            let transaction = OutboxTransaction(database, folder: folder, isWriting: false)
            let value = try body(transaction)
            try database.cachedStatement(sql: "COMMIT TRANSACTION").execute()
            return (value, transaction.unreadable)
        } catch {
            try database.rollback()
            throw error
        }
    }

    /// `body` on a snapshot of a connection that only reads.
    private func look<T: Sendable>(
        _ body: @escaping @Sendable (OutboxTransaction) throws -> T
    ) async throws -> (T, [String]) {
        let folder = folder
        return try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<(T, [String]), any Error>) in
            pool.asyncRead { database in
                continuation.resume(
                    with: Result {
                        do {
                            let transaction = OutboxTransaction(try database.get(), folder: folder, isWriting: false)
                            let value = try body(transaction)
                            return (value, transaction.unreadable)
                        } catch let error as DatabaseError {
                            throw OutboxError(error, folder: folder)
                        }
                    })
            }
        }
    }

    /// Writes once into the journal which rows were left out of an answer. What was answered before stands, so that a
    /// journal that cannot be written is told when something is recorded next, and not here.
    private func tell(_ rows: [String]) async {
        let new = toldUnreadable.withLock { told in rows.filter { told.insert($0).inserted } }
        guard !new.isEmpty else { return }
        let at = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        try? await write { transaction in
            for row in new { try transaction.record("unreadable", details: ["row": .string(row)], at: at) }
        }
    }

    /// What the store says of itself.
    package func storeFacts() async throws -> StoreFacts {
        let folder = folder
        return try await onWriter { database in
            let modes = ["OFF", "NORMAL", "FULL", "EXTRA"]
            let mode = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? 0
            return StoreFacts(
                version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                journalMode: try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
                synchronous: modes.indices.contains(mode) ? modes[mode] : "\(mode)",
                freeBytes: try DurableFolder(existing: folder).freeBytes())
        }
    }

    /// Removes from the spool what an interrupted `take` left and papers that no row names; returns how many went. For the
    /// owner at its start, before anything is taken in: a paper is in the spool before its row is written.
    package func sweepSpool() async throws -> Int {
        try await spool.sweep { digests in try await self.read { try $0.knownFiles(among: digests) } }
    }

    /// The writing connection, for tests that read its settings back.
    var connections: DatabasePool { pool }
}
