package import SyncProtocol

/// The store of everything that the desk recorded: one database and one spool of files (architecture.md, section 3).
///
/// Only the owner of `HOME` may open it. One connection writes and checkpoints, the others only read.
package final class Outbox: Sendable {
    /// The papers, by digest.
    package let spool: Spool

    /// Opens, migrates and mends the store in `folder` (HOME). Throws `OutboxError`.
    package static func open(
        folder: String, now: Timestamp, options: OutboxOptions = OutboxOptions()
    ) async throws(OutboxError) -> Outbox {
        throw OutboxError(.other)
    }

    init(spool: Spool) { self.spool = spool }

    /// Ends all work on the store and marks it as cleanly left.
    package func close() async {}

    /// Runs `body` as one transaction that is durable when this returns. Throws `OutboxError` or what `body` throws; then
    /// nothing of it happened.
    package func write<T: Sendable>(_ body: @escaping @Sendable (OutboxTransaction) throws -> T) async throws -> T {
        throw OutboxError(.other)
    }

    /// Runs `body` on one snapshot of the store. Its changing methods throw.
    package func read<T: Sendable>(_ body: @escaping @Sendable (OutboxTransaction) throws -> T) async throws -> T {
        throw OutboxError(.other)
    }

    /// What the store says of itself.
    package func storeFacts() async throws -> StoreFacts { throw OutboxError(.other) }
}
