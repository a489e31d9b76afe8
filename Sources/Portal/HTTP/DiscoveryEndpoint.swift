import Hummingbird
import SyncProtocol

/// `GET /kiosk/v1/`: what this portal is (protocol.md, section 2).
struct DiscoveryEndpoint: Sendable {
    let settings: PortalSettings
    let address: PublicAddress
    /// The entity tag of the catalogue, with its quotes.
    let catalogueTag: String
    let now: @Sendable () -> Timestamp

    func answer(_ request: Request) throws -> Response {
        let limits = Discovery.Limits(
            maxOperations: settings.limits.maxOperations, maxBatchBytes: settings.limits.maxBatchBytes,
            maxFileBytes: settings.limits.maxFileBytes, fileTypes: settings.limits.fileTypes)
        let discovery = Discovery(
            name: settings.name, time: now(), limits: limits, catalogue: catalogueTag, tokenURL: address.tokenURL,
            minimumAgent: settings.minimumAgent ?? "0.0.0")
        return Compression.bytes(try JSONValue(encoding: discovery).encoded, type: "application/json", request)
    }
}
