import GRDB
import SyncProtocol

/// One row of `uploads`: a file on its way to the portal.
struct Upload: Sendable, Hashable {
    var id: String
    /// Whose it is: others are told that it does not exist.
    var unit: String
    var kiosk: String
    /// Encoded bytes in all.
    var length: Int64
    /// Encoded bytes that are on disk.
    var offset: Int64
    var metadata: UploadMetadata
    /// The file is decoded, found right and in `files`.
    var isComplete: Bool
    var createdAt: Timestamp
    var expiresAt: Timestamp

    init(
        id: String, unit: String, kiosk: String, length: Int64, metadata: UploadMetadata, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.unit = unit
        self.kiosk = kiosk
        self.length = length
        offset = 0
        self.metadata = metadata
        isComplete = false
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    private init(_ row: Row) throws {
        id = try row.text("id")
        unit = try row.text("unit")
        kiosk = try row.text("kiosk")
        length = try row.long("length")
        offset = try row.long("offset")
        metadata = try UploadMetadata(row.text("metadata"))
        isComplete = try row.flag("complete")
        createdAt = try row.moment("created_at")
        expiresAt = try row.moment("expires_at")
    }

    /// The upload `id`, of whichever unit.
    static func find(_ id: String, _ database: Database) throws -> Upload? {
        try Row.fetchOne(database, sql: "SELECT * FROM uploads WHERE id = ?", arguments: [id]).map(Upload.init)
    }

    func insert(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO uploads (id, unit, kiosk, length, offset, sha256, size, encoding, metadata, filename, filetype,
                  dossier, complete, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, unit, kiosk, length, offset, metadata.sha256, metadata.size, metadata.encoding.rawValue, metadata.text,
                metadata.filename, metadata.filetype, metadata.dossier, isComplete ? 1 : 0, createdAt.milliseconds,
                expiresAt.milliseconds,
            ])
    }

    /// Writes how far it has come.
    func saveProgress(_ database: Database) throws {
        try database.execute(
            sql: "UPDATE uploads SET offset = ?, complete = ?, expires_at = ? WHERE id = ?",
            arguments: [offset, isComplete ? 1 : 0, expiresAt.milliseconds, id])
    }

    static func delete(_ id: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM uploads WHERE id = ?", arguments: [id])
    }

    /// Ids of uploads whose time is over, the oldest first.
    static func expired(at now: Timestamp, limit: Int, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT id FROM uploads WHERE expires_at <= ? ORDER BY expires_at LIMIT ?",
            arguments: [now.milliseconds, limit])
    }
}
