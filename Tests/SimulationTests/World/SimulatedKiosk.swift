import DurableFiles
import Foundation
import Outbox
import Scheduler
import Status
import SyncProtocol
import Synchronization
import Transport

@testable import KioskAgent

/// One kiosk of the world: the shipped store, engine and desk in a folder of their own. A crash ends its process; the folder
/// stays.
final class SimulatedKiosk {
    let index: Int
    let folder: String
    let clock: KioskClock
    let ids: SeededIDs
    let key = KioskKey()
    private(set) var life = 0
    private(set) var fuse: Fuse
    private(set) var steps: FileSteps
    private(set) var outbox: Outbox
    private(set) var engine: SyncEngine
    private(set) var desk: LocalDesk
    private var loop: Task<Void, Never>?
    var name: String { "k\(index + 1)" }

    nonisolated(nonsending) init(_ index: Int, in world: World, folder: String, seed: UInt64, clock: KioskClock)
        async throws
    {
        self.index = index
        self.folder = folder
        self.clock = clock
        ids = SeededIDs(seed: seed)
        let fuse = Fuse()
        self.fuse = fuse
        steps = FileSteps(fuse, folder: folder)
        try await StoreTemplate.put(into: folder)
        let made = try await Self.start(world, index, 0, folder, fuse, steps, clock, ids, key, seed)
        (outbox, engine, desk) = made
        try await outbox.write { tx in
            try tx.setFact(.kioskID, .string("k\(index + 1)"))
            try tx.setFact(.unit, .string(ModelPortal.unit))
            try tx.setFact(.portalURL, .string(ModelPortal.origin))
        }
        live()
    }

    private static func start(
        _ world: World, _ index: Int, _ life: Int, _ folder: String, _ fuse: Fuse, _ steps: FileSteps,
        _ clock: KioskClock,
        _ ids: SeededIDs, _ key: KioskKey,
        _ seed: UInt64
    ) async throws -> (Outbox, SyncEngine, LocalDesk) {
        let outbox = try await Outbox.open(
            folder: folder, now: clock.now(),
            options: OutboxOptions(
                readers: 0, aroundCommit: { try fuse.around($0) },
                aroundFiles: { (step) throws(DurableFileError) in try steps.around(step) }))
        let address = try PortalAddress(ModelPortal.origin)
        let line = SimulatedLine(world: world, kiosk: index, life: life)
        let client = PortalClient(
            address: address, identity: KioskIdentity(kioskID: "k\(index + 1)", key: key), agent: Version.agent,
            session: line,
            now: { clock.now() }, uptime: { clock.uptime() })
        let news = JournalNews()
        let engine = SyncEngine(
            outbox: outbox, connection: client, clock: clock, policy: Rounds.Policy(), pieceBytes: 16 << 10,
            journalNews: news,
            random: Seeded(seed ^ UInt64(life) << 32), newID: { ids.next(clock.now()) })
        try await engine.restore()
        let service = EngineService(
            engine: engine, outbox: outbox, clock: clock, keys: folder + "/keys",
            connection: PortalConnector { _, _ throws(PortalFailure) in client }, journalNews: news,
            agentSince: clock.now())
        let environment = DeskEnvironment(
            now: { clock.now() }, newID: { ids.next(clock.now()) },
            rules: DeskRules(version: "1.0.0", unit: ModelPortal.unit), shippedCatalogue: { Self.catalogue })
        let desk = LocalDesk(
            outbox: outbox, environment: environment, sync: WatchedSync(service: service, clock: clock), news: news)
        return (outbox, engine, desk)
    }

    private func live() {
        let engine = engine
        clock.noteWake()
        loop = Task { await engine.live { _ in } }
    }

    /// The process has ended, in the middle of whatever it did; the next one starts on what the disk has. Returns those of
    /// `attempted`, operations that were on their way then, whose attempt was not noted.
    nonisolated(nonsending) func restart(in world: World, attempted: [String]) async throws -> [String] {
        await end()
        try FileSteps.putBack(folder)
        life += 1
        fuse = Fuse()
        steps = FileSteps(fuse, folder: folder)
        (outbox, engine, desk) = try await Self.start(world, index, life, folder, fuse, steps, clock, ids, key, UInt64(index))
        _ = try await outbox.sweepSpool()
        let unnoted = try await outbox.read { tx in
            try attempted.filter { try tx.operation($0).map { $0.starts == 0 } ?? false }
        }
        live()
        return unnoted
    }

    /// Ends the process as a crash does: nothing more is written.
    nonisolated(nonsending) func end() async {
        fuse.blow()
        loop?.cancel()
        await loop?.value
        await outbox.close()
    }

    static let catalogue = Array(
        """
        {"version":"2026-11","units":[],"fields":[{"code":"G15-TP07","name":"Hộ tịch"}],"procedures":[
        {"code":"1.000001","name":"Đăng ký thử","field":"G15-TP07","units":"all","level":"full","components":[
          {"code":"T-01","title":"Tờ khai","originals":1,"copies":0,"required":true},
          {"code":"T-02","title":"Giấy tờ khác","originals":0,"copies":1,"required":false}],
         "form":[{"name":"noi_dung","title":"Nội dung","type":"text","required":false}],"source":"test","certain":true}]}
        """.utf8)
}

/// A store as its first opening leaves it, made once: not every world has to make one from nothing.
private enum StoreTemplate {
    private static let made = Task {
        let folder = World.fast + "/kiosk-template-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Outbox.open(folder: folder, now: WorldTime.start).close()
        return try Data(contentsOf: URL(filePath: folder + "/outbox.sqlite"))
    }

    static func put(into folder: String) async throws {
        let bytes = try await made.value
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try bytes.write(to: URL(filePath: folder + "/outbox.sqlite"))
    }
}

/// The engine as the desk asks it. The loop is woken by the world, once the request is over: else the two would race.
private struct WatchedSync: SyncService {
    let service: EngineService
    let clock: KioskClock

    func wake() async { clock.askForLoop() }
    func reschedule() async { clock.askForSchedule() }
    func syncNow(
        _ request: SyncNow, language: Language, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome { try await service.syncNow(request, language: language, onEvent: onEvent) }
    func enrol(_ request: Enrol) async throws -> Enrol.Answer { try await service.enrol(request) }
    func updateCatalogue() async throws -> UpdateProcedures.Answer { try await service.updateCatalogue() }
    func snapshot() async -> SyncSnapshot { await service.snapshot() }
    func checkPortal(language: Language) async -> [RunDoctor.Answer.Check] {
        await service.checkPortal(language: language)
    }
}

/// UUIDv7s that a seed decides.
final class SeededIDs: Sendable {
    private let state: Mutex<(UUID7, Seeded)>
    init(seed: UInt64) { state = Mutex((UUID7(), Seeded(seed))) }
    func next(_ now: Timestamp) -> String { state.withLock { $0.0.next(now: now, using: &$0.1) } }
}
