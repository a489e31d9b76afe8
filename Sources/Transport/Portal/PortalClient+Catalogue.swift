import CurlHTTP
import SyncProtocol

extension PortalClient {
    /// Bytes of a catalogue, inflated.
    static let catalogueLimit = 16 << 20

    package func catalogue(etag: String?) async throws(PortalFailure) -> CatalogueFetch {
        var headers = [("Accept", "application/json")]
        if let etag { headers.append(("If-None-Match", etag)) }
        let answer = try await authorised(
            CurlRequest(
                "GET", address.endpoint("/catalogue"), headers: headers, bodyLimit: Self.catalogueLimit,
                decodesGzip: true))
        switch answer.status {
        case 304: return .notModified
        case 200:
            if let cut = answer.cutBy { throw cut }
            return .fetched(bytes: answer.response.body, etag: answer.response.header("etag"))
        default: throw answer.failure
        }
    }
}
