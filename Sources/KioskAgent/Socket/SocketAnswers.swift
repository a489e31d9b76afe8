import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Status
import Synchronization

/// What the socket answers: finds the endpoint, lets the desk work, and turns every problem into its answer.
struct SocketAnswers: Sendable {
    /// The longest request other than an attached file, in bytes.
    static let requestLimit = 1 << 20

    let desk: any Desk
    let logger: Logger

    /// Answers one request. Throws only what the connection itself throws.
    func answer(_ head: HTTPRequestHead, _ body: RequestBody, to writer: ResponseWriter, on channel: any Channel)
        async throws
    {
        var status = HTTPResponseStatus.ok
        var bytes: [UInt8]?
        do {
            bytes = try await answer(head, body, Self.context(of: head), writer, channel)
        } catch let error as ConnectionLost {
            throw error
        } catch {
            let problem = self.problem(error)
            status = Self.status(problem)
            bytes = try SocketJSON.encode(ErrorAnswer(error: problem))
        }
        if let bytes { try await writer.whole(status, bytes) }
    }

    /// The answer's JSON, or `nil` when it went out as lines.
    private func answer(
        _ head: HTTPRequestHead, _ body: RequestBody, _ context: DeskContext, _ writer: ResponseWriter,
        _ channel: any Channel
    ) async throws -> [UInt8]? {
        let name = try Self.name(of: head)
        switch name {
        case SyncNow.name:
            let request = try SocketJSON.decode(SyncNow.self, from: await body.collect(limit: Self.requestLimit))
            try await lines(to: writer, on: channel) { try await sync(request, context, $0) }
            return nil
        case Self.followName:
            let request = try SocketJSON.decode(ListJournal.self, from: await body.collect(limit: Self.requestLimit))
            try await lines(to: writer, on: channel) { send in
                try await desk.follow(request, context: context) { await send($0) }
            }
            return nil
        case AttachFile.name:
            return try SocketJSON.encode(await desk.attach(try Self.attachment(head), content: body, context: context))
        default:
            guard let endpoint = DeskEndpoint.byName[name] else {
                throw KioskProblem(.wrongUsage, ["name": String(name.prefix(100))])
            }
            return try await endpoint.answer(await body.collect(limit: Self.requestLimit), desk: desk, context: context)
        }
    }

    /// Whether the body is a file's bytes, which the desk wants as they come, and hears of when they break off.
    static func takesFile(_ head: HTTPRequestHead) -> Bool { (try? name(of: head)) == AttachFile.name }

    /// Follows the journal as lines; a page of it has the request's own name.
    static let followName = "log-follow"

    private func sync(
        _ request: SyncNow, _ context: DeskContext, _ send: @escaping @Sendable (any Encodable & Sendable) async -> Void
    ) async throws {
        let isFinished = Mutex(false)
        let outcome = try await desk.sync(request, context: context) { event in
            if case .finished = event { isFinished.withLock { $0 = true } }
            await send(event)
        }
        if !isFinished.withLock({ $0 }) { await send(SyncEvent.finished(outcome)) }
    }

    /// Answers with lines until `work` ends, the client leaves or the agent stops. A problem becomes the last line.
    private func lines(
        to writer: ResponseWriter, on channel: any Channel,
        _ work: @escaping @Sendable (@escaping @Sendable (any Encodable & Sendable) async -> Void) async throws -> Void
    ) async throws {
        do {
            try await writer.beginLines()
            let (left, continuation) = AsyncStream<Never>.makeStream()
            channel.closeFuture.whenComplete { _ in continuation.finish() }
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        do {
                            try await work { value in
                                // A client that is gone is noticed by `left`, which ends the work.
                                do { try await writer.line(try SocketJSON.encode(value)) } catch { return }
                            }
                        } catch {
                            try await writer.line(try SocketJSON.encode(ErrorAnswer(error: problem(error))))
                        }
                    }
                    group.addTask { for await _ in left {} }
                    try await group.next()
                    group.cancelAll()
                }
            }
            try await writer.endLines()
        } catch {
            throw ConnectionLost()
        }
    }

    /// A connection that ended before its answer did: nothing more can be said to the client.
    struct ConnectionLost: Error {}

    /// The body of an answer that tells a problem.
    struct ErrorAnswer: Codable, Sendable {
        let error: KioskProblem
    }

    private func problem(_ error: any Error) -> KioskProblem {
        if let problem = error as? KioskProblem { return problem }
        if error is CancellationError { return KioskProblem(.agentGone) }
        // The type alone: an error's text may hold personal data.
        logger.error("a request met a defect", metadata: ["type": "\(type(of: error))"])
        return KioskProblem(.defect)
    }

    private static func status(_ problem: KioskProblem) -> HTTPResponseStatus {
        switch problem.kind {
        case .defect: .internalServerError
        case .requestTooLarge: .payloadTooLarge
        case .invalidJSON, .wrongUsage: .badRequest
        case .agentBusy, .agentGone, .storeBusy: .serviceUnavailable
        case .agentNotAllowed, .notEnrolled, .enrolmentRefused, .revoked: .forbidden
        case .unknownAccount, .unknownDossier, .unknownOperation, .unknownConflict, .unknownRequest, .unknownProcedure:
            .notFound
        default: .unprocessableEntity
        }
    }

    private static func name(of head: HTTPRequestHead) throws(KioskProblem) -> String {
        let path = head.uri.prefix { $0 != "?" }
        guard head.method == .POST, path.hasPrefix("/v1/") else {
            throw KioskProblem(.wrongUsage, ["name": String(path.prefix(100))])
        }
        return String(path.dropFirst(4))
    }

    private static func context(of head: HTTPRequestHead) -> DeskContext {
        let wanted = head.headers.first(name: "Accept-Language")?.prefix(2).lowercased()
        return DeskContext(
            language: wanted.flatMap(Language.init) ?? .vi, officer: head.headers.first(name: "Kiosk-Officer"))
    }

    private static func attachment(_ head: HTTPRequestHead) throws(KioskProblem) -> AttachFile {
        let items = URLComponents(string: head.uri)?.queryItems ?? []
        func value(_ name: String) throws(KioskProblem) -> String {
            guard let value = items.first(where: { $0.name == name })?.value, !value.isEmpty else {
                throw KioskProblem(.missingField, field: name)
            }
            return value
        }
        func count(_ name: String) throws(KioskProblem) -> Int64? {
            guard let text = items.first(where: { $0.name == name })?.value else { return nil }
            guard let number = Int64(text) else { throw KioskProblem(.invalidValue, field: name) }
            return number
        }
        var original: AttachFile.Original?
        if items.contains(where: { $0.name == "original_sha256" }) {
            guard let size = try count("original_size") else { throw KioskProblem(.missingField, field: "original_size") }
            let type = try value("original_type")
            original = AttachFile.Original(sha256: try value("original_sha256"), size: size, mediaType: type)
        }
        return AttachFile(
            dossier: try value("dossier"), component: try value("component"), fileName: try value("file_name"),
            supplementRequest: items.first { $0.name == "supplement_request" }?.value, originals: try count("originals"),
            copies: try count("copies"), original: original)
    }
}
