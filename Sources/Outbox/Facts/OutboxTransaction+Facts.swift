package import SyncProtocol

extension OutboxTransaction {
    /// A small thing that the engine keeps: cursor, kiosk id, skew …
    package func fact(_ key: String) throws -> JSONValue? { throw OutboxError(.other) }
    /// Keeps it; nil takes it away.
    package func setFact(_ key: String, _ value: JSONValue?) throws { throw OutboxError(.other) }
}
