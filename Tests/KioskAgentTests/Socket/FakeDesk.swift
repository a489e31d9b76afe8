import KioskAgent
import Status
import SyncProtocol
import Synchronization
import Testing

/// A desk whose work a test says; what the test did not say is a failure.
struct FakeDesk: Desk {
    struct Unexpected: Error {}

    var onPerform: @Sendable (any DeskRequest, DeskContext) async throws -> any Codable & Sendable = { request, _ in
        Issue.record("unexpected \(type(of: request).name)")
        throw Unexpected()
    }
    var onAttach: @Sendable (AttachFile, any ByteSource, DeskContext) async throws -> AttachFile.Answer = { _, _, _ in
        Issue.record("unexpected attach")
        throw Unexpected()
    }
    var onSync: @Sendable (SyncNow, @Sendable (SyncEvent) async -> Void) async throws -> SyncOutcome = { _, _ in
        Issue.record("unexpected sync")
        throw Unexpected()
    }
    var onFollow: @Sendable (ListJournal, @Sendable (JournalLine) async -> Void) async throws -> Void = { _, _ in
        Issue.record("unexpected follow")
        throw Unexpected()
    }

    func perform<R: DeskRequest>(_ request: R, context: DeskContext) async throws -> R.Answer {
        try #require(try await onPerform(request, context) as? R.Answer)
    }

    func attach(
        _ request: AttachFile, content: any ByteSource, context: DeskContext
    ) async throws -> AttachFile.Answer {
        try await onAttach(request, content, context)
    }

    func sync(
        _ request: SyncNow, context: DeskContext, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome {
        try await onSync(request, onEvent)
    }

    func follow(
        _ request: ListJournal, context: DeskContext, onEntry: @escaping @Sendable (JournalLine) async -> Void
    ) async throws {
        try await onFollow(request, onEntry)
    }
}

/// Pieces of zeros until `total` bytes came, of which `promised` were said.
final class ZeroSource: ByteSource {
    let expectedSize: Int64?
    /// How many bytes are still to come.
    let rest: Counter
    private let pieceSize: Int64

    init(total: Int64, promised: Int64?, pieceSize: Int64 = 65_536) {
        expectedSize = promised
        rest = Counter(total)
        self.pieceSize = pieceSize
    }

    func next() async throws -> [UInt8] {
        [UInt8](repeating: 0, count: Int(await rest.take(pieceSize)))
    }
}

actor Counter {
    private(set) var value: Int64
    init(_ value: Int64 = 0) { self.value = value }
    func add(_ amount: Int64) { value += amount }
    func take(_ most: Int64) -> Int64 {
        let taken = min(most, value)
        value -= taken
        return taken
    }
}

/// Something that happens once and is waited for.
final class Signal: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation
    private let fired = Mutex(false)

    init() { (stream, continuation) = AsyncStream<Never>.makeStream() }

    var hasFired: Bool { fired.withLock { $0 } }

    func fire() {
        fired.withLock { $0 = true }
        continuation.finish()
    }

    /// Returns once `fire` was called, or the task cancelled.
    func wait() async { for await _ in stream {} }
}

extension SyncOutcome {
    static func done(delivered: Int) -> SyncOutcome {
        SyncOutcome(
            exit: .done, reason: nil, text: "ok", delivered: delivered, remaining: 0, filesDone: 0, filesRemaining: 0,
            bytesSent: 0, attention: [])
    }
}
