import GRDB
import SyncProtocol

/// One row of `files`: a whole file that a unit has sent. Nothing of it is shared between units (protocol.md, 7).
struct StoredFile: Sendable, Hashable {
    var unit: String
    var sha256: String
    /// Plain bytes.
    var size: Int64
    var mediaType: String

    static func find(unit: String, sha256: String, _ database: Database) throws -> StoredFile? {
        try Row.fetchOne(
            database, sql: "SELECT size, media_type FROM files WHERE unit = ? AND sha256 = ?", arguments: [unit, sha256]
        ).map { StoredFile(unit: unit, sha256: sha256, size: try $0.long("size"), mediaType: try $0.text("media_type")) }
    }

    /// Remembers it; the same file come by two uploads at once is one.
    func insert(now: Timestamp, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO files (unit, sha256, size, media_type, stored_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (unit, sha256) DO NOTHING
                """,
            arguments: [unit, sha256, size, mediaType, now.milliseconds])
    }
}
