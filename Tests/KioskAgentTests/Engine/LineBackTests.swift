import Outbox
import Scheduler
import Testing
import Transport

@testable import KioskAgent

/// Lines that break in the middle of something, over and over.
@Suite(.timeLimit(.minutes(1))) struct LineBackTests {
    @Test func `a line that came back is used at once, without asking again what the portal is`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            let account = try await bench.account()
            _ = try await bench.dossier(owner: account.subject, papers: [paper])
            bench.portal.with { $0.answersKnocks = true }
            bench.portal.nextFile(.fails(.portal(.cut)))
            await bench.round()
            #expect(bench.portal.with { $0.fileFaults.isEmpty })
            let engine = bench.engine
            #expect(await engine.untilNextRound() == .zero)
            #expect(await engine.link.state == .online)
            let asked = bench.portal.with { $0.discoveries }
            await bench.round()
            #expect(bench.portal.with { $0.discoveries } == asked)
            #expect(try await bench.file(paper).state == .done)
        }
    }

    /// It was no fault of what was on its way: half of it in each of two exchanges would cost another round trip.
    @Test(arguments: [true, false]) func `a batch whose line came back goes again as a whole`(_ isBack: Bool) async throws {
        try await EngineBench.with { bench in
            bench.portal.with { $0.answersKnocks = isBack }
            for number in 0..<4 { _ = try await bench.account("06209000000\(number)") }
            bench.portal.next(.fails(.cut))
            await bench.round()
            await bench.round(asked: true)
            #expect(bench.portal.with { $0.exchanges.map(\.count).filter { $0 > 0 } } == (isBack ? [4, 4] : [4, 2, 2]))
        }
    }

    /// Five times at once, and then one in thirty seconds: a line that flaps makes no storm.
    @Test func `a line that comes back again and again is not tried at once each time`() async throws {
        try await EngineBench.with { bench in
            bench.portal.with { $0.answersKnocks = true }
            _ = try await bench.account()
            var waits = 0
            for _ in 0..<20 {
                bench.portal.next(.fails(.noLink(detail: "")))
                await bench.round(asked: true)
                if await bench.engine.untilNextRound() > .zero { waits += 1 }
            }
            #expect(waits >= 10)
        }
    }
}
