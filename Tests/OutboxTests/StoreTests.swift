import Foundation
import GRDB
import SyncProtocol
import Testing

@testable import Outbox

@Suite struct StoreTests {
    @Test func `every connection is set up for safety`() async throws {
        try await withOutbox { outbox async throws in
            let expected = [
                "synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "secure_delete": "1", "cell_size_check": "1",
                "busy_timeout": "5000", "trusted_schema": "0", "wal_autocheckpoint": "1000",
            ]
            @Sendable func settings(_ database: Database) throws -> [String: String] {
                var found: [String: String] = [:]
                for pragma in expected.keys {
                    found[pragma] = try Row.fetchOne(database, sql: "PRAGMA \(pragma)").map { "\($0[0] ?? "")" }
                }
                return found
            }
            let pool = outbox.connections
            #expect(try await pool.writeWithoutTransaction { try settings($0) } == expected)
            #expect(try await pool.read { try settings($0) } == expected)
            #expect(try await outbox.storeFacts().synchronous == "FULL")
            #expect(try await outbox.storeFacts().journalMode == "wal")
            #expect(try await outbox.storeFacts().version == Schema.newest)
            #expect(try await outbox.storeFacts().freeBytes > 0)
        }
    }

    @Test func `only the owner may read the store`() async throws {
        try await withFolder { folder async throws in
            let home = folder + "/home"
            let outbox = try await Outbox.open(folder: home, now: .start)
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(home) == 0o700)
            #expect(try mode(home + "/outbox.sqlite") == 0o600)
            #expect(try mode(home + "/outbox.sqlite-wal") == 0o600)
            await outbox.close()
        }
    }

    @Test func `a store that was closed opens with everything in it`() async throws {
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder, now: .start)
            try await outbox.recordDossier()
            await outbox.close()
            await outbox.close()
            await #expect(throws: OutboxError(.other, detail: "the store is closed")) {
                try await outbox.write { try $0.insert(account(9)) }
            }
            await #expect(throws: OutboxError(.other, detail: "the store is closed")) {
                _ = try await outbox.read { try $0.subject(id(1)) }
            }
            let again = try await Outbox.open(folder: folder, now: .start)
            #expect(try await again.read { try $0.operations(states: nil, after: nil, limit: 10).items.count } == 3)
            await again.close()
        }
    }

    @Test func `a store of a newer version is refused and left as it was`() async throws {
        try await withFolder { folder async throws in
            await (try Outbox.open(folder: folder, now: .start)).close()
            let queue = try DatabaseQueue(path: folder + "/outbox.sqlite")
            try await queue.write { try $0.execute(sql: "PRAGMA user_version = 999") }
            try queue.close()
            await #expect(throws: OutboxError(.newerVersion, detail: "schema 999, this program knows \(Schema.newest)")) {
                _ = try await Outbox.open(folder: folder, now: .start)
            }
            let after = try DatabaseQueue(path: folder + "/outbox.sqlite")
            #expect(try await after.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 999)
        }
    }

    @Test(arguments: ["this is no database, whatever its name says, and long enough to be looked at as one", "SQLite format 3"])
    func `a file that is no database is refused as corrupt`(content: String) async throws {
        try await withFolder { folder async throws in
            let bytes = Data(String(repeating: content, count: 100).utf8)
            try bytes.write(to: URL(fileURLWithPath: folder + "/outbox.sqlite"))
            let error = await #expect(throws: OutboxError.self) { _ = try await Outbox.open(folder: folder, now: .start) }
            #expect(error?.code == .corrupt)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/outbox.sqlite")) == bytes)
        }
    }

    @Test func `another program's database is refused`() async throws {
        try await withFolder { folder async throws in
            let queue = try DatabaseQueue(path: folder + "/outbox.sqlite")
            try await queue.write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
            try queue.close()
            let error = await #expect(throws: OutboxError.self) { _ = try await Outbox.open(folder: folder, now: .start) }
            #expect(error?.code == .corrupt)
        }
    }

    @Test func `damage inside the file is found after an unclean stop`() async throws {
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder, now: .start)
            try await outbox.write { store throws in
                for number in 1...200 {
                    try store.insert(account(number))
                    try store.enqueue(put(1000 + number, of: account(number)))
                }
            }
            try await outbox.connections.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            try await withFolder { copy in
                var bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/outbox.sqlite"))
                // The middle of the file, far from the first page.
                for offset in stride(from: 20 * 4096, to: min(bytes.count, 60 * 4096), by: 7) { bytes[offset] = 0xA5 }
                try bytes.write(to: URL(fileURLWithPath: copy + "/outbox.sqlite"))
                let error = await #expect(throws: OutboxError.self) { _ = try await Outbox.open(folder: copy, now: .start) }
                #expect(error?.code == .corrupt)
            }
            await outbox.close()
        }
    }

    @Test func `an interrupted migration goes on where it stopped`() async throws {
        struct PowerCut: Error {}
        try await withFolder { folder async throws in
            await (try Outbox.open(folder: folder, now: .start)).close()
            let options = OutboxOptions(programVersion: "9.9")
            let next = Schema.newest + 1
            let second = Migration(version: next, name: "second") { try $0.execute(sql: "CREATE TABLE second (x)") }
            let cut = Migration(version: next + 1, name: "third") { database in
                try database.execute(sql: "CREATE TABLE third (x)")
                throw PowerCut()
            }
            await #expect(throws: OutboxError.self) {
                _ = try await Outbox.open(
                    folder: folder, now: .start, options: options, migrations: Schema.migrations + [second, cut])
            }
            let third = Migration(version: next + 1, name: "third") { try $0.execute(sql: "CREATE TABLE third (x)") }
            let outbox = try await Outbox.open(
                folder: folder, now: .start, options: options, migrations: Schema.migrations + [third, second])
            #expect(try await outbox.storeFacts().version == next + 1)
            let taken = try await outbox.connections.read { database in
                try Row.fetchAll(database, sql: "SELECT version, program FROM schema_migrations ORDER BY version")
                    .map { "\($0[0] as Int) \($0[1] as String)" }
            }
            #expect(taken == (1...Schema.newest).map { "\($0) 0" } + ["\(next) 9.9", "\(next + 1) 9.9"])
            await outbox.close()
        }
    }

    @Test func `what a failed body did is undone`() async throws {
        struct Mistake: Error {}
        try await withOutbox { outbox async throws in
            await #expect(throws: Mistake.self) {
                try await outbox.write { store throws in
                    try store.insert(account(1))
                    throw Mistake()
                }
            }
            #expect(try await outbox.read { try $0.subject(id(1)) } == nil)
        }
    }

    @Test func `a statement's failure that a body swallows undoes the transaction all the same`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { try $0.insert(account(1)) }
            await #expect(throws: OutboxError.self) {
                try await outbox.write { store throws in
                    try store.insert(account(2))
                    try? store.insert(account(1))
                }
            }
            #expect(try await outbox.read { try $0.subject(id(2)) } == nil)
        }
    }

    @Test func `a change inside a read is refused`() async throws {
        try await withOutbox { outbox async throws in
            await #expect(throws: OutboxError.self) { try await outbox.read { try $0.insert(account(1)) } }
            #expect(try await outbox.read { try $0.subject(id(1)) } == nil)
        }
    }

    @Test func `a store without connections that only read is read all the same, and nothing that reads changes it`() async throws
    {
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder + "/home", now: .start, options: OutboxOptions(readers: 0))
            try await outbox.write { store throws in try store.insert(account(1)) }
            #expect(try await outbox.read { try $0.subject(id(1))?.id } == id(1))
            await #expect(throws: OutboxError.self) { try await outbox.read { store throws in try store.insert(account(2)) } }
            await #expect(throws: CancellationError.self) { try await outbox.read { _ in throw CancellationError() } }
            // What failed left no transaction open.
            try await outbox.write { store throws in try store.insert(account(3)) }
            #expect(try await outbox.read { store in try [1, 2, 3].filter { try store.subject(id($0)) != nil } } == [1, 3])
            await outbox.close()
            await #expect(throws: OutboxError.self) { try await outbox.read { try $0.counts() } }
        }
    }

    @Test func `a store on a read-only file system says so`() async throws {
        try await withFolder { folder async throws in
            let disk = folder + "/disk"
            guard try mount(disk, size: "8m") else { return skipped("mounting a small file system") }
            defer { unmount(disk) }
            await (try Outbox.open(folder: disk + "/home", now: .start)).close()
            try #require(run("/bin/mount", ["-o", "remount,ro", disk]))
            let error = await #expect(throws: OutboxError.self) { _ = try await Outbox.open(folder: disk + "/home", now: .start) }
            #expect(error?.code == .readOnly)
        }
    }

    @Test func `on a full disk recording fails cleanly and works again when there is room`() async throws {
        try await withFolder { folder async throws in
            let disk = folder + "/disk"
            guard try mount(disk, size: "4m") else { return skipped("mounting a small file system") }
            defer { unmount(disk) }
            let outbox = try await Outbox.open(folder: disk + "/home", now: .start)
            try await outbox.recordDossier()
            let ballast = URL(fileURLWithPath: disk + "/ballast")
            #expect(FileManager.default.createFile(atPath: ballast.path, contents: nil))
            let handle = try FileHandle(forWritingTo: ballast)
            while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
            try handle.close()
            let counts = try await outbox.read { try $0.counts() }
            let error = await #expect(throws: OutboxError.self) {
                for number in 10..<2000 {
                    try await outbox.write { store throws in
                        try store.insert(account(number))
                        try store.enqueue(put(5000 + number, of: account(number)))
                    }
                }
            }
            #expect(error?.code == .diskFull)
            let spooled = await #expect(throws: SpoolError.self) {
                _ = try await outbox.spool.take(
                    limitBytes: 1 << 30, minSavingPercent: 5, next: endless(Array(repeating: 7, count: 65536), 8 << 20))
            }
            #expect(spooled == .diskFull)
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk + "/home/spool/incoming").isEmpty)
            try FileManager.default.removeItem(at: ballast)
            try await outbox.write { store throws in
                try store.insert(account(9))
                try store.enqueue(put(109, of: account(9)))
            }
            #expect(try await outbox.read { try $0.counts() }.values.reduce(0, +) >= counts.values.reduce(0, +) + 1)
            await outbox.close()
        }
    }
}
