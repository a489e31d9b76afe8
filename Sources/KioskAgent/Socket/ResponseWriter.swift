import NIOCore
import NIOHTTP1

/// Writes the answer to one request, whole or line by line.
struct ResponseWriter: Sendable {
    let channel: any Channel
    let keepsAlive: Bool

    /// Sends an answer of one piece.
    func whole(_ status: HTTPResponseStatus, _ body: [UInt8]) async throws {
        var headers = HTTPHeaders([("Content-Type", "application/json"), ("Content-Length", "\(body.count)")])
        if !keepsAlive { headers.add(name: "Connection", value: "close") }
        // In one piece to the system: what fails with the first fails with the last.
        let head = HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))
        channel.write(head, promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
        try await send(.end(nil))
    }

    /// Begins an answer of lines, in chunks, that ends with the connection.
    func beginLines() async throws {
        let headers = HTTPHeaders([
            ("Content-Type", "application/jsonl"), ("Transfer-Encoding", "chunked"), ("Connection", "close"),
        ])
        try await send(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
    }

    /// Sends one line; waits while the client is slow.
    func line(_ json: [UInt8]) async throws {
        try await send(.body(.byteBuffer(ByteBuffer(bytes: json + [UInt8(ascii: "\n")]))))
    }

    /// Ends an answer of lines. A client that misses this end knows that the line was cut.
    func endLines() async throws {
        try await send(.end(nil))
    }

    /// Waits until the system has taken the part. The channel's asynchronous writer does not, and closing the connection
    /// behind it would throw away what a full socket had not taken yet.
    private func send(_ part: HTTPServerResponsePart) async throws { try await channel.writeAndFlush(part) }
}
