import Scheduler
import SyncProtocol
import Testing

@Suite struct BackoffTests {
    @Test(arguments: FailureClass.allCases) func `a wait is between nothing and its ceiling, and uses all of it`(
        _ kind: FailureClass
    ) {
        var random = Seeded(1)
        let backoff = Backoff(base: .seconds(1), cap: .seconds(300))
        for failures in 1...12 {
            let ceiling = backoff.ceiling(failures: failures, class: kind)
            #expect(ceiling > .zero && ceiling <= .seconds(300))
            let waits = (0..<500).map { _ in backoff.wait(failures: failures, class: kind, using: &random) }
            #expect(waits.allSatisfy { $0 >= .zero && $0 <= ceiling })
            // Full jitter: both ends of the range are met.
            #expect(waits.contains { $0 < ceiling / 5 } && waits.contains { $0 > ceiling * 4 / 5 })
        }
    }

    @Test func `the ceiling doubles and stops at the cap`() {
        let backoff = Backoff(base: .seconds(1), cap: .seconds(300))
        let ceilings = (1...12).map { backoff.ceiling(failures: $0, class: .portal) }
        #expect(ceilings == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map { .seconds($0) })
        #expect(backoff.ceiling(failures: 50, class: .cut) == .seconds(15))
    }

    @Test(arguments: FailureClass.allCases) func `no number of failures overflows`(_ kind: FailureClass) {
        var random = Seeded(2)
        for backoff in [
            Backoff(), Backoff(base: .seconds(86_400 * 365), cap: .seconds(86_400 * 3650)), Backoff(base: .zero, cap: .zero),
        ] {
            for failures in [Int.min, -1, 0, 1, 63, 64, 65, 1_000_000, Int.max] {
                let wait = backoff.wait(failures: failures, class: kind, using: &random)
                #expect(wait >= .zero && wait <= backoff.cap)
            }
        }
    }

    @Test func `what the portal asks for is never shortened, and hardly lengthened at first`() {
        var random = Seeded(3)
        for seconds in [1, 30, 3600, 21_600] {
            let asked = Duration.seconds(seconds)
            for failures in 1...40 {
                let wait = Backoff().wait(failures: failures, class: .portal, retryAfter: asked, using: &random)
                let most = asked + asked / 10 + .seconds(1)
                #expect(wait >= asked && wait <= (failures == 1 ? most : max(most, .seconds(300))))
            }
        }
    }

    /// The same short wait for all would bring all of them back at once, time after time.
    @Test func `who is refused again and again comes back less and less often`() {
        var random = Seeded(4)
        func mean(_ failures: Int) -> Int64 {
            let waits = (0..<500).map { _ in
                Backoff().wait(failures: failures, class: .portal, retryAfter: .seconds(5), using: &random).wholeMilliseconds
            }
            return waits.reduce(0, +) / 500
        }
        #expect(mean(1) < 6_500)
        #expect(mean(5) > 2 * mean(3) && mean(3) > mean(1))
        #expect((120_000...180_000).contains(mean(20)))
    }

    @Test func `a line that is away for long is no longer one desk's own trouble`() {
        let backoff = Backoff(base: .seconds(2))
        #expect(backoff.ceiling(failures: 10, class: .noLink) == .seconds(60))
        #expect(backoff.ceiling(failures: 40, class: .noLink) == .seconds(300))
        #expect(backoff.ceiling(failures: 40, class: .captive) == .seconds(60))
    }
}
