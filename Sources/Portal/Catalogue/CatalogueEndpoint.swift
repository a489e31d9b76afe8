import HTTPTypes
import Hummingbird

/// `GET /kiosk/v1/catalogue` (protocol.md, section 8).
struct CatalogueEndpoint: Sendable {
    let file: CatalogueFile

    func answer(_ request: Request) -> Response {
        let tag = "\"\(file.tag)\""
        let known = (request.headers[.ifNoneMatch] ?? "").split(separator: ",").map {
            $0.filter { !$0.isWhitespace }.replacing("W/", with: "")
        }
        var answer =
            known.contains(tag) || known == ["*"]
            ? Response(status: .notModified)
            : Compression.bytes(file.bytes, type: "application/json", request)
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "no-cache"
        answer.headers[.vary] = "Accept-Encoding"
        return answer
    }
}
