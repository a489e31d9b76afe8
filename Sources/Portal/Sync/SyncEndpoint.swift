import Gzip
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SyncProtocol

/// `POST /kiosk/v1/sync` (protocol.md, section 4).
struct SyncEndpoint: Sendable {
    let store: PortalStore
    let desk: OperationDesk
    let limits: PortalSettings.Limits
    let minimumAgent: String?
    let now: @Sendable () -> Timestamp

    func answer(_ request: Request, _ context: PortalContext) async throws -> Response {
        let caller = try context.requireCaller()
        let body = try await BodyReading.read(request, limit: limits.maxBatchBytes, tooLarge: .batchTooLarge)
        let sync = try SyncRequest(body, maxOperations: limits.maxOperations)
        guard sync.header.kiosk == caller.kiosk else {
            throw Problem(.notYours, status: 403, detail: "the header names another kiosk than the token")
        }
        if let minimumAgent, AgentVersion(agent: sync.header.agent) < AgentVersion(minimumAgent) {
            throw Problem(.agentTooOld, status: 403, detail: "agents from \(minimumAgent) on are served")
        }
        let isCompressed = BodyReading.acceptsGzip(request)
        var headers = HTTPFields()
        headers[.contentType] = ProtocolVersion.syncMediaType
        headers[.cacheControl] = "no-store"
        headers[.vary] = "Accept-Encoding"
        if isCompressed { headers[.contentEncoding] = "gzip" }
        let log = context.logger
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                var stream = try LineStream(isCompressed: isCompressed)
                try await writer.write(stream.take(.header(time: now(), portal: desk.rules.portal), flushes: true))
                for start in stride(from: 0, to: sync.lines.count, by: OperationDesk.linesTogether) {
                    let lines = sync.lines[start..<min(start + OperationDesk.linesTogether, sync.lines.count)]
                    var piece = ByteBuffer()
                    for verdict in try await verdicts(on: lines, caller, log) {
                        // Whoever reads can use each verdict at once, however the answer ends.
                        piece.writeImmutableBuffer(try stream.take(.verdict(verdict), flushes: true))
                    }
                    try await writer.write(piece)
                }
                let (cursor, limit) = (sync.header.cursor, sync.header.maxChanges)
                let page = try await store.read { try ChangeFeed.page(after: cursor, for: caller, limit: limit, $0) }
                for line in page.lines {
                    let piece = try stream.take(line, flushes: false)
                    if piece.readableBytes > 0 { try await writer.write(piece) }
                }
                let rest = try stream.finish()
                if rest.readableBytes > 0 { try await writer.write(rest) }
                try await writer.finish(nil)
            })
    }

    /// What the store refuses to take now is for later: the transaction left nothing behind.
    private func verdicts(on lines: ArraySlice<[UInt8]>, _ caller: Caller, _ log: Logger) async throws -> [Verdict] {
        zip(lines, try await desk.verdicts(on: lines, from: caller)).map { line, result in
            switch result {
            case .success(let verdict): return verdict
            case .failure(let error):
                log.error("an operation could not be applied", metadata: ["error": "\(PortalStore.unavailable(error).english)"])
                let id = (try? Operation(line: line))?.id
                let problem = Problem(.internalError, detail: "the store could not take it", retryAfter: 60)
                return Verdict(op: id, digest: Digest.sha256(line), outcome: .later(problem, retryAfterSeconds: 60))
            }
        }
    }
}

/// The answer's lines as bytes, compressed or not.
private struct LineStream: ~Copyable {
    private var deflater: Deflater?

    init(isCompressed: Bool) throws { deflater = isCompressed ? try Deflater() : nil }

    mutating func take(_ line: SyncAnswerLine, flushes: Bool) throws -> ByteBuffer {
        let bytes = line.line + [UInt8(ascii: "\n")]
        guard let packed = flushes ? try deflater?.writeAndFlush(bytes) : try deflater?.write(bytes) else {
            return ByteBuffer(bytes: bytes)
        }
        return ByteBuffer(bytes: packed)
    }

    mutating func finish() throws -> ByteBuffer { ByteBuffer(bytes: try deflater?.finish() ?? []) }
}

/// `name/1.2.3` and `1.2.3`, compared number by number; what is not a number counts as 0.
struct AgentVersion: Comparable {
    let numbers: [Int]

    init(_ text: String) { numbers = text.split(separator: ".").map { Int($0.prefix { $0.isASCII && $0.isNumber }) ?? 0 } }

    init(agent: String) { self.init(agent.split(separator: "/").last.map { String($0) } ?? "") }

    static func < (a: AgentVersion, b: AgentVersion) -> Bool {
        let count = max(a.numbers.count, b.numbers.count)
        func padded(_ numbers: [Int]) -> [Int] { numbers + Array(repeating: 0, count: count - numbers.count) }
        return padded(a.numbers).lexicographicallyPrecedes(padded(b.numbers))
    }

    static func == (a: AgentVersion, b: AgentVersion) -> Bool { !(a < b) && !(b < a) }
}
