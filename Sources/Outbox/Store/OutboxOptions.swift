package import DurableFiles

/// What may be chosen when the store is opened.
package struct OutboxOptions: Sendable {
    /// How long a statement waits for a lock, in milliseconds, before the store is `busy`.
    package var busyTimeoutMilliseconds: Int
    /// Connections that only read; 0: everything has its turn on the one that writes, on the thread of who asks. That costs less
    /// where one thing happens at a time, and keeps a thread waiting for the disk: nothing for a program that answers others.
    package var readers: Int
    /// Goes into `schema_migrations` beside each migration that this program ran.
    package var programVersion: String
    /// Bytes of the disk that are kept for the engine's own writes when there is no room any more; 0: none.
    package var reserveBytes: Int64
    /// Called around each commit, so that a test can have the program end, or the disk be full, at a chosen one: what it
    /// throws before a commit undoes the transaction; what it throws after one leaves it done and untold.
    package var aroundCommit: (@Sendable (CommitPoint) throws -> Void)?
    /// Hears of each step of a file that the store writes beside its database: papers, and results of the portal.
    package var aroundFiles: DurableWatch?

    package init(
        busyTimeoutMilliseconds: Int = 5_000, readers: Int = 3, programVersion: String = "0", reserveBytes: Int64 = 0,
        aroundCommit: (@Sendable (CommitPoint) throws -> Void)? = nil, aroundFiles: DurableWatch? = nil
    ) {
        self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
        self.readers = readers
        self.programVersion = programVersion
        self.reserveBytes = reserveBytes
        self.aroundCommit = aroundCommit
        self.aroundFiles = aroundFiles
    }
}

/// A moment of a transaction.
package enum CommitPoint: Sendable, Hashable { case before, after }

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
