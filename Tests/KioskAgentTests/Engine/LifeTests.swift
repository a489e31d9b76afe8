import Outbox
import Scheduler
import Status
import SyncProtocol
import Synchronization
import Testing
import Transport

@testable import KioskAgent

/// The agent's life and a person's sync.
@Suite("Life of the engine") struct LifeTests {
    /// "will retry" timer returns to a passive wait state (powersync-native#15): failures of each kind, then success, with no
    /// event in between.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            PortalFailure.noLink(detail: ""), .cut, .stalled, .captivePortal, .wrongServer(detail: ""),
            .portalError(status: 503, retryAfter: .seconds(60)), .tooManyRequests(retryAfter: .seconds(60)),
            .clientRefused(Problem(.unauthorized)), .clockWrong(skewSeconds: 900), .batchTooLarge, .badAnswer(detail: ""),
        ])
    func `after failures it goes on by itself until it succeeds`(_ failure: PortalFailure) async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            await bench.round()
            let put = try await bench.edit(account.subject, ["phone": "1"])
            for _ in 0..<7 { bench.portal.next(.fails(failure)) }
            bench.clock.skipSleeps()
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            for await _ in rounds {
                let state = try await bench.state(put)
                #expect(state != .waiting || bench.portal.with { $0.syncFaults.count } > 0)
                // Alone and always too large is for a person; everything else goes by itself.
                if state == .delivered || state == .quarantined { break }
            }
            life.cancel()
            await life.value
            #expect(try await bench.state(put) == (failure == .batchTooLarge ? .quarantined : .delivered))
        }
    }

    /// protocol.md, section 3: it stops trying and keeps its queue. A person's sync, or an enrolment, begins again.
    @Test(.timeLimit(.minutes(1))) func `a revoked kiosk stops trying by itself until a person's sync gets through`() async throws
    {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            for _ in 0..<2 { bench.portal.next(.fails(.revoked)) }
            #expect(try await sync(bench, untilEmpty: true).exit == .unavailable)
            try await bench.crash()
            bench.clock.skipSleeps()
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            // Days go by, and what is recorded changes nothing.
            while bench.clock.uptime() < .seconds(100_000) {
                await engine.wake()
                await Task.yield()
            }
            #expect(bench.portal.with { $0.exchanges.count } == 1)
            #expect(try await bench.state(account.put) == .retrying)
            #expect(await engine.snapshot(agentSince: nil).linkReason == "revoked")
            #expect(try await sync(bench).exit == .unavailable)
            let second = try await bench.account("062090000002")
            #expect(try await sync(bench).exit == .done)
            let third = try await bench.account("062090000003")
            await engine.wake()
            for await _ in rounds where try await bench.state(third.put) == .delivered { break }
            #expect(try await bench.state(second.put) == .delivered)
            life.cancel()
            await life.value
            bench.expectExactlyOnce()
        }
    }

    /// cli.md: 0 is "all but held items delivered", 2 "not all delivered yet"; the link alone makes neither.
    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func `without a link a sync is done when only held items are left`(isReleased: Bool) async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            await bench.round()
            let put = try await bench.edit(account.subject, ["phone": "1"])
            try await bench.outbox.write { tx in
                _ = try tx.hold(put, reason: nil)
                if isReleased { _ = try tx.release(put) }
            }
            bench.portal.next(.fails(.noLink(detail: "")))
            let outcome = try await sync(bench)
            #expect(outcome.exit == (isReleased ? .notYet : .done) && outcome.reason == "no-link" && !outcome.text.isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `idle, it hears of the portal's news by itself`() async throws {
        try await EngineBench.with { bench in
            await bench.round()
            let subject = "019abcde-0000-7000-8000-0000000000aa"
            bench.portal.office(subject) { $0["full_name"] = "Y Thử" }
            bench.clock.skipSleeps()
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            for await _ in rounds where try await bench.outbox.read({ try $0.subject(subject) }) != nil { break }
            life.cancel()
            await life.value
            #expect(bench.clock.uptime() >= .seconds(900))
        }
    }

    @Test func `a round that asked the portal nothing does not say that the link is up`() async throws {
        try await EngineBench.with { bench in
            await bench.round()
            let before = try await bench.outbox.read { try $0.fact(.lastSuccessAt) }
            bench.clock.advance(.seconds(60))
            await bench.round()
            #expect(try await bench.outbox.read { try $0.fact(.lastSuccessAt) } == before)
            #expect(bench.portal.with { $0.exchanges.count } == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `what is recorded wakes it`() async throws {
        try await EngineBench.with { bench in
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            var iterator = rounds.makeAsyncIterator()
            await iterator.next()
            let account = try await bench.account()
            await engine.wake()
            await iterator.next()
            #expect(try await bench.state(account.put) == .delivered)
            life.cancel()
            await life.value
        }
    }

    @Test(.timeLimit(.minutes(1))) func `what is recorded does not shorten the wait that the portal asked for`() async throws {
        try await EngineBench.with { bench in
            bench.portal.next(.fails(.portalError(status: 503, retryAfter: .seconds(120))))
            let account = try await bench.account()
            bench.clock.skipSleeps()
            let (rounds, told) = AsyncStream.makeStream(of: Duration.self)
            let (engine, clock) = (bench.engine, bench.clock)
            let life = Task {
                await engine.live { _ in
                    told.yield(clock.uptime()); await engine.wake()
                }
            }
            var iterator = rounds.makeAsyncIterator()
            let first = await iterator.next()
            let second = await iterator.next()
            #expect(try #require(second) - #require(first) >= .seconds(120))
            life.cancel()
            await life.value
            #expect(try await bench.state(account.put) == .delivered)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `after a person's sync found the portal willing, the wait that it asked for is over`()
        async throws
    {
        try await EngineBench.with { bench in
            bench.portal.next(.fails(.portalError(status: 503, retryAfter: .seconds(21_600))))
            try await bench.account("062090000001")
            let (rounds, told) = AsyncStream.makeStream(of: Void.self)
            let engine = bench.engine
            let life = Task { await engine.live { _ in told.yield() } }
            var iterator = rounds.makeAsyncIterator()
            await iterator.next()
            #expect(try await sync(bench).exit == .done)
            let second = try await bench.account("062090000002")
            await engine.wake()
            await iterator.next()
            #expect(try await bench.state(second.put) == .delivered)
            life.cancel()
            await life.value
        }
    }

    @Test(.timeLimit(.minutes(1))) func `cancelled in a call that hangs it ends promptly and nothing is lost`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.hangs)
            let engine = bench.engine
            let life = Task { await engine.live { _ in } }
            for await _ in bench.portal.hung { break }
            life.cancel()
            await life.value
            #expect(try await bench.state(account.put) == .retrying)
            await bench.round()
            #expect(try await bench.state(account.put) == .delivered)
            bench.expectExactlyOnce()
        }
    }

    // MARK: A person's sync

    private func sync(_ bench: EngineBench, untilEmpty: Bool = false, timeout: Double? = nil) async throws -> SyncOutcome {
        try await bench.service.syncNow(SyncNow(untilEmpty: untilEmpty, timeoutSeconds: timeout), language: .en) { _ in }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [false, true]) func `all delivered is 0`(_ untilEmpty: Bool) async throws {
        try await EngineBench.with { bench in
            bench.clock.skipSleeps()
            try await bench.account()
            let outcome = try await sync(bench, untilEmpty: untilEmpty)
            #expect(outcome.exit == .done && outcome.delivered == 1 && outcome.remaining == 0 && outcome.reason == nil)
        }
    }

    /// "Sync succeeded" that did not (cht-core#8303)
    @Test(.timeLimit(.minutes(1))) func `a line that broke is not yet, and says why`() async throws {
        try await EngineBench.with { bench in
            try await bench.account()
            bench.portal.next(.fails(.cut))
            let outcome = try await sync(bench)
            #expect(outcome.exit == .notYet && outcome.reason == "cut" && outcome.delivered == 0 && outcome.remaining == 1)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func `what only a person can move ends the sync, with its papers waiting too`(_ untilEmpty: Bool) async throws {
        try await EngineBench.with { bench in
            bench.clock.skipSleeps()
            let paper = try await bench.paper(1_000)
            let account = try await bench.account()
            _ = try await bench.dossier(owner: account.subject, papers: [paper])
            bench.portal.next(.answers { _ in .rejected(Problem(.invalidBody)) })
            let outcome = try await sync(bench, untilEmpty: untilEmpty)
            #expect(outcome.exit == .needsPerson && outcome.remaining == 3)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [PortalFailure.revoked, .wrongServer(detail: ""), .agentTooOld])
    func `a portal that cannot be used is 69, until empty too`(_ failure: PortalFailure) async throws {
        try await EngineBench.with { bench in
            bench.clock.skipSleeps()
            try await bench.account()
            bench.portal.next(.fails(failure))
            let outcome = try await sync(bench, untilEmpty: true)
            #expect(outcome.exit == .unavailable && outcome.remaining == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `the bytes sent are those of all rounds of the sync and of no other`() async throws {
        try await EngineBench.with { bench in
            bench.clock.skipSleeps()
            try await bench.account()
            #expect(try await sync(bench).bytesSent == 10)
            try await bench.account("062090000002")
            bench.portal.next(.cut(after: 0))
            // The cut exchange, the one that went, and nothing of the sync before.
            #expect(try await sync(bench, untilEmpty: true).bytesSent == 20)
        }
    }

    /// The time runs out in the call that follows the last delivery.
    @Test(.timeLimit(.minutes(1))) func `a time that is up when all is delivered leaves nothing undone`() async throws {
        try await EngineBench.with { bench in
            try await bench.account()
            bench.portal.with { $0.saysMore = true }
            bench.portal.next(.duplicated, .hangs)
            let service = bench.service
            let outcome = Task {
                try await service.syncNow(SyncNow(untilEmpty: true, timeoutSeconds: 5), language: .en) { _ in }
            }
            for await _ in bench.portal.hung { break }
            bench.clock.wakeSleepers()
            let ended = try await outcome.value
            #expect(ended.exit == .done && ended.reason == nil && ended.delivered == 1)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a clock that is too wrong is told in minutes`() async throws {
        try await EngineBench.with { bench in
            try await bench.account()
            bench.portal.next(.fails(.clockWrong(skewSeconds: -900)))
            let outcome = try await sync(bench)
            #expect(outcome.exit == .notYet && outcome.reason == "clock-wrong" && outcome.text.contains("15"))
            #expect(try await bench.outbox.read { try $0.fact(.clockSkewSeconds)?.doubleValue } == -900)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `until empty goes on through failures`() async throws {
        try await EngineBench.with { bench in
            bench.clock.skipSleeps()
            try await bench.account()
            bench.portal.next(
                .fails(.cut), .fails(.noLink(detail: "")), .answerLost, .fails(.portalError(status: 503, retryAfter: nil)))
            #expect(try await sync(bench, untilEmpty: true).exit == .done)
            bench.expectExactlyOnce()
        }
    }

    @Test(.timeLimit(.minutes(1))) func `the time that was set is kept although another round hangs`() async throws {
        try await EngineBench.with { bench in
            try await bench.account()
            bench.portal.next(.hangs)
            let engine = bench.engine
            let other = Task { await engine.round(ignoringBackoff: false) }
            for await _ in bench.portal.hung { break }
            bench.clock.skipSleeps()
            let outcome = try await sync(bench, untilEmpty: true, timeout: 5)
            #expect(outcome.exit == .notYet && outcome.remaining == 1)
            other.cancel()
            _ = await other.value
        }
    }

    @Test func `progress counts what was delivered and nothing else`() async throws {
        try await EngineBench.with { bench in
            let bad = try await bench.account("062090000001").put
            try await bench.account("062090000002")
            bench.portal.next(
                .answers { operation in
                    operation.id == bad
                        ? .rejected(Problem(.invalidBody))
                        : .applied(Receipt(revision: "r", receivedAt: operation.madeAt, serial: 1), missing: nil)
                })
            let followers = await bench.engine.events
            let (number, events) = followers.follow()
            await bench.round()
            followers.close(number)
            var delivered: [Int] = []
            for await event in events { if case .exchanged(let count, _, _) = event { delivered.append(count) } }
            #expect(delivered == [1])
        }
    }
}
