import Foundation
import NIOCore
import NIOHTTP1
package import Status
import SyncProtocol
import Synchronization
import SystemdNotify

/// The running agent, asked over its socket. Every request has a connection of its own.
///
/// An agent that goes away before its answer is complete is `agent-gone`: whether a change was recorded is then not
/// known to this process, and shows in the queue once the agent or this machine looks at the store again.
package struct RemoteDesk: Desk, Hashable {
    /// The agent's socket.
    package let socket: String

    /// The longest answer of one piece, in bytes.
    static let answerLimit = 64 << 20
    /// The longest line of an answer of lines, in bytes.
    static let lineLimit = 4 << 20

    private init(socket: String) { self.socket = socket }

    /// The agent behind `socket`, or `nil` when none listens there. Throws `agent-not-allowed` when this user may not
    /// connect.
    package static func reach(_ socket: String) async throws(KioskProblem) -> RemoteDesk? {
        guard socket.utf8.count <= UnixAddress.maximumLength else { return nil }
        do {
            try await SocketClient.connect(socket).executeThenClose { _, _ in }
            return RemoteDesk(socket: socket)
        } catch let error as IOError
            where error.errnoCode == ENOENT || error.errnoCode == ECONNREFUSED || error.errnoCode == ENOTDIR
        {
            return nil
        } catch let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM {
            throw KioskProblem(.agentNotAllowed, ["path": socket])
        } catch {
            throw KioskProblem(.agentGone)
        }
    }

    package func perform<R: DeskRequest>(_ request: R, context: DeskContext) async throws -> R.Answer {
        let answer = try await SocketClient(socket: socket).whole(
            "/v1/\(R.name)", context: context, body: .bytes(try SocketJSON.encode(request)))
        return try Self.decode(R.Answer.self, from: answer)
    }

    package func attach(
        _ request: AttachFile, content: any ByteSource, context: DeskContext
    ) async throws -> AttachFile.Answer {
        var address = URLComponents()
        address.path = "/v1/\(AttachFile.name)"
        address.queryItems = [
            URLQueryItem(name: "dossier", value: request.dossier),
            URLQueryItem(name: "component", value: request.component),
            URLQueryItem(name: "file_name", value: request.fileName),
        ]
        if let supplement = request.supplementRequest {
            address.queryItems?.append(URLQueryItem(name: "supplement_request", value: supplement))
        }
        for case (let name, let count?) in [("originals", request.originals), ("copies", request.copies)] {
            address.queryItems?.append(URLQueryItem(name: name, value: String(count)))
        }
        if let original = request.original {
            address.queryItems?.append(contentsOf: [
                URLQueryItem(name: "original_sha256", value: original.sha256),
                URLQueryItem(name: "original_size", value: String(original.size)),
                URLQueryItem(name: "original_type", value: original.mediaType),
            ])
        }
        guard let uri = address.string else { throw KioskProblem(.invalidValue, field: "file_name") }
        let answer = try await SocketClient(socket: socket).whole(uri, context: context, body: .source(content))
        return try Self.decode(AttachFile.Answer.self, from: answer)
    }

    package func sync(
        _ request: SyncNow, context: DeskContext, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome {
        let outcome = Mutex<SyncOutcome?>(nil)
        try await SocketClient(socket: socket).lines(
            "/v1/\(SyncNow.name)", context: context, body: .bytes(try SocketJSON.encode(request))
        ) { line in
            let event = try Self.decode(SyncEvent.self, from: line)
            if case .finished(let end) = event { outcome.withLock { $0 = end } }
            await onEvent(event)
        }
        guard let end = outcome.withLock({ $0 }) else { throw KioskProblem(.agentGone) }
        return end
    }

    package func follow(
        _ request: ListJournal, context: DeskContext, onEntry: @escaping @Sendable (JournalLine) async -> Void
    ) async throws {
        try await SocketClient(socket: socket).lines(
            "/v1/\(SocketAnswers.followName)", context: context, body: .bytes(try SocketJSON.encode(request))
        ) { line in
            await onEntry(try Self.decode(JournalLine.self, from: line))
        }
        // A journal has no end of its own: the agent stopped.
        try Task.checkCancellation()
        throw KioskProblem(.agentGone)
    }

    /// An answer that cannot be read comes from an agent of another version.
    private static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws(KioskProblem) -> Value {
        do {
            return try SocketJSON.decode(type, from: bytes)
        } catch {
            throw KioskProblem(.defect, error.parameters)
        }
    }
}
