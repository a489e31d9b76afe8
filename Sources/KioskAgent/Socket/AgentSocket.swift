package import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Status
import Synchronization

/// The agent's local socket: HTTP/1.1 with JSON and JSON Lines on a Unix socket, `POST /v1/<request name>`.
///
/// An answer is 200 with the request's answer, or 4xx or 5xx with `{"error":KioskProblem}`. `/v1/dossier-attach` takes a
/// file's bytes as they come, with `dossier`, `component`, `file_name` and `supplement_request` in the query;
/// `/v1/sync` and `/v1/log-follow` answer with lines while things happen. `Accept-Language` and `Kiosk-Officer` are the
/// request's context. Who may connect is decided by the file's owner and group alone.
package struct AgentSocket: Service {
    /// More connections than this at once are answered with `agent-busy`.
    package static let maximumConnections = 64

    fileprivate typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

    private let file: SocketFile
    private let answers: SocketAnswers
    private let logger: Logger
    private let grace: Duration
    private let onConnection: @Sendable () -> Void
    private let onListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - file: where; the caller holds the store's lock.
    ///   - desk: who does the work.
    ///   - grace: how long requests that are under way may go on when the agent stops. Lines and idle connections end
    ///     at once.
    ///   - onConnection: called when somebody has connected.
    ///   - onListening: called when clients can connect.
    package init(
        file: SocketFile, desk: any Desk, logger: Logger, grace: Duration = .seconds(1),
        onConnection: @escaping @Sendable () -> Void = {}, onListening: @escaping @Sendable () async -> Void = {}
    ) {
        self.file = file
        self.answers = SocketAnswers(desk: desk, logger: logger)
        self.logger = logger
        self.grace = grace
        self.onConnection = onConnection
        self.onListening = onListening
    }

    /// Listens until the agent stops. Throws `KioskProblem` when the socket cannot be made.
    package func run() async throws {
        let open = OpenConnections()
        let server = try await listen(open)
        do {
            try await serve(server, open)
        } catch is CancellationError {
            // The way of every stop.
        } catch {
            await open.close()
            try file.withdraw()
            throw error
        }
        await open.close()
        try file.withdraw()
    }

    private func listen(_ open: OpenConnections) async throws -> NIOAsyncChannel<Connection, Never> {
        try file.prepare()
        let server: NIOAsyncChannel<Connection, Never>
        do {
            server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: Int32(Self.maximumConnections))
                .bind(unixDomainSocketPath: file.temporaryPath) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                        return try open.accept { try Connection(wrappingChannelSynchronously: channel) }
                    }
                }
        } catch {
            throw KioskProblem(.storeNotAllowed, field: "agent.socket", ["path": file.path])
        }
        do {
            try file.publish()
        } catch {
            // Waits for the end: closing removes the socket's file.
            do { try await server.executeThenClose { _ in } } catch { logger.debug("the socket did not close cleanly") }
            throw error
        }
        return server
    }

    private func serve(_ server: NIOAsyncChannel<Connection, Never>, _ open: OpenConnections) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { clients in
                        for try await connection in connections {
                            onConnection()
                            clients.addTask {
                                await serve(connection, isRefused: open.count > Self.maximumConnections)
                                open.remove(connection)
                            }
                        }
                    }
                }
            }
            group.addTask {
                try await gracefulShutdown()
                server.channel.close(promise: nil)
                try await Task.sleep(for: grace)
            }
            await onListening()
            try await group.next()
            group.cancelAll()
        }
    }

    /// One client: one request after the other.
    private func serve(_ connection: Connection, isRefused: Bool) async {
        do {
            try await connection.executeThenClose { inbound, _ in
                let isBusy = Mutex(false)
                try await withGracefulShutdownHandler {
                    var parts = inbound.makeAsyncIterator()
                    while case .head(let head)? = try await parts.next() {
                        isBusy.withLock { $0 = true }
                        let writer = ResponseWriter(channel: connection.channel, keepsAlive: head.isKeepAlive && !isRefused)
                        if isRefused {
                            let busy = SocketAnswers.ErrorAnswer(error: KioskProblem(.agentBusy))
                            return try await writer.whole(.serviceUnavailable, try SocketJSON.encode(busy))
                        }
                        try await exchange(head, &parts, writer, connection.channel)
                        isBusy.withLock { $0 = false }
                        guard writer.keepsAlive, !Task.isShuttingDownGracefully else { return }
                    }
                } onGracefulShutdown: {
                    if !isBusy.withLock({ $0 }) { connection.channel.close(promise: nil) }
                }
            }
        } catch {
            // A client that left or spoke no HTTP; its own end of the line has told it.
            logger.debug("a client's connection broke off", metadata: ["type": "\(type(of: error))"])
        }
    }

    private typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    /// Reads a short body and answers; a long one is read for the handler that answers meanwhile.
    private func exchange(
        _ head: HTTPRequestHead, _ parts: inout Parts, _ writer: ResponseWriter, _ channel: any Channel
    ) async throws {
        let size = head.headers.first(name: "Content-Length").flatMap { Int64($0) }
        guard let size, size <= RequestBody.shortBytes, !SocketAnswers.takesFile(head) else {
            return try await stream(RequestBody(expectedSize: size), of: head, &parts, writer, channel)
        }
        var bytes: [UInt8] = []
        reading: while true {
            switch try await parts.next() {
            case .body(let buffer): bytes += buffer.readableBytesView
            case .end: break reading
            case .head, nil: throw SocketAnswers.ConnectionLost()
            }
        }
        try await answers.answer(head, RequestBody(bytes), to: writer, on: channel)
    }

    private func stream(
        _ body: RequestBody, of head: HTTPRequestHead, _ parts: inout Parts, _ writer: ResponseWriter,
        _ channel: any Channel
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // What the handler left of the body is read and dropped: closing on it would cut the answer off.
                defer { body.finish() }
                try await answers.answer(head, body, to: writer, on: channel)
            }
            do {
                reading: while true {
                    switch try await parts.next() {
                    case .body(let buffer): await body.offer(Array(buffer.readableBytesView))
                    case .end: break reading
                    case .head, nil: throw SocketAnswers.ConnectionLost()
                    }
                }
                body.finish()
            } catch {
                body.fail()
                try await group.waitForAll()
                throw error
            }
            try await group.waitForAll()
        }
    }
}

/// The connections from their acceptance to their end. One that is accepted while the agent stops is given to nobody any
/// more, and a connection that is dropped without having been closed ends the process: it is held here until it is closed.
private final class OpenConnections: Sendable {
    private struct State {
        var isClosed = false
        var open: [ObjectIdentifier: AgentSocket.Connection] = [:]
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.open.count } }

    /// Takes up a new one. Throws when the agent no longer serves; none is made then.
    func accept(_ make: () throws -> AgentSocket.Connection) throws -> AgentSocket.Connection {
        try state.withLock { state throws in
            guard !state.isClosed else { throw ChannelError.ioOnClosedChannel }
            let connection = try make()
            state.open[ObjectIdentifier(connection.channel)] = connection
            return connection
        }
    }

    func remove(_ connection: AgentSocket.Connection) {
        _ = state.withLock { $0.open.removeValue(forKey: ObjectIdentifier(connection.channel)) }
    }

    /// Takes no more, and closes those that nobody was given.
    func close() async {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.open = [:] }
            return state.open.values.map { $0 }
        }
        for connection in left { try? await connection.executeThenClose { _, _ in } }
    }
}
