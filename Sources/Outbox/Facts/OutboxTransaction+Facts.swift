import GRDB
package import SyncProtocol

extension OutboxTransaction {
    /// A small thing that the engine keeps: cursor, kiosk id, skew …
    package func fact(_ key: String) throws -> JSONValue? {
        try first("SELECT value FROM facts WHERE key = ?", key) { try $0.json("value") }
    }

    /// Keeps it; nil takes it away.
    package func setFact(_ key: String, _ value: JSONValue?) throws {
        guard let value else {
            try execute("DELETE FROM facts WHERE key = ?", key)
            return
        }
        try execute(
            "INSERT INTO facts (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value.text)
    }
}
