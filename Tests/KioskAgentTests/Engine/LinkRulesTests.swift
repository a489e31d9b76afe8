import Outbox
import Scheduler
import Status
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// The hours of big files and the budgets of the line, as the engine keeps them. The clock starts at 18:06:40 in Việt Nam.
@Suite("Hours and budgets in the engine") struct LinkRulesTests {
    private static let untilTen = Duration.seconds(3 * 3600 + 53 * 60 + 20)

    private func hours(_ texts: String...) throws -> LinkRules {
        LinkRules(bigFiles: try texts.map { try #require(DayWindow($0)) }, bigFileBytes: 100_000, smallBytes: 1_000)
    }

    private func dossier(_ bench: EngineBench, _ papers: String...) async throws -> (put: String, submit: String) {
        let account = try await bench.account()
        let dossier = try await bench.dossier(owner: account.subject, papers: papers)
        return (dossier.put, dossier.submit)
    }

    @Test func `a big file waits for its hours while operations and other files go, and then goes`() async throws {
        try await EngineBench.with(rules: hours("22:00-05:30")) { bench in
            let (big, other) = (try await bench.paper(200_000), try await bench.paper(50_000, seed: 2))
            let operations = try await dossier(bench, big, other)
            await bench.round()
            #expect(try await bench.state(operations.submit) == .delivered)
            #expect(try await bench.file(other).state == .done)
            #expect(try await bench.file(big).state == .waiting)
            #expect(bench.portal.with { $0.bytesTaken } == 50_000)
            #expect(try await bench.engine.nextDue(at: bench.clock.now()) == bench.clock.now() + Self.untilTen)
            bench.clock.advance(Self.untilTen - .milliseconds(1))
            await bench.round(asked: true)
            #expect(try await bench.file(big).offset == 0)
            bench.clock.advance(.milliseconds(1))
            await bench.round()
            #expect(try await bench.file(big).state == .done)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `left alone, it sends a big file when the hours begin`() async throws {
        try await EngineBench.with(rules: hours("22:00-05:30")) { bench in
            let big = try await bench.paper(200_000)
            _ = try await dossier(bench, big)
            bench.clock.skipSleeps()
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            var count = 0
            for await _ in rounds {
                count += 1
                if try await bench.file(big).state == .done { break }
            }
            life.cancel()
            await life.value
            #expect(bench.clock.uptime() >= Self.untilTen && bench.clock.uptime() < Self.untilTen + .seconds(1000))
            // One for the news each quarter of an hour, and a few at the start: it does not spin.
            #expect(count < 30)
        }
    }

    @Test func `a big file stops between two pieces when its hours end, and goes on the next day`() async throws {
        try await EngineBench.with(rules: hours("18:00-18:07")) { bench in
            let big = try await bench.paper(400_000)
            _ = try await dossier(bench, big)
            let clock = bench.clock
            bench.portal.with { $0.onBytes = { clock.advance(.seconds(8)) } }
            #expect(await bench.round().isFinished)
            let first = try await bench.file(big)
            #expect(first.state == .waiting && first.offset > 0 && first.offset < 400_000)
            let next = try #require(try await bench.engine.nextDue(at: clock.now()))
            #expect(next - clock.now() > .seconds(23 * 3600))
            for _ in 0..<10 where try await bench.file(big).state != .done {
                let next = try #require(try await bench.engine.nextDue(at: clock.now()))
                clock.advance(next - clock.now())
                await bench.round()
            }
            #expect(try await bench.file(big).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == 400_000)
        }
    }

    @Test func `a budget of the day stops a file, outlives a crash, and is there again at midnight`() async throws {
        let rules = LinkRules(dailyBytes: 100_000, smallBytes: 1_000)
        try await EngineBench.with(rules: rules) { bench in
            let (paper, small) = (try await bench.paper(250_000), try await bench.paper(900, seed: 2))
            _ = try await dossier(bench, paper)
            await bench.round()
            let first = bench.portal.with { $0.bytesTaken }
            #expect(first > 80_000 && first <= 100_000)
            try await bench.crash()
            _ = try await bench.dossier(owner: bench.account("062090000002").subject, papers: [small])
            await bench.round(asked: true)
            #expect(try await bench.file(small).state == .done)
            #expect(bench.portal.with { $0.bytesTaken } == first + 900)
            let next = try #require(try await bench.engine.nextDue(at: bench.clock.now()))
            #expect(next == Timestamp("2026-11-18T17:00:00Z"))
            var days = 0
            while try await bench.file(paper).state != .done, days < 5 {
                days += 1
                let before = bench.portal.with { $0.bytesTaken }
                let next = try #require(try await bench.engine.nextDue(at: bench.clock.now()))
                bench.clock.advance(next - bench.clock.now())
                await bench.round()
                #expect(bench.portal.with { $0.bytesTaken } - before <= 100_000)
            }
            #expect(try await bench.file(paper).state == .done && days == 2)
            #expect(bench.portal.with { $0.bytesTaken } == 250_900)
        }
    }

    @Test func `papers and exchanges are spent with what they carried`() async throws {
        try await EngineBench.with(rules: LinkRules(dailyBytes: 100_000, smallBytes: 1_000)) { bench in
            let paper = try await bench.paper(40_000)
            _ = try await dossier(bench, paper)
            await bench.round()
            let now = bench.clock.now()
            let spent = try await bench.outbox.read { try $0.linkSpending().today(at: now) }
            // The exchanges of the model portal have ten bytes each way.
            #expect(spent >= 40_020 && spent < 40_200)
        }
    }

    /// Whoever pays for a metered line pays for what broke off, too.
    @Test func `an exchange that failed is spent with what may have left, and one that never began with nothing`() async throws {
        try await EngineBench.with(rules: LinkRules(dailyBytes: 100_000, smallBytes: 1_000)) { bench in
            _ = try await bench.account()
            func spent() async throws -> Int64 {
                let now = bench.clock.now()
                return try await bench.outbox.read { try $0.linkSpending().today(at: now) }
            }
            bench.portal.next(.fails(.noLink(detail: "")))
            await bench.round(asked: true)
            #expect(try await spent() == 0)
            bench.portal.next(.fails(.cut))
            await bench.round(asked: true)
            let first = try await spent()
            #expect(first > 100 && first < 500)
            bench.portal.next(.fails(.cut))
            await bench.round(asked: true)
            #expect(try await spent() == 2 * first)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func `a person's sync stays inside the hours, says so and does not wait for them`(_ untilEmpty: Bool) async throws {
        try await EngineBench.with(rules: hours("22:00-05:30")) { bench in
            bench.clock.skipSleeps()
            let big = try await bench.paper(200_000)
            _ = try await dossier(bench, big)
            let request = SyncNow(untilEmpty: untilEmpty, timeoutSeconds: nil)
            let outcome = try await bench.service.syncNow(request, language: .en) { _ in }
            #expect(outcome.exit == .notYet && outcome.reason == "window-closed")
            #expect(outcome.remaining == 0 && outcome.filesRemaining == 1)
            #expect(outcome.text.contains("waits for 22:00, 200 kB"), "\(outcome.text)")
            #expect(bench.clock.uptime() < .seconds(60) && bench.portal.with { $0.bytesTaken } == 0)
        }
    }

    @Test func `without budgets nothing is counted`() async throws {
        try await EngineBench.with { bench in
            _ = try await dossier(bench, try await bench.paper(50_000))
            try await bench.settle()
            #expect(try await bench.outbox.read { try $0.linkSpending() } == LinkSpending())
        }
    }
}
