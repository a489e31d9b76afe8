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
    /// Keeps the portal's catalogue as it came.
    package func replaceCatalogue(json: [UInt8], version: String, etag: String?, now: Timestamp) throws {
        throw OutboxError(.other)
    }
    package func catalogueInfo() throws -> CatalogueInfo? { throw OutboxError(.other) }
    package func catalogueJSON() throws -> [UInt8]? { throw OutboxError(.other) }
}
