import Outbox
import Scheduler
import SyncProtocol
import Transport

@testable import KioskAgent

/// What the world remembers of the requests of one kiosk's program: whom they served, and when none was wanted.
struct Pace {
    /// Requests that reached anybody.
    var requests = 0
    /// Those that came through and had their answers.
    var good = 0
    /// When something was first seen to be due, as the number of good exchanges then.
    var dueSince: [String: (good: Int, attempts: Int)] = [:]
    /// The portal has asked to be left alone.
    var quiet: (from: Duration, until: Duration)?
}

/// That nothing waits for ever beside others, that nobody is asked too early, and that requests stay small.
extension World {
    /// A piece of a file at most, and an exchange before it shrinks.
    private static let largestBody = 4 << 20
    /// Good exchanges within which whatever is due has its turn, and two more for each that is due beside it.
    private static let patience = 30

    /// Looks at a request before anything becomes of it.
    func watch(_ wire: WireRequest, of index: Int) {
        let name = kiosks[index].name
        paces[index].requests += 1
        if wire.body.count > Self.largestBody { violate("\(name) sends \(wire.body.count) bytes at once") }
        let carried = operations(in: wire)
        if carried.count > portal.maxOperations {
            violate("\(name) sends \(carried.count) operations at once, and the portal takes \(portal.maxOperations)")
        }
        if personSyncs.contains(index) {
            paces[index].quiet = nil
            return
        }
        if let quiet = paces[index].quiet, quiet.from < time.uptime, time.uptime < quiet.until {
            violate("\(name) asks \(quiet.until - time.uptime) before the portal wants to be asked: \(describe(wire))")
        }
    }

    /// Takes note of an answer that asks for patience, and of the turns that were had.
    func note(_ status: Int, asked: Duration?, of index: Int) {
        // What was on the line beside it is not to be held against anybody.
        guard status == 429 || status == 503, let asked else { return }
        let until = time.uptime + asked
        paces[index].quiet = (time.uptime + .seconds(2), max(until, paces[index].quiet?.until ?? .zero))
    }

    /// Every few good exchanges: whatever is due and was due all the while should have been tried by now.
    func watchTurns(of index: Int) async {
        paces[index].good += 1
        guard paces[index].good % 8 == 0 else { return }
        let outbox = kiosks[index].outbox
        let now = kiosks[index].clock.now()
        guard
            let (operations, files, isAsking) = try? await outbox.read({ tx in
                (
                    try tx.operations(states: [.waiting, .retrying], after: nil, limit: 500).items,
                    try tx.hasDueFiles(now: now), try tx.portalDoubt() != nil
                )
            })
        else { return }
        // While the portal is asked what it remembers, nothing else goes.
        if isAsking {
            paces[index].dueSince = [:]
            return
        }
        var due: [String: Int] = [:]
        for operation in operations where operation.nextAttemptAt.map({ $0 <= now }) ?? true {
            due[operation.id] = operation.attempts
        }
        if files { due["files"] = paces[index].dueSince["files"]?.attempts ?? 0 }
        paces[index].dueSince = paces[index].dueSince.filter { due[$0.key] == $0.value.attempts }
        for (id, attempts) in due {
            let since = paces[index].dueSince[id]?.good ?? paces[index].good
            paces[index].dueSince[id] = (since, attempts)
            if paces[index].good - since > Self.patience + 2 * due.count, ledger.damagedOperations(index).isEmpty {
                violate("\(kiosks[index].name) has left \(id) waiting over \(paces[index].good - since) exchanges")
            }
        }
    }

    /// A link comes up: whatever is due is tried within five seconds, however long it was to wait.
    func linkUp(_ index: Int) async throws {
        partitions[index] = nil
        let kiosk = kiosks[index]
        let (engine, outbox, now) = (kiosk.engine, kiosk.outbox, kiosk.clock.now())
        var bucket = await engine.linkUps
        let isHeard = bucket.take(at: time.uptime)
        let isDue = try await outbox.read { try $0.hasDueOperations(now: now) || $0.hasDueFiles(now: now) }
        let (link, rounds) = (await engine.link.state, await engine.rounds)
        let (before, life, hits) = (paces[index].requests, kiosk.life, kiosk.fuse.hits)
        if isHeard { kiosk.clock.noteWake() }
        await engine.heard(.up)
        try await settle()
        try await pass(.seconds(5))
        guard isHeard, isDue, link != .revoked, rounds.askedToWaitUntil <= time.uptime - .seconds(5) else { return }
        guard kiosks[index].life == life, !kiosks[index].fuse.isDead, kiosks[index].fuse.hits == hits else { return }
        if paces[index].requests == before { violate("\(kiosk.name) has a link again and tries nothing for five seconds") }
    }

    /// What the engine holds in memory between rounds does not grow with what went wrong.
    func checkMemory(_ index: Int, files: Int) async {
        let engine = kiosks[index].engine
        let name = kiosks[index].name
        if await engine.wakeUps.count > 1 { violate("\(name) has \(await engine.wakeUps.count) who wait to be woken") }
        if await !engine.roundWaiters.isEmpty { violate("\(name) is quiet and somebody waits for a round") }
        if await engine.knownOffsets.count > files { violate("\(name) remembers \(await engine.knownOffsets.count) offsets") }
        if await engine.calls != nil { violate("\(name) is quiet and has calls under way") }
        if await engine.bytesUnderWay != 0 { violate("\(name) is quiet and has \(await engine.bytesUnderWay) bytes under way") }
    }
}
