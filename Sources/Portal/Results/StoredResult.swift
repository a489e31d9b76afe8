import GRDB
import SyncProtocol

/// One row of `results`.
struct StoredResult: Sendable, Hashable {
    let unit: String
    let sha256: String
    let size: Int64
    let mediaType: String

    /// The result with that digest, of a dossier that `unit` is a party to; `nil` for all others, whoever has it.
    static func find(_ sha256: String, for unit: String, _ database: Database) throws -> StoredResult? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT r.unit, r.sha256, r.size, r.media_type FROM results r
                JOIN subjects s ON s.id = r.dossier AND s.deleted = 0
                JOIN subject_units u ON u.subject = r.dossier AND u.unit = ?
                WHERE r.sha256 = ? LIMIT 1
                """, arguments: [unit, sha256]
        ).map {
            StoredResult(
                unit: try $0.text("unit"), sha256: try $0.text("sha256"), size: try $0.long("size"),
                mediaType: try $0.text("media_type"))
        }
    }
}
