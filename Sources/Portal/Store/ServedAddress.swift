package import GRDB

/// The address that `serve` answers at, kept for the office's commands: the links in their mails lead there.
package enum ServedAddress {
    private static let key = "address"

    /// - Parameter url: without a trailing slash.
    package static func keep(_ url: String, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            arguments: [key, url])
    }

    /// `nil` before the portal was ever served.
    package static func last(in db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
    }
}
