import Foundation
import Outbox
import Scheduler
import Status
import SyncProtocol
import Synchronization
import Testing
import Transport

@testable import KioskAgent

/// Wall and monotonic time that move when told. A sleep either lasts until it is cancelled, or moves the time and returns.
final class VirtualClock: EngineClock {
    private struct State {
        var elapsed = Duration.zero
        var skips = false
        var sleepers: [AsyncStream<Never>.Continuation] = []
    }
    private let state = Mutex(State())
    private let start = Timestamp(seconds: 1_795_000_000)
    func now() -> Timestamp { start + state.withLock { $0.elapsed } }
    func uptime() -> Duration { state.withLock { $0.elapsed } }
    func advance(_ duration: Duration) { state.withLock { $0.elapsed += duration } }
    /// Ends the sleeps that are under way, and those to come.
    func wakeSleepers() {
        let waiting = state.withLock { state in
            state.skips = true
            defer { state.sleepers = [] }
            return state.sleepers
        }
        for sleeper in waiting { sleeper.finish() }
    }

    /// From now on a sleep ends at once, its time gone by.
    func skipSleeps() { state.withLock { $0.skips = true } }
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let woken: AsyncStream<Never>? = state.withLock { state in
            guard !state.skips else { return nil }
            let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
            state.sleepers.append(continuation)
            return stream
        }
        if let woken {
            for await _ in woken {}
            try Task.checkCancellation()
        }
        advance(duration)
        await Task.yield()
    }
}

/// Numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator, Sendable {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Lets a program commit so many more times, and then nothing any more.
final class CommitFuse: Sendable {
    struct Ended: Error {}
    private let left = Mutex<Int?>(nil)

    func arm(after commits: Int) { left.withLock { $0 = commits } }
    func heal() { left.withLock { $0 = nil } }
    func around(_ point: CommitPoint) throws {
        guard point == .before else { return }
        try left.withLock { left throws in
            guard let commits = left else { return }
            guard commits > 0 else { throw Ended() }
            left = commits - 1
        }
    }
}

/// The shipped engine on a real store in a folder of its own, before a portal in memory.
final class EngineBench {
    let folder: String
    let fuse = CommitFuse()
    let clock = VirtualClock()
    let ids = CountingIDs()
    let portal: ModelPortal
    let rules: LinkRules
    private(set) var outbox: Outbox
    private(set) var engine: SyncEngine

    private init(folder: String, rules: LinkRules) async throws {
        self.folder = folder
        self.rules = rules
        let clock = clock
        portal = ModelPortal(now: { clock.now() })
        outbox = try await Self.open(folder, clock, fuse)
        engine = Self.engine(outbox, portal, clock, ids, rules)
    }

    private static func open(_ folder: String, _ clock: VirtualClock, _ fuse: CommitFuse) async throws -> Outbox {
        try await Outbox.open(
            folder: folder, now: clock.now(), options: OutboxOptions(aroundCommit: { try fuse.around($0) }))
    }

    static func with(rules: LinkRules = LinkRules(), _ body: (EngineBench) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/engine-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try await EngineBench(folder: folder, rules: rules)
        do { try await body(bench) } catch {
            await bench.outbox.close()
            throw error
        }
        await bench.outbox.close()
    }

    private static func engine(
        _ outbox: Outbox, _ portal: ModelPortal, _ clock: VirtualClock, _ ids: CountingIDs, _ rules: LinkRules
    ) -> SyncEngine {
        SyncEngine(
            outbox: outbox, connection: portal, clock: clock, policy: Rounds.Policy(), pieceBytes: 16 << 10,
            linkRules: rules, journalNews: JournalNews(), random: Seeded(1), newID: { ids.next(clock.now()) })
    }

    /// The program ends in the middle of whatever it did, and starts anew on what the disk has.
    func crash() async throws {
        fuse.heal()
        outbox = try await Self.open(folder, clock, fuse)
        engine = Self.engine(outbox, portal, clock, ids, rules)
        try await engine.restore()
    }

    var service: EngineService {
        let portal = portal
        return EngineService(
            engine: engine, outbox: outbox, clock: clock, keys: folder + "/keys",
            connection: PortalConnector { _, _ throws(PortalFailure) in portal }, journalNews: JournalNews(), agentSince: nil)
    }

    // MARK: The desk's part

    func newID() -> String { ids.next(clock.now()) }

    @discardableResult
    func account(_ number: String = "062090123456", name: String = "Y Thử", extra: JSONObject = [:]) async throws -> (
        subject: String, put: String
    ) {
        let (id, put, now) = (newID(), newID(), clock.now())
        let state =
            (["kind": "citizen", "full_name": .string(name), "identity": ["kind": "cccd", "number": .string(number)]]
            as JSONObject)
            .merging(extra) { $1 }
        try await outbox.write { tx in
            try tx.insert(Subject(id: id, kind: .account, state: state, now: now))
            try tx.enqueue(NewOperation(id: put, type: .accountPut, subject: id, officer: nil, madeAt: now))
        }
        return (id, put)
    }

