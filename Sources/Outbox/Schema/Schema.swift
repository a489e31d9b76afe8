import GRDB
import SyncProtocol

/// The steps that make the schema, and the record of those that were taken.
enum Schema {
    static let migrations: [Migration] = [
        M0001.migration, M0002.migration, M0003.migration, M0004.migration, M0005.migration, M0006.migration,
        M0007.migration,
    ]

    /// The version that this program's steps lead to.
    static let newest = migrations.map(\.version).max() ?? 0

    /// Takes the steps that are lacking, each in one transaction, so that an interrupted run goes on where it stopped.
    /// Throws `OutboxError.newerVersion` for a store of a later program, before anything is changed.
    static func migrate(_ database: Database, _ migrations: [Migration], program: String, now: Timestamp) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == Connections.applicationID || (application == 0 && version == 0 && tables == 0) else {
            throw OutboxError(.corrupt, detail: "a database of another program")
        }
        let newest = migrations.map(\.version).max() ?? 0
        guard version <= newest else {
            throw OutboxError(.newerVersion, detail: "schema \(version), this program knows \(newest)")
        }
        for migration in migrations.sorted(by: { $0.version < $1.version }) where migration.version > version {
            try database.inTransaction(.immediate) {
                if migration.version == 1 { try prepare(database) }
                try migration.apply(database)
                try database.execute(
                    sql: "INSERT INTO schema_migrations (version, name, at, program) VALUES (?, ?, ?, ?)",
                    arguments: [migration.version, migration.name, now.milliseconds, program])
                try database.execute(sql: "PRAGMA user_version = \(migration.version)")
                return .commit
            }
        }
    }

    private static func prepare(_ database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(Connections.applicationID)")
        try database.execute(
            sql: """
                CREATE TABLE schema_migrations (
                  version INTEGER PRIMARY KEY,
                  name TEXT NOT NULL,
                  at INTEGER NOT NULL,      -- milliseconds since 1970
                  program TEXT NOT NULL     -- the version of the program that took the step
                ) STRICT
                """)
    }
}
