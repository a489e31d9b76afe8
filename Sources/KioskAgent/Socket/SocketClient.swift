import NIOCore
import NIOHTTP1
import NIOPosix
import Status
import SyncProtocol
import Synchronization

/// One HTTP exchange with the agent. Body and answer stream at the same time, with back-pressure both ways.
struct SocketClient: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    /// What is sent after the headers.
    enum Body: Sendable {
        case bytes([UInt8])
        case source(any ByteSource)

        var length: Int64? {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .source(let source): source.expectedSize
            }
        }
    }

    let socket: String

    /// Connects. Throws NIO's `IOError`.
    static func connect(_ socket: String) async throws -> Connection {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// The answer's body. Throws the `KioskProblem` that the agent answered.
    func whole(_ uri: String, context: DeskContext, body: Body) async throws -> [UInt8] {
        try await exchange(uri, context, body) { status, pieces in
            let bytes = try await Self.collect(&pieces)
            guard status == .ok else { throw try Self.problem(bytes) }
            return bytes
        }
    }

    /// Hands each line of the answer to `onLine`. Returns when the agent ended the answer; throws the `KioskProblem`
    /// that stood in place of a line, and `agent-gone` when the answer broke off.
    func lines(
        _ uri: String, context: DeskContext, body: Body, onLine: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws {
        try await exchange(uri, context, body) { status, pieces in
            guard status == .ok else { throw try Self.problem(try await Self.collect(&pieces)) }
            var splitter = JSONLines(limit: RemoteDesk.lineLimit)
            while let piece = try await pieces.next() {
                for line in try splitter.append(piece) {
                    if try JSONParser.parseObject(line)["error"] != nil { throw try Self.problem(line) }
                    try await onLine(line)
                }
            }
            guard !splitter.hasPartialLine else { throw KioskProblem(.agentGone) }
        }
    }

    /// The pieces of an answer's body; an answer that breaks off is an error.
    struct Pieces {
        fileprivate var parts: NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator

        /// The next piece, or `nil` at the answer's true end.
        mutating func next() async throws -> [UInt8]? {
            switch try await parts.next() {
            case .body(let buffer)?: return Array(buffer.readableBytesView)
            case .end?: return nil
            case .head?, nil: throw KioskProblem(.agentGone)
            }
        }
    }

    private static func collect(_ pieces: inout Pieces) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await pieces.next() {
            guard bytes.count + piece.count <= RemoteDesk.answerLimit else { throw KioskProblem(.defect) }
            bytes += piece
        }
        return bytes
    }

    private static func problem(_ bytes: [UInt8]) throws -> KioskProblem {
        do {
            return try SocketJSON.decode(SocketAnswers.ErrorAnswer.self, from: bytes).error
        } catch {
            return KioskProblem(.agentGone)
        }
    }

    private func exchange<Answer: Sendable>(
        _ uri: String, _ context: DeskContext, _ body: Body,
        _ read: (HTTPResponseStatus, inout Pieces) async throws -> Answer
    ) async throws -> Answer {
        let sending = Sending()
        do {
            let connection = try await Self.connect(socket)
            return try await connection.executeThenClose { inbound, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { await sending.send(head(uri, context, body), body, on: connection.channel) }
                    var pieces = Pieces(parts: inbound.makeAsyncIterator())
                    guard case .head(let head)? = try await pieces.parts.next() else { throw KioskProblem(.agentGone) }
                    let answer = try await read(head.status, &pieces)
                    // An answer may come before all was sent: the rest is not wanted then.
                    group.cancelAll()
                    return answer
                }
            }
        } catch {
            if Task.isCancelled { throw CancellationError() }
            // What broke the body explains the missing answer; an answer that did come says more than that.
            if let problem = error as? KioskProblem, problem.kind != .agentGone { throw problem }
            if let problem = sending.problem { throw problem }
            if error is LineProblem { throw error }
            throw KioskProblem(.agentGone)
        }
    }

    /// What a reader of lines throws of its own.
    typealias LineProblem = JSONLines.LineTooLong

    private func head(_ uri: String, _ context: DeskContext, _ body: Body) -> HTTPRequestHead {
        var headers = HTTPHeaders([
            ("Host", "kiosk"), ("Connection", "close"), ("Accept-Language", context.language.rawValue),
        ])
        if let officer = context.officer { headers.add(name: "Kiosk-Officer", value: officer) }
        switch body {
        case .bytes: headers.add(name: "Content-Type", value: "application/json")
        case .source: headers.add(name: "Content-Type", value: "application/octet-stream")
        }
        if let length = body.length {
            headers.add(name: "Content-Length", value: "\(length)")
        } else {
            headers.add(name: "Transfer-Encoding", value: "chunked")
        }
        return HTTPRequestHead(version: .http1_1, method: .POST, uri: uri, headers: headers)
    }
}

/// Sends a request and keeps what broke its body.
private final class Sending: Sendable {
    private let broken = Mutex<KioskProblem?>(nil)

    /// Why the body could not be sent whole, where that was not the connection's fault.
    var problem: KioskProblem? { broken.withLock { $0 } }

    /// Sends all, or stops half-way when the connection or the source breaks: the line is then closed, so that the
    /// agent sees a body that was cut, never one that looks whole.
    func send(_ head: HTTPRequestHead, _ body: SocketClient.Body, on channel: any Channel) async {
        await withTaskCancellationHandler {
            do {
                try await write(.head(head), to: channel)
                switch body {
                case .bytes(let bytes): try await write(bytes, to: channel)
                case .source(let source): try await send(source, on: channel)
                }
                try await write(.end(nil), to: channel)
            } catch let problem as KioskProblem {
                broken.withLock { $0 = problem }
                channel.close(promise: nil)
            } catch {
                // The connection broke: the missing answer tells that, or an early answer tells more.
                return
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func send(_ source: any ByteSource, on channel: any Channel) async throws {
        var rest = source.expectedSize
        // One piece is held back: the agent must not see as many bytes as promised before it is certain that the source
        // ends there, or it would take a file in that grew meanwhile.
        var held: [UInt8] = []
        while true {
            let piece = try await source.next()
            rest = rest.map { $0 - Int64(piece.count) }
            if let rest, rest < 0 || piece.isEmpty && rest > 0 { throw KioskProblem(.fileChanging) }
            if !held.isEmpty { try await write(held, to: channel) }
            if piece.isEmpty { return }
            held = piece
        }
    }

    private func write(_ bytes: [UInt8], to channel: any Channel) async throws {
        try await write(.body(.byteBuffer(ByteBuffer(bytes: bytes))), to: channel)
    }

    /// Waits until the system has taken the part. The channel's asynchronous writer does not: it learns of a full
    /// socket a while later, and a fast source would fill the memory meanwhile.
    private func write(_ part: HTTPClientRequestPart, to channel: any Channel) async throws {
        try await channel.writeAndFlush(part)
    }
}