    @discardableResult
    func edit(_ id: String, _ changes: JSONObject) async throws -> String {
        let (put, now) = (newID(), clock.now())
        return try await outbox.write { tx in
            var subject = try #require(try tx.current(id))
            subject.state.merge(changes) { $1 }
            subject.editedAt = now
            try tx.update(subject)
            let type: OperationType = subject.kind == .account ? .accountPut : .dossierPut
            return try tx.enqueue(NewOperation(id: put, type: type, subject: subject.id, officer: nil, madeAt: now)).id
        }
    }

    func dossier(owner: String, papers: [String] = []) async throws -> (subject: String, put: String, submit: String) {
        let (id, put, submit, now) = (newID(), newID(), newID(), clock.now())
        let files = JSONValue.array(papers.map { ["sha256": .string($0), "name": "giấy.bin"] })
        try await outbox.write { tx in
            let state: JSONObject = [
                "procedure": "1.000001", "owner": .string(owner), "submitter": .string(owner),
                "components": [["code": "T-01", "files": files]],
            ]
            try tx.insert(Subject(id: id, kind: .dossier, state: state, now: now))
            try tx.enqueue(NewOperation(id: put, type: .dossierPut, subject: id, needs: [owner], officer: nil, madeAt: now))
            try tx.enqueue(
                NewOperation(
                    id: submit, type: .dossierSubmit, subject: id, body: ["files": .integer(Int64(papers.count))], officer: nil,
                    madeAt: now))
        }
        return (id, put, submit)
    }

    /// Something to be done with a subject that the portal knows.
    func deed(_ type: OperationType, on subject: String) async throws -> String {
        let (id, now) = (newID(), clock.now())
        let body: JSONObject =
            switch type {
            case .dossierWithdraw: ["reason": "đổi ý"]
            case .dossierSupplement: ["request": "n1", "components": []]
            default: ["files": 0]
            }
        return try await outbox.write { tx in
            try tx.enqueue(NewOperation(id: id, type: type, subject: subject, body: body, officer: nil, madeAt: now)).id
        }
    }

    /// Bytes that do not shrink, in the spool; returns their digest.
    func paper(_ size: Int, seed: UInt64 = 1) async throws -> String {
        var random = Seeded(seed)
        let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        let source = Pieces(bytes)
        let kept = try await outbox.spool.take(limitBytes: 1 << 30, minSavingPercent: 3) { try await source.next() }
        let now = clock.now()
        try await outbox.write { tx in
            _ = try tx.addFile(
                StoredFile(
                    sha256: kept.sha256, size: kept.size, storedSize: kept.storedSize, encoding: kept.encoding,
                    mediaType: kept.mediaType, recordedAt: now))
        }
        return kept.sha256
    }

    // MARK: Looking

    @discardableResult
    func round(asked: Bool = false) async -> RoundEnd { await engine.round(ignoringBackoff: asked) }

    /// Rounds with hours between them, until nothing goes by itself any more.
    func settle(_ rounds: Int = 30) async throws {
        for _ in 0..<rounds {
            await round()
            clock.advance(.seconds(1000))
            let now = clock.now()
            if try await outbox.read({ try $0.nextAttemptAt(now: now) }) == nil { break }
        }
        // Once more for the news of what went last.
        await round()
    }

    func operation(_ id: String) async throws -> QueuedOperation { try #require(try await outbox.read { try $0.operation(id) }) }
    func state(_ id: String) async throws -> OperationState { try await operation(id).state }
    func subject(_ id: String) async throws -> Subject { try #require(try await outbox.read { try $0.current(id) }) }
    func file(_ sha256: String) async throws -> StoredFile { try #require(try await outbox.read { try $0.file(sha256) }) }
    func conflicts() async throws -> [ConflictRecord] {
        try await outbox.read { try $0.conflicts(states: [.open], after: nil, limit: 100).items }
    }
    /// Those that are decided or merged by themselves, too.
    func records() async throws -> [ConflictRecord] {
        try await outbox.read { try $0.conflicts(states: nil, after: nil, limit: 100).items }
    }
    func events() async throws -> [String] {
        try await outbox.read { try $0.journal(since: nil, subject: nil, afterNumber: 0, limit: 10_000).map(\.event) }
    }

    /// Nothing was applied twice, and no operation's bytes ever changed.
    func expectExactlyOnce() {
        let (applied, seen) = portal.with { ($0.applied, $0.seen) }
        #expect(applied.values.allSatisfy { $0 == 1 })
        #expect(seen.values.allSatisfy { $0.count == 1 })
    }
}

extension RoundEnd {
    var isFinished: Bool { if case .finished = self { true } else { false } }
}
