import Outbox
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// Waits outlive a clock that somebody sets.
@Suite("A wrong clock and the engine's waits") struct ClockTests {
    /// Kept while the clock stood years ahead, the next attempt would come years after it was set right.
    @Test func `what was to be tried again under a clock far ahead is tried again under the right one`() async throws {
        try await EngineBench.with { bench in
            bench.clock.advance(.seconds(86_400 * 400))
            bench.portal.next(.firstMissing)
            let account = try await bench.account()
            await bench.round()
            #expect(try await bench.state(account.put) == .retrying)
            bench.clock.advance(.seconds(-86_400 * 400))
            try await bench.crash()
            await bench.round()
            #expect(try await bench.state(account.put) == .delivered)
        }
    }

    @Test(arguments: [Duration.seconds(3_600), .seconds(-3_600)])
    func `a wait lasts as long as it was meant to, whichever way the clock is set`(_ jump: Duration) async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            let start = bench.clock.now()
            try await bench.outbox.write { tx in
                _ = try tx.claim(ClaimLimits(maxOperations: 1, maxBytes: 1 << 20), now: start)
                try tx.postpone(account.put, reason: "later", problem: nil, nextAttemptAt: start + .seconds(600))
                try tx.keepWaits(jump: jump, now: start + jump)
            }
            #expect(try await bench.operation(account.put).nextAttemptAt == start + jump + .seconds(600))
        }
    }
}
