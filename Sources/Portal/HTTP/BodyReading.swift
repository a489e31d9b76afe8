import Gzip
import HTTPTypes
import Hummingbird
import NIOCore
import SyncProtocol

/// Request bodies, never more than `limit` bytes of them, plain or inflated (protocol.md, section 1).
enum BodyReading {
    /// The body's plain bytes. Throws `Problem` with 400, 413 or 415.
    static func read(_ request: Request, limit: Int, tooLarge: ProblemName) async throws -> [UInt8] {
        let refusal = Problem(tooLarge, status: 413, detail: "more than \(limit) bytes")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw refusal }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= limit else { throw refusal }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        let codings = (request.headers[.contentEncoding] ?? "identity").split(separator: ",").map {
            $0.trimmingPrefix(while: \.isWhitespace).lowercased()
        }
        switch codings {
        case ["identity"], []: return bytes
        case ["gzip"], ["x-gzip"]:
            do throws(GzipError) {
                return try Gzip.decompress(bytes, limit: limit)
            } catch {
                if case .tooLarge = error { throw refusal }
                throw Problem(.malformedRequest, status: 400, detail: "the body is not gzip: \(error)")
            }
        default:
            throw Problem(.unsupportedMediaType, status: 415, detail: "Content-Encoding is gzip or identity")
        }
    }

    /// Whether the client takes gzip (RFC 9110, 12.5.3).
    static func acceptsGzip(_ request: Request) -> Bool {
        guard let header = request.headers[.acceptEncoding] else { return false }
        return header.lowercased().split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let name = parts.first, name == "gzip" || name == "x-gzip" || name == "*" else { return false }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0
        }
    }
}
