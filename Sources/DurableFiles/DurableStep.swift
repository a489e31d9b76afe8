/// What makes a file durable, step by step: a test holds their order, since a power cut shows what it is worth and nothing else
/// does.
package enum DurableStep: Sendable, Hashable {
    /// The bytes of a file, or the names in a folder, are on the disk.
    case synced(String)
    /// A file has this name.
    case renamed(String)

    /// Told after each step, of the last component of the path alone.
    @TaskLocal package static var told: (@Sendable (DurableStep) -> Void)?
}
