import Foundation
import KioskAgent
import Outbox
import Status
import SyncProtocol
import Synchronization
import Testing

/// A desk on a real store in a folder of its own, with a clock that stands still, ids that count, and no network.
struct DeskBench: Sendable {
    let outbox: Outbox
    let desk: LocalDesk
    let clock: StandingClock
    let sync: NoNetwork
    let news: JournalNews
    var context = DeskContext(language: .en)

    /// Runs `body` with a fresh desk and removes the folder afterwards.
    static func with(
        rules: DeskRules = DeskRules(version: "1.2.3", unit: "H34.61", fileTypes: ["application/pdf", "image/png"]),
        catalogue: String? = DeskBench.catalogue, site: Site = Site(), _ body: (DeskBench) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = StandingClock()
        let outbox = try await Outbox.open(folder: folder, now: clock.now)
        let ids = CountingIDs()
        let sync = NoNetwork()
        let news = JournalNews()
        let bytes = catalogue.map { Array($0.utf8) }
        let environment = DeskEnvironment(
            now: { clock.now }, newID: { ids.next(clock.now) }, rules: rules, shippedCatalogue: { bytes }, site: { site },
            sleep: { _ in try await Forever.wait() })
        let desk = LocalDesk(outbox: outbox, environment: environment, sync: sync, news: news)
        do {
            try await body(DeskBench(outbox: outbox, desk: desk, clock: clock, sync: sync, news: news))
        } catch {
            await outbox.close()
            throw error
        }
        await outbox.close()
    }

    func ask<R: DeskRequest>(_ request: R) async throws -> R.Answer { try await desk.perform(request, context: context) }

    /// The problem that a request ends in; the test fails when it is answered.
    func problem<R: DeskRequest>(_ request: R) async throws -> KioskProblem {
        do {
            _ = try await ask(request)
        } catch let problem as KioskProblem {
            return problem
        }
        throw NoProblem(request: R.name)
    }
    struct NoProblem: Error { let request: String }

    /// A citizen's account; names and numbers are made up.
    func citizen(_ number: String = "062090123456", name: String = "Y Thử", phone: String? = nil) async throws -> Recorded {
        var fields: JSONObject = ["kind": "citizen", "full_name": .string(name), "identity": .string(number)]
        fields["phone"] = phone.map(JSONValue.string)
        return try await ask(AddAccount(fields: fields))
    }

    /// A draft of the made-up procedure for a new citizen.
    func draft() async throws -> (owner: String, dossier: String) {
        let owner = try await citizen().id
        let dossier = try await ask(NewDossier(fields: ["procedure": "1.000001", "owner": .string(owner)])).id
        return (owner, dossier)
    }

    @discardableResult
    func attach(
        _ text: String, to dossier: String, component: String = "T-01", name: String = "to-khai.pdf", request: String? = nil
    ) async throws -> AttachFile.Answer {
        let file = AttachFile(dossier: dossier, component: component, fileName: name, supplementRequest: request)
        return try await desk.attach(file, content: Pieces(Array(text.utf8)), context: context)
    }

    static let pdf = "%PDF-1.4\n" + String(repeating: "one line of a made-up paper\n", count: 40)

    static let catalogue = """
        {"version":"2026-11","units":[],"fields":[{"code":"G15-TP07","name":"Hộ tịch"}],"procedures":[
        {"code":"1.000001","name":"Đăng ký thử","field":"G15-TP07","units":"all","level":"full","components":[
          {"code":"T-01","title":"Tờ khai","originals":1,"copies":0,"required":true},
          {"code":"T-02","title":"Giấy tờ khác","originals":0,"copies":1,"required":false}],
         "form":[{"name":"noi_dung","title":"Nội dung","type":"text","required":false}],"source":"test","certain":true},
        {"code":"1.000002","name":"Đã hết hiệu lực","field":"G15-TP07","units":"all","level":"full",
         "valid_to":"2020-01-01","replaced_by":"1.000001","source":"test","certain":true},
        {"code":"1.000003","name":"Nơi khác","field":"G15-TP07","units":["X1"],"level":"full","source":"test","certain":true}]}
        """
}

