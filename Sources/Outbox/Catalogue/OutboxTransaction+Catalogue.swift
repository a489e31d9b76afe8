import Foundation
import GRDB
package import SyncProtocol

/// What is known of the portal's catalogue without reading it.
package struct CatalogueInfo: Sendable, Hashable {
    package var version: String
    package var etag: String?
    package var fetchedAt: Timestamp
    /// Procedures in it.
    package var count: Int
    package init(version: String, etag: String?, fetchedAt: Timestamp, count: Int) {
        self.version = version
        self.etag = etag
        self.fetchedAt = fetchedAt
        self.count = count
    }
}

extension OutboxTransaction {
    /// Keeps the portal's catalogue as it came. Throws `OutboxError(.other)` for what is no catalogue; the old one stays then.
    package func replaceCatalogue(json: [UInt8], version: String, etag: String?, now: Timestamp) throws {
        guard let procedures = (try? JSONParser.parseObject(json))?["procedures"]?.arrayValue else {
            throw OutboxError(.other, detail: "no catalogue")
        }
        try execute(
            """
            INSERT INTO catalogue (one, version, etag, fetched_at, procedures, json) VALUES (1, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, etag = excluded.etag, fetched_at = excluded.fetched_at,
              procedures = excluded.procedures, json = excluded.json
            """, version, etag, now.milliseconds, procedures.count, Data(json))
        hasReplacedCatalogue = true
    }

    package func catalogueInfo() throws -> CatalogueInfo? {
        try first("SELECT version, etag, fetched_at, procedures FROM catalogue") {
            CatalogueInfo(
                version: try $0.text("version"), etag: try $0.optionalText("etag"), fetchedAt: try $0.moment("fetched_at"),
                count: try $0.integer("procedures"))
        }
    }

    package func catalogueJSON() throws -> [UInt8]? {
        try first("SELECT json FROM catalogue") { try $0.bytes("json") }
    }
}
