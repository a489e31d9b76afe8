import Scheduler
import Testing

@Suite struct RoundsTests {
    /// "will retry" timer returns to a passive wait state (powersync-native#15): no event after a failure, still attempts.
    @Test(arguments: FailureClass.allCases) func `after two hundred failures there is still a next attempt`(_ kind: FailureClass)
    {
        var random = Seeded(5)
        var rounds = Rounds()
        var now = Duration.seconds(1000)
        for _ in 0..<200 {
            rounds.started(at: now)
            let wait = rounds.failed(kind, at: now, using: &random)
            #expect(wait >= .zero && wait <= .seconds(300))
            let next = rounds.nextRound(dueIn: .zero, at: now)
            #expect(next == now + wait)
            #expect(rounds.nextRound(dueIn: nil, at: now) <= now + .seconds(900))
            now = next
            #expect(!rounds.isStuck(somethingDue: true, at: now))
        }
        rounds.succeeded(at: now)
        #expect(rounds.failures == 0)
        #expect(rounds.nextRound(dueIn: .zero, at: now) == now)
    }

    /// schedule breaks at midnight/DST (rclone#1268): the schedule knows no wall clock, and its answer is never in the past.
    @Test func `the next round is never in the past and never farther than what is asked for`() {
        var random = Seeded(6)
        var rounds = Rounds(policy: Rounds.Policy(idlePull: .seconds(60)))
        var now = Duration.zero
        for _ in 0..<5_000 {
            now += .milliseconds(Int64.random(in: 0...200_000, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: rounds.succeeded(at: now)
            case 1: _ = rounds.failed(FailureClass.allCases[Int.random(in: 0..<5, using: &random)], at: now, using: &random)
            case 2: rounds.linkUp(at: now)
            default: break
            }
            let due = Duration.seconds(Int64.random(in: 0...100_000, using: &random))
            let next = rounds.nextRound(dueIn: due, at: now)
            #expect(next >= now)
            #expect(next <= max(now + .seconds(60), rounds.notBefore))
            #expect(rounds.nextRound(dueIn: .zero, at: now) == max(now, rounds.notBefore))
        }
    }

    @Test func `idle, the portal is asked for news now and then`() {
        var rounds = Rounds()
        #expect(rounds.nextRound(dueIn: nil, at: .seconds(5)) == .seconds(5))
        rounds.succeeded(at: .seconds(10))
        #expect(rounds.nextRound(dueIn: nil, at: .seconds(11)) == .seconds(910))
        #expect(rounds.nextRound(dueIn: .seconds(3), at: .seconds(11)) == .seconds(14))
    }

    @Test func `a link that came up is tried at once`() {
        var random = Seeded(7)
        var rounds = Rounds()
        for _ in 0..<20 { _ = rounds.failed(.portal, at: .seconds(1), using: &random) }
        rounds.linkUp(at: .seconds(2))
        #expect(rounds.nextRound(dueIn: .zero, at: .seconds(2)) == .seconds(2))
    }

    /// A line that breaks every half minute and brings something each time is as good as it gets here.
    @Test func `what arrived before the line broke starts patience anew`() {
        var random = Seeded(9)
        var rounds = Rounds()
        for _ in 0..<50 {
            rounds.progressed()
            #expect(rounds.failed(.cut, at: .seconds(100), using: &random) <= .seconds(1))
        }
        #expect(rounds.failures == 1)
    }

    @Test func `the watchdog notices when something is due and nothing was tried for twice the cap`() {
        var random = Seeded(8)
        var rounds = Rounds()
        rounds.started(at: .zero)
        _ = rounds.failed(.portal, at: .zero, using: &random)
        #expect(!rounds.isStuck(somethingDue: true, at: .seconds(600)))
        #expect(rounds.isStuck(somethingDue: true, at: .seconds(602)))
        #expect(!rounds.isStuck(somethingDue: false, at: .seconds(10_000)))
        // A long wait that the portal asked for is no standstill.
        _ = rounds.failed(.portal, retryAfter: .seconds(3600), at: .seconds(602), using: &random)
        #expect(!rounds.isStuck(somethingDue: true, at: .seconds(2000)))
    }
}
