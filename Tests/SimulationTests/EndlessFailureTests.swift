import Testing

@testable import KioskAgent

/// That trying goes on for ever, and stays as dense as was promised, whatever it is that fails.
@Suite("Endless failure") struct EndlessFailureTests {
    private static let failures: [Fault] = [
        .noLink, .wrongServer, .requestLost, .answerLost, .answerCut, .stalled, .captivePortal, .proxyError, .status429,
        .status500,
        .status503, .unauthorized, .forgedDigest, .garbageLine, .endMissing, .tokenRefused, .forgedToken,
    ]

    @Test(arguments: failures)
    func `after two hundred failures in a row and no event at all, the next attempt is near and succeeds`(_ fault: Fault) async {
        #expect(await World(Scenario(seed: 5, kiosks: 1)).endure(fault, .garbage, times: 200) == [])
    }

    @Test(arguments: RetryAfterSpelling.allCases)
    func `a portal that asks for patience is asked again, whatever its number`(_ spelling: RetryAfterSpelling) async {
        #expect(await World(Scenario(seed: 5, kiosks: 1)).endure(.status503, spelling, times: 60) == [])
    }
}

extension World {
    /// One kiosk records something while every exchange fails in one way; no clerk does anything more.
    func endure(_ fault: Fault, _ spelling: RetryAfterSpelling, times: Int) async -> [String] {
        await play {
            await self.act(.addAccount(identity: 1, name: 0, n: 1), at: 0)
            self.lasting[0] = ArmedFault(fault: fault, place: 400, retryAfter: spelling)
            await self.act(.editAccount(pick: 0, field: 0, n: 2), at: 0)
            try await self.settle()
            let before = self.paces[0].requests
            var waited = Duration.zero
            while self.violations.isEmpty, self.paces[0].requests - before < times {
                guard let next = self.next() else { return self.violate("nothing is scheduled") }
                let wait = next.due - self.time.uptime
                waited = max(waited, wait)
                try await self.pass(max(.zero, wait))
                try await self.check()
            }
            self.note { "the longest wait was \(waited)" }
            self.lasting = [:]
            try await self.heal()
            try await self.checkHealed()
        }
    }
}
