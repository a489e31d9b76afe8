import NIOCore
import NIOHTTP1

/// Writes the answer to one request, whole or line by line.
struct ResponseWriter: Sendable {
    let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    let keepsAlive: Bool

    /// Sends an answer of one piece.
    func whole(_ status: HTTPResponseStatus, _ body: [UInt8]) async throws {
        var headers = HTTPHeaders([("Content-Type", "application/json"), ("Content-Length", "\(body.count)")])
        if !keepsAlive { headers.add(name: "Connection", value: "close") }
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body))))
        try await outbound.write(.end(nil))
    }

    /// Begins an answer of lines, in chunks, that ends with the connection.
    func beginLines() async throws {
        let headers = HTTPHeaders([
            ("Content-Type", "application/jsonl"), ("Transfer-Encoding", "chunked"), ("Connection", "close"),
        ])
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
    }

    /// Sends one line; waits while the client is slow.
    func line(_ json: [UInt8]) async throws {
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: json + [UInt8(ascii: "\n")]))))
    }

    /// Ends an answer of lines. A client that misses this end knows that the line was cut.
    func endLines() async throws {
        try await outbound.write(.end(nil))
    }
}
