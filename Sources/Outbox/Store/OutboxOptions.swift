/// What may be chosen when the store is opened.
package struct OutboxOptions: Sendable {
    /// How long a statement waits for a lock, in milliseconds, before the store is `busy`.
    package var busyTimeoutMilliseconds: Int
    /// Connections that only read.
    package var readers: Int
    /// Goes into `schema_migrations` beside each migration that this program ran.
    package var programVersion: String

    package init(busyTimeoutMilliseconds: Int = 5_000, readers: Int = 3, programVersion: String = "0") {
        self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
        self.readers = readers
        self.programVersion = programVersion
    }
}

/// What the store says of itself (`status`, `doctor`).
package struct StoreFacts: Sendable, Hashable {
    /// The number of the newest migration.
    package var version: Int
    /// `wal`
    package var journalMode: String
    /// `FULL`, as the writing connection reads it back.
    package var synchronous: String
    /// Bytes free on the file system of the store.
    package var freeBytes: Int64

    package init(version: Int, journalMode: String, synchronous: String, freeBytes: Int64) {
        self.version = version
        self.journalMode = journalMode
        self.synchronous = synchronous
        self.freeBytes = freeBytes
    }
}
