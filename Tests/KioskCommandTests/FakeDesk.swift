import Foundation
import KioskAgent
import Status
import SyncProtocol
import Synchronization

@testable import kiosk

/// A desk that answers what a test says and fails at anything else.
final class FakeDesk: Desk, DeskSource {
    enum Reply: Sendable {
        case answer(JSONValue)
        case problem(KioskProblem)
    }

    private let state: Mutex<(replies: [String: [Reply]], requests: [(name: String, body: JSONValue)], contexts: [DeskContext])>
    private let events: [SyncEvent]
    private let outcome: SyncOutcome?

    init(_ replies: [String: [Reply]] = [:], events: [SyncEvent] = [], outcome: SyncOutcome? = nil) {
        state = Mutex((replies, [], []))
        self.events = events
        self.outcome = outcome
    }

    var requests: [(name: String, body: JSONValue)] { state.withLock { $0.requests } }
    var contexts: [DeskContext] { state.withLock { $0.contexts } }

    func withDesk<T: Sendable>(reading: Bool, _ body: (any Desk) async throws -> T) async throws -> T { try await body(self) }

    private func reply(_ name: String, _ request: some Encodable, _ context: DeskContext) throws -> JSONValue {
        let body = try JSONValue(encoding: request)
        let reply: Reply? = state.withLock { state in
            state.requests.append((name, body))
            state.contexts.append(context)
            guard let replies = state.replies[name], let first = replies.first else { return nil }
            state.replies[name] = Array(replies.dropFirst())
            return first
        }
        switch reply {
        case .answer(let value): return value
        case .problem(let problem): throw problem
        case nil: throw KioskProblem(.defect, ["detail": "the test has no answer to \(name)"])
        }
    }

    func perform<R: DeskRequest>(_ request: R, context: DeskContext) async throws -> R.Answer {
        try reply(R.name, request, context).decode(as: R.Answer.self)
    }

    func attach(_ request: AttachFile, content: any ByteSource, context: DeskContext) async throws -> AttachFile.Answer {
        while try await !content.next().isEmpty {}
        return try reply(AttachFile.name, request, context).decode(as: AttachFile.Answer.self)
    }

    func sync(
        _ request: SyncNow, context: DeskContext, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome {
        for event in events { await onEvent(event) }
        guard let outcome else { throw KioskProblem(.notEnrolled) }
        return outcome
    }

    func follow(
        _ request: ListJournal, context: DeskContext, onEntry: @escaping @Sendable (JournalLine) async -> Void
    ) async throws {
        let page = try reply(ListJournal.name, request, context).decode(as: PageOf<JournalLine>.self)
        for entry in page.items { await onEntry(entry) }
    }
}

/// Keeps what was written.
final class MemorySink: Sink {
    private let state = Mutex((facts: "", messages: "", isClosed: false))
    var facts: String { state.withLock { $0.facts } }
    var messages: String { state.withLock { $0.messages } }
    func close() { state.withLock { $0.isClosed = true } }
    func facts(_ text: String) throws {
        try state.withLock { state in
            if state.isClosed { throw OutputClosed() }
            state.facts += text
        }
    }
    func message(_ text: String) { state.withLock { $0.messages += text } }
}

/// One run of the program against a desk of the test.
struct Run {
    let code: Int32
    let facts: String
    let messages: String

    static let now = Timestamp(seconds: 1_795_487_400)  // 24/11/2026 09:30 in Việt Nam

    init(
        _ arguments: [String], desk: FakeDesk = FakeDesk(), environment: [String: String] = ["LANG": "vi_VN.UTF-8"],
        isTerminal: Bool = false,
        sink: MemorySink = MemorySink()
    ) async {
        let invocation = Invocation(
            arguments: arguments, environment: environment, isTerminal: (isTerminal, isTerminal, false), columns: 80, sink: sink,
            now: { Run.now }, desk: { _ in desk })
        code = await invocation.run()
        facts = sink.facts
        messages = sink.messages
    }

    var json: JSONValue? { try? JSONParser.parse(Array(facts.utf8)) }
    var error: JSONValue? { (try? JSONParser.parse(Array(messages.utf8)))?["error"] }
}
