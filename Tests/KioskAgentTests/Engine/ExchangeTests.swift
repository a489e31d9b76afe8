import Outbox
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// What the engine makes of answers, good and bad.
@Suite("Exchanges of the engine") struct ExchangeTests {
    @Test func `an account, its dossier and the submission go up in one exchange, each once`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            let dossier = try await bench.dossier(owner: account.subject)
            #expect(await bench.round().isFinished)
            for id in [account.put, dossier.put, dossier.submit] { #expect(try await bench.state(id) == .delivered) }
            #expect(bench.portal.with { $0.exchanges.first } == [account.put, dossier.put, dossier.submit])
            #expect(try await bench.subject(account.subject).revision == "r1")
            bench.expectExactlyOnce()
        }
    }

    @Test func `an answer lost after everything was applied is asked for again and nothing is applied twice`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.answerLost)
            await bench.round()
            #expect(try await bench.state(account.put) == .retrying)
            try await bench.settle()
            #expect(try await bench.state(account.put) == .delivered)
            bench.expectExactlyOnce()
        }
    }

    @Test(arguments: 0...5) func `the verdicts that arrived before the cut count and the cursor does not move`(_ count: Int)
        async throws
    {
        try await EngineBench.with { bench in
            var puts: [String] = []
            for number in 0..<5 { puts.append(try await bench.account("06209000000\(number)").put) }
            bench.portal.office("019abcde-0000-7000-8000-0000000000aa") { $0["full_name"] = "Người khác" }
            bench.portal.next(.cut(after: count))
            await bench.round()
            for (index, put) in puts.enumerated() {
                #expect(try await bench.state(put) == (index < count ? .delivered : .retrying))
            }
            #expect(try await bench.outbox.read { try $0.fact(.cursor) } == nil)
            try await bench.settle()
            for put in puts { #expect(try await bench.state(put) == .delivered) }
            #expect(try await bench.outbox.read { try $0.subject("019abcde-0000-7000-8000-0000000000aa") } != nil)
            bench.expectExactlyOnce()
        }
    }

    /// error counted as success in totals (cht#8303): only a receipt for the bytes that were sent delivers.
    @Test(arguments: [0, 1, 2]) func `verdicts with another digest, of a foreign operation or none at all deliver nothing`(
        _ kind: Int
    ) async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next([.wrongDigest, .foreignOperation, .noVerdicts][kind])
            await bench.round()
            #expect(try await bench.state(account.put) == .retrying)
            #expect(try await bench.outbox.read { try $0.counts()[.delivered] } == 0)
            #expect(try await bench.events().contains("disbelieved") == (kind < 2))
            try await bench.settle()
            #expect(try await bench.state(account.put) == .delivered)
            bench.expectExactlyOnce()
        }
    }

    @Test func `verdicts that come twice deliver once`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.duplicated)
            await bench.round()
            #expect(try await bench.state(account.put) == .delivered)
            #expect(try await bench.events().filter { $0 == "delivered" }.count == 1)
        }
    }

    /// One bad item blocks everything (fhircore#2775): a verdict that never comes keeps neither the others nor the files.
    @Test func `an operation that never gets a verdict does not keep the others`() async throws {
        try await EngineBench.with { bench in
            let first = try await bench.account("062090000001")
            let others = [try await bench.account("062090000002"), try await bench.account("062090000003")]
            bench.portal.next(.firstMissing)
            await bench.round()
            for other in others { #expect(try await bench.state(other.put) == .delivered) }
            let next = try #require(try await bench.operation(first.put).nextAttemptAt)
            #expect(next >= bench.clock.now() + .seconds(5))
            try await bench.settle()
            #expect(try await bench.state(first.put) == .delivered)
        }
    }

    @Test func `a batch that is too large is halved until it fits, and nothing is lost`() async throws {
        try await EngineBench.with { bench in
            var puts: [String] = []
            for number in 10..<30 { puts.append(try await bench.account("0620900000\(number)").put) }
            bench.portal.next(.fails(.batchTooLarge), .fails(.batchTooLarge), .fails(.batchTooLarge))
            await bench.round()
            for put in puts { #expect(try await bench.state(put) == .delivered) }
            let sizes = bench.portal.with { $0.exchanges.map(\.count) }
            #expect(Array(sizes.prefix(4)) == [20, 10, 5, 2])
        }
    }

    @Test func `one operation that the portal always finds too large stands before a person and the others get through`()
        async throws
    {
        try await EngineBench.with { bench in
            let poison = try await bench.account("062090000009").put
            let others = [try await bench.account("062090000001").put, try await bench.account("062090000002").put]
            bench.portal.with { $0.poison[poison] = .batchTooLarge }
            await bench.round()
            #expect(try await bench.state(poison) == .quarantined)
            for put in others { #expect(try await bench.state(put) == .delivered) }
        }
    }

    /// One bad item blocks everything (fhircore#2775, systemd#21407, pouchdb#5779).
    @Test(arguments: [
        PortalFailure.portalError(status: 500, retryAfter: nil), .cut, .stalled, .badAnswer(detail: ""),
        .clientRefused(Problem(.malformedRequest)),
    ])
    func `an operation that breaks every exchange it is in does not keep the others`(_ failure: PortalFailure) async throws {
        try await EngineBench.with { bench in
            let poison = try await bench.account("062090000009").put
            var others: [String] = []
            for number in 1...6 { others.append(try await bench.account("06209000000\(number)").put) }
            bench.portal.with { $0.poison[poison] = failure }
            for _ in 0..<20 {
                await bench.round()
                bench.clock.advance(.seconds(10))
            }
            for put in others { #expect(try await bench.state(put) == .delivered) }
            #expect(try await bench.operation(poison).state == .retrying)
            // When the portal is mended it goes by itself.
            bench.portal.with { $0.poison = [:] }
            try await bench.settle()
            #expect(try await bench.state(poison) == .delivered)
            bench.expectExactlyOnce()
        }
    }

    /// Errors that foretell the same for all stop the round (architecture.md, section 3).
    @Test(arguments: [
        PortalFailure.portalError(status: 500, retryAfter: nil), .portalError(status: 503, retryAfter: nil),
        .badAnswer(detail: ""),
        .clientRefused(Problem(.malformedRequest)), .clientRefused(Problem(.unauthorized)), .stalled,
    ])
    func `a portal that fails at everything is asked twice at most in a round`(_ failure: PortalFailure) async throws {
        try await EngineBench.with { bench in
            for number in 100..<140 { try await bench.account("062090000\(number)") }
            for _ in 0..<40 { bench.portal.next(.fails(failure)) }
            for _ in 0..<3 {
                let before = bench.portal.with { $0.exchanges.count }
                let end = await bench.round()
                #expect(end.reason == failure.reason)
                #expect(bench.portal.with { $0.exchanges.count } - before <= 2)
            }
            bench.portal.with { $0.syncFaults = [] }
            try await bench.settle()
            #expect(try await bench.outbox.read { try $0.counts()[.delivered] } == 40)
            bench.expectExactlyOnce()
        }
    }

    @Test func `a portal that finds everything too large does not have the whole queue set aside`() async throws {
        try await EngineBench.with { bench in
            for number in 100..<140 { try await bench.account("062090000\(number)") }
            for _ in 0..<400 { bench.portal.next(.fails(.batchTooLarge)) }
            await bench.round()
            #expect(try await bench.outbox.read { try $0.counts()[.quarantined] } == 1)
            #expect(bench.portal.with { $0.exchanges.count } < 12)
        }
    }

    @Test func `a portal with an endless last page is not asked without end`() async throws {
        try await EngineBench.with { bench in
            bench.portal.with { $0.saysMore = true }
            #expect(await bench.round().isFinished)
            #expect(bench.portal.with { $0.exchanges.count } <= 30)
        }
    }

    @Test func `what is later is sent again with the same bytes`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.answers { _ in .later(Problem(.afterNotApplied), retryAfterSeconds: 30) })
            await bench.round()
            let waiting = try await bench.operation(account.put)
            #expect(waiting.state == .retrying && waiting.nextAttemptAt == bench.clock.now() + .seconds(30))
            await bench.round()
            #expect(bench.portal.with { $0.exchanges.filter { !$0.isEmpty }.count } == 1)
            bench.clock.advance(.seconds(31))
            await bench.round()
            #expect(try await bench.state(account.put) == .delivered)
            bench.expectExactlyOnce()
        }
    }

    @Test func `what waited for a refusal is put anew and waits for the person`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            let dossier = try await bench.dossier(owner: account.subject)
            bench.portal.next(
                .answers { operation in
                    operation.type == "account.put"
                        ? .rejected(Problem(.invalidBody)) : .later(Problem(.afterNever), retryAfterSeconds: nil)
                })
            await bench.round()
            #expect(try await bench.state(account.put) == .rejected)
            #expect(try await bench.state(dossier.put) == .replaced)
            #expect(try await bench.state(dossier.submit) == .replaced)
            let open = try await bench.outbox.read { try $0.operations(of: dossier.subject, openOnly: true) }
            #expect(open.map(\.type) == [.dossierPut, .dossierSubmit] && open.allSatisfy { $0.state == .blocked })
            #expect(open.last?.body == ["files": 0])
        }
    }

    @Test func `a portal that says after-never to what waits for nothing cannot keep the kiosk busy`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.answers { _ in .later(Problem(.afterNever), retryAfterSeconds: nil) })
            await bench.round()
            #expect(try await bench.state(account.put) == .rejected)
            #expect(bench.portal.with { $0.exchanges.count } <= 2)
        }
    }

    @Test func `a second put is frozen only after the first one's verdict, on its revision`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.answerLost)
            await bench.round()
            let second = try await bench.edit(account.subject, ["phone": "0912345678"])
            #expect(second != account.put)
            #expect(try await bench.operation(second).frozen == nil)
            try await bench.settle()
            #expect(try await bench.operation(second).frozen?.base == "r1")
            #expect(try await bench.state(second) == .delivered)
            #expect(bench.portal.with { $0.subjects[account.subject]?.state["phone"] } == "0912345678")
            bench.expectExactlyOnce()
        }
    }

    /// Editing after a half-sent upload yields "same id, different content" (collect#5317, enketo#1405).
    @Test func `bytes that were offered once never change whatever is edited`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.fails(.cut), .fails(.cut), .answerLost)
            for number in 0..<4 {
                await bench.round()
                try await bench.edit(account.subject, ["phone": .string("091234567\(number)")])
                bench.clock.advance(.seconds(100))
            }
            try await bench.settle()
            bench.expectExactlyOnce()
            #expect(bench.portal.with { $0.subjects[account.subject]?.state["phone"] } == "0912345673")
        }
    }

    @Test(arguments: 0..<6) func `a crash at any point of an exchange loses nothing and repeats nothing`(_ point: Int)
        async throws
    {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            let dossier = try await bench.dossier(owner: account.subject)
            switch point {
            case 0: break
            // Claimed and frozen, the portal never asked.
            case 1:
                let now = bench.clock.now()
                _ = try await bench.outbox.write { try $0.claim(ClaimLimits(maxOperations: 9, maxBytes: 1 << 20), now: now) }
            // Applied, the answer lost.
            case 2: bench.portal.next(.answerLost); await bench.round()
            // One verdict taken in.
            case 3: bench.portal.next(.cut(after: 1)); await bench.round()
            case 4: bench.portal.next(.cut(after: 2)); await bench.round()
            default: await bench.round()
            }
            try await bench.crash()
            try await bench.settle()
            for id in [account.put, dossier.put, dossier.submit] { #expect(try await bench.state(id) == .delivered) }
            bench.expectExactlyOnce()
        }
    }

    /// "Retry" that silently stops: what counts as being sent while nothing is being sent is taken up by the next round.
    @Test func `what a broken round left as being sent goes on without a restart`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            let now = bench.clock.now()
            _ = try await bench.outbox.write { try $0.claim(ClaimLimits(maxOperations: 9, maxBytes: 1 << 20), now: now) }
            #expect(try await bench.state(account.put) == .sending)
            await bench.round()
            #expect(try await bench.state(account.put) == .delivered)
        }
    }
}