/// A clock that moves only when told.
final class StandingClock: Sendable {
    private let moment = Mutex(Timestamp(seconds: 1_795_000_000))
    var now: Timestamp { moment.withLock { $0 } }
    func advance(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// UUIDv7s whose random part counts, so that a test meets the same ones each time.
final class CountingIDs: Sendable {
    private struct State {
        var ids = UUID7()
        var random = Counter()
    }
    private struct Counter: RandomNumberGenerator {
        var value: UInt64 = 0
        mutating func next() -> UInt64 {
            value &+= 0x9E37_79B9_7F4A_7C15
            return value
        }
    }
    private let state = Mutex(State())
    func next(_ now: Timestamp) -> String { state.withLock { $0.ids.next(now: now, using: &$0.random) } }
}

/// A wait that only ends by being cancelled.
enum Forever {
    static func wait() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
        throw CancellationError()
    }
}

/// Bytes in small pieces.
actor Pieces: ByteSource {
    nonisolated let expectedSize: Int64?
    private var rest: ArraySlice<UInt8>
    init(_ bytes: [UInt8], promised: Int64? = nil) {
        rest = bytes[...]
        expectedSize = promised
    }
    func next() async throws -> [UInt8] {
        let piece = rest.prefix(512)
        rest = rest.dropFirst(512)
        return Array(piece)
    }
}

/// The engine's place, without an engine: it counts how often it was woken and refuses the rest.
final class NoNetwork: SyncService {
    func reschedule() async {}

    private let count = Mutex(0)
    /// What the engine would know.
    private let known = Mutex(SyncSnapshot(linkState: "online", rate: 100))
    func tell(_ snapshot: SyncSnapshot) { known.withLock { $0 = snapshot } }
    var wakes: Int { count.withLock { $0 } }
    func wake() async { count.withLock { $0 += 1 } }
    func syncNow(
        _ request: SyncNow, language: Language, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome { throw KioskProblem(.notEnrolled) }
    func enrol(_ request: Enrol) async throws -> Enrol.Answer { throw KioskProblem(.noLink) }
    func updateCatalogue() async throws -> UpdateProcedures.Answer { throw KioskProblem(.notEnrolled) }
    func snapshot() async -> SyncSnapshot { known.withLock { $0 } }
    func checkPortal(language: Language) async -> [RunDoctor.Answer.Check] {
        [RunDoctor.Answer.Check(name: "portal", result: "warning", text: "not enrolled", command: "kiosk enrol")]
    }
}

/// The portal's side of the store: what the engine would write after an exchange.
extension DeskBench {
    /// Claims everything due and has it received, in order. The state that the portal then has is the desk's own.
    @discardableResult
    func deliverAll(revision: String = "r1") async throws -> [QueuedOperation] {
        var all: [QueuedOperation] = []
        while true {
            let now = clock.now
            let batch = try await outbox.write { tx in
                let claimed = try tx.claim(ClaimLimits(maxOperations: 100, maxBytes: 1 << 20), now: now + .seconds(1 << 30))
                for (serial, operation) in claimed.enumerated() {
                    try tx.deliver(
                        operation.id, receipt: Receipt(revision: revision, receivedAt: now, serial: serial + 1), now: now)
                    guard operation.type.isPut, var subject = try tx.subject(operation.subject) else { continue }
                    subject.portalState = subject.state
                    subject.revision = revision
                    subject.portalSeenAt = now
                    try tx.update(subject)
                }
                return claimed
            }
            if batch.isEmpty { return all }
            all += batch
        }
    }

    /// Claims everything due and leaves it in flight.
    func claimAll() async throws -> [QueuedOperation] {
        let now = clock.now
        return try await outbox.write { tx in
            try tx.claim(ClaimLimits(maxOperations: 100, maxBytes: 1 << 20), now: now + .seconds(1 << 30))
        }
    }

    /// Claims everything due and has `id` refused for `name`; the others are put back.
    func refuse(_ id: String, _ name: ProblemName = .invalidBody) async throws {
        let now = clock.now
        try await outbox.write { tx in
            let claimed = try tx.claim(ClaimLimits(maxOperations: 100, maxBytes: 1 << 20), now: now + .seconds(1 << 30))
            try tx.reject(id, problem: Problem(name), now: now)
            try tx.unclaim(claimed.map(\.id).filter { $0 != id })
        }
    }

    func counts() async throws -> StatusReport.Counts { try await ask(ShowStatus()).counts }
}
