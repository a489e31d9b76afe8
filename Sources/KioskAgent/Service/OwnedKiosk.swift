import DurableFiles
import Foundation
import Outbox
import Scheduler
import Status
import SyncProtocol
import Synchronization
import Transport

/// The kiosk in the process that owns its store: lock, store, engine and desk, put together.
struct OwnedKiosk: Sendable {
    let lock: FileLock
    let outbox: Outbox
    let engine: SyncEngine
    let service: EngineService
    let desk: LocalDesk

    /// The log of the store may grow by 4 MiB before it begins anew; the rest is for what is written for good.
    private static let reserveBytes: Int64 = 6 << 20

    /// Opens the store in `home` whose lock the caller holds.
    /// - Parameter agentSince: when the agent started; `nil` for a single command.
    static func open(
        _ home: HomeFolder, _ settings: KioskSettings, lock: FileLock, clock: any EngineClock, agentSince: Timestamp?
    ) async throws -> OwnedKiosk {
        let outbox = try await Outbox.open(
            folder: home.path, now: clock.now(), options: OutboxOptions(reserveBytes: reserveBytes))
        let keys = home.path + "/keys"
        let connector = PortalConnector.network(settings, clock: clock)
        let connection = try await EngineService.identity(in: outbox, keys: keys).map { address, identity in
            try connector.open(address, identity)
        }
        let news = JournalNews()
        let ids = IDSource(clock: clock)
        let policy = Rounds.Policy(
            backoff: Backoff(base: settings.sync.retryBase, cap: settings.sync.retryCap), idlePull: settings.sync.idlePull)
        let engine = SyncEngine(
            outbox: outbox, connection: connection, clock: clock, policy: policy, pieceBytes: settings.sync.chunkBytes,
            automaticResultBytes: settings.sync.fetchResults, linkRules: settings.link.rules,
            journalNews: news, newID: { ids.next() })
        try await engine.restore()
        let service = EngineService(
            engine: engine, outbox: outbox, clock: clock, keys: keys, connection: connector, journalNews: news,
            agentSince: agentSince)
        let site = SiteShelf(settings.desk)
        let environment = DeskEnvironment(
            now: { clock.now() }, newID: { ids.next() }, rules: DeskRules(settings),
            shippedCatalogue: { ShippedCatalogue.read() }, site: { site.current() })
        let desk = LocalDesk(outbox: outbox, environment: environment, sync: service, news: news)
        return OwnedKiosk(lock: lock, outbox: outbox, engine: engine, service: service, desk: desk)
    }

    func close() async {
        await engine.close()
        await outbox.close()
    }
}

/// Gives ids that were never given before, in order.
private final class IDSource: Sendable {
    private let state = Mutex(UUID7())
    private let clock: any EngineClock

    init(clock: any EngineClock) { self.clock = clock }

    func next() -> String {
        let now = clock.now()
        return state.withLock { ids in
            var random = SystemRandomNumberGenerator()
            return ids.next(now: now, using: &random)
        }
    }
}

extension DeskRules {
    init(_ settings: KioskSettings) {
        self.init(
            version: Version.number, unit: settings.desk.unit, registersAccounts: settings.registration.enabled,
            maxFileBytes: settings.attachments.maxBytes, fileTypes: Set(settings.attachments.types),
            minSavingPercent: settings.attachments.gzipMinSavingPercent, link: settings.link.rules)
    }
}

/// The catalogue that came with the program.
enum ShippedCatalogue {
    /// Far more than any province's catalogue.
    private static let limit = 16 << 20

    /// Its bytes; `nil` when there is none that can be read, and the portal's has to be waited for.
    static func read() -> [UInt8]? {
        for path in ShippedFile.places("catalogue/procedures.json") {
            if let bytes = try? SmallFile.read(path, limit: limit) { return bytes }
        }
        return nil
    }
}
