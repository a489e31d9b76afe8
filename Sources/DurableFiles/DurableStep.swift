/// What makes a file durable, step by step: a test holds their order, since a power cut shows what it is worth and nothing else
/// does.
package enum DurableStep: Sendable, Hashable {
    /// The bytes of a file, or the names in a folder, are on the disk.
    case synced(String)
    /// A file has this name.
    case renamed(String)
    /// Bytes are about to be written to the file of this name.
    case writing(String)
}

/// Hears of each step in a folder and the files that are made in it, by the last component of the path alone. What it throws, the
/// caller of that step throws: so a test can have the disk be full at a chosen one.
package typealias DurableWatch = @Sendable (DurableStep) throws(DurableFileError) -> Void
