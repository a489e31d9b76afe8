import GRDB

/// How every connection to the store is set up.
enum Connections {
    /// `KIOS`: what `file(1)` and we know the store by.
    static let applicationID = 0x4B49_4F53
    /// Pages of 4 KiB after which a commit also checkpoints: the log stays near 4 MiB.
    static let checkpointPages = 1_000

    /// Opens the one connection that writes and checkpoints; those that only read follow on demand. Throws `DatabaseError`.
    static func open(path: String, options: OutboxOptions) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "outbox"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = max(1, options.readers)
        let timeout = max(0, options.busyTimeoutMilliseconds)
        configuration.busyMode = .timeout(Double(timeout) / 1000)
        configuration.prepareDatabase { database in
            for pragma in pragmas(timeout: timeout) { try database.execute(sql: "PRAGMA \(pragma)") }
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL while it sets up WAL, after what `prepareDatabase` did. With NORMAL a committed row can be gone
        // after a power cut (sqlite.org/pragma.html#pragma_synchronous).
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2,
                try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal"
            else { throw DatabaseError(resultCode: .SQLITE_ERROR, message: "synchronous is not FULL") }
        }
        return pool
    }

    private static func pragmas(timeout: Int) -> [String] {
        [
            "busy_timeout = \(timeout)",
            "synchronous = FULL",
            "foreign_keys = ON",
            // What was deleted is overwritten: it was somebody's identity.
            "secure_delete = ON",
            "cell_size_check = ON",
            "trusted_schema = OFF",
            // Sorting spills into memory, never into a file outside the store.
            "temp_store = MEMORY",
            "wal_autocheckpoint = \(checkpointPages)",
            "journal_size_limit = 16777216",
        ]
    }
}
