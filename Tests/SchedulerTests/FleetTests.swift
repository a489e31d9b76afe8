import Scheduler
import SyncProtocol
import Testing

/// All desks of a province after the portal was away for two hours: they must not bring it down again, nor leave it idle. Played in
/// virtual time with the rules that an agent lives by (`SyncEngine.live`).
@Suite struct FleetTests {
    /// What the desks meet while the portal is away, and how it asks for patience when too much comes.
    @Test(
        arguments: [
            (FailureClass.noLink, 60), (.portal, 60), (.noLink, 5), (.portal, 5), (.noLink, 300), (.portal, 300),
        ])
    func `four hundred desks come back without a storm, and soon`(outage: FailureClass, retryAfter: Int) {
        var fleet = Fleet(desks: 400, outage: outage, retryAfter: .seconds(retryAfter), seed: 7)
        fleet.run()
        let normal = fleet.normalRate
        #expect(normal > 1)
        // By the minute: a front end takes a busy second, but no busy minute. Nobody counts how often the desks knock in vain at first.
        for (minute, requests) in fleet.requestsByMinute.enumerated() where minute > 90 {
            #expect(Double(requests) / 60 <= 3 * normal, "minute \(minute): \(requests) requests, \(normal) a second are usual")
        }
        #expect(fleet.backlogAtReturn > 10_000)
        #expect(fleet.drained <= fleet.ideal * 1.3, "\(fleet.drained) instead of \(fleet.ideal)")
    }
}

/// Desks that each record an operation every three minutes, and a portal that takes so many operations a second.
private struct Fleet {
    private struct Desk {
        var rounds = Rounds(policy: Rounds.Policy(backoff: Backoff(base: .seconds(2))))
        var backlog = 0
        /// When the next attempt is, so that one that was put off is known.
        var attempt = 0
    }

    private enum Event { case recorded(Int), attempt(Int) }

    private static let tick = Duration.milliseconds(100)
    private static let hour = 36_000
    private static let away = (hour, 3 * hour)
    private static let end = 5 * hour
    /// Operations a second; usual are two.
    private static let capacity = 20.0
    /// Seconds of work that the portal lets pile up before it asks for patience: as long as it asks for, at least so much.
    private static let patience = 10.0

    private let outage: FailureClass
    private let retryAfter: Duration
    private var random: Seeded
    private var desks: [Desk]
    private var events: [[Event]]
    private var busyUntil = 0.0
    private(set) var requestsByMinute: [Int]
    private(set) var backlogAtReturn = 0
    private var drainedAt: Int?

    init(desks count: Int, outage: FailureClass, retryAfter: Duration, seed: UInt64) {
        self.outage = outage
        self.retryAfter = retryAfter
        random = Seeded(seed)
        desks = Array(repeating: Desk(), count: count)
        events = Array(repeating: [], count: Self.end)
        requestsByMinute = Array(repeating: 0, count: Self.end / 600)
        // The agents were not all started at once.
        for desk in 0..<count { events[Int.random(in: 0..<3_600, using: &random)] += [.recorded(desk), .attempt(desk)] }
    }

    /// Requests a second in the half hour before.
    var normalRate: Double { Double(requestsByMinute[30..<60].reduce(0, +)) / 1_800 }
    /// Seconds that the portal needs for what had piled up, and for what is recorded meanwhile.
    var ideal: Double { Double(backlogAtReturn) / (Self.capacity - Double(desks.count) / 180) }
    /// Seconds until everything that had piled up was there.
    var drained: Double { drainedAt.map { Double($0 - Self.away.1) / 10 } ?? .infinity }

    mutating func run() {
        for tick in 0..<Self.end {
            if tick == Self.away.1 { backlogAtReturn = desks.reduce(0) { $0 + $1.backlog } }
            for event in events[tick] {
                switch event {
                case .recorded(let desk): record(desk, tick)
                case .attempt(let desk) where desks[desk].attempt == tick: attempt(desk, tick)
                case .attempt: break
                }
            }
            // What a desk recorded in the last minutes is no backlog.
            if drainedAt == nil, tick > Self.away.1, tick % 10 == 0, desks.allSatisfy({ $0.backlog < 5 }) { drainedAt = tick }
        }
    }

    private mutating func record(_ desk: Int, _ tick: Int) {
        desks[desk].backlog += 1
        // A person's work: now and then, not by the clock.
        let next = tick + Int.random(in: 600...3_000, using: &random)
        if next < Self.end { events[next].append(.recorded(desk)) }
        // Something new brings the next attempt forward, but not before the portal wants to be asked again.
        let now = Self.tick * tick
        schedule(desk, max(now, desks[desk].rounds.askedToWaitUntil), from: tick)
    }

    private mutating func attempt(_ desk: Int, _ tick: Int) {
        let now = Self.tick * tick
        requestsByMinute[tick / 600] += 1
        desks[desk].rounds.started(at: now)
        let isAway = tick >= Self.away.0 && tick < Self.away.1
        let seconds = Double(tick) / 10
        if isAway {
            _ = desks[desk].rounds.failed(outage, at: now, using: &random)
        } else if busyUntil > seconds + max(Self.patience, Double(retryAfter.components.seconds)) {
            _ = desks[desk].rounds.failed(.portal, retryAfter: retryAfter, at: now, using: &random)
        } else {
            busyUntil = max(busyUntil, seconds) + Double(desks[desk].backlog) / Self.capacity
            desks[desk].backlog = 0
            desks[desk].rounds.succeeded(at: now)
        }
        let isDue = desks[desk].backlog > 0
        schedule(desk, desks[desk].rounds.nextRound(dueIn: isDue ? .zero : nil, at: now), from: tick)
    }

    private mutating func schedule(_ desk: Int, _ moment: Duration, from tick: Int) {
        let at = max(tick + 1, Int((moment / Self.tick).rounded(.up)))
        desks[desk].attempt = at
        if at < Self.end { events[at].append(.attempt(desk)) }
    }
}
