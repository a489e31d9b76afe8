import GRDB
import SyncProtocol
import Testing

@testable import KioskAgent
@testable import Outbox

/// The portal is being asked what it remembers.
@Suite(.timeLimit(.minutes(1))) struct AskingTests {
    /// The news of a portal that may have forgotten are of no use, and its answer waits for its own time.
    @Test func `a round ends when news are wanted and what is asked cannot go yet`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            try await bench.settle()
            let now = bench.clock.now()
            try await bench.outbox.write { tx in
                _ = try tx.ask(again: [account.put], as: .witness)
                try tx.setPortalDoubt(PortalDoubt(.asking, since: now))
            }
            try await bench.outbox.connections.write { database in
                try database.execute(
                    sql: "UPDATE operations SET next_attempt_at = ? WHERE id = ?",
                    arguments: [(now + .seconds(60)).milliseconds, account.put])
            }
            let before = bench.portal.with { $0.exchanges.count }
            await bench.round()
            #expect(bench.portal.with { $0.exchanges.count } == before)
            // Nor is the next one before that, for what was recorded meanwhile or for the news.
            try await bench.account("062090000002")
            bench.clock.advance(.seconds(20))
            #expect(await bench.engine.untilNextRound() == .seconds(40))
            bench.clock.advance(.seconds(41))
            try await bench.settle()
            #expect(bench.portal.with { $0.exchanges.count } > before)
            #expect(try await bench.outbox.read { try $0.portalDoubt()?.stage } != .asking)
        }
    }

    /// Without an end to it nothing would go to the portal or come from it any more.
    @Test func `a question whose answers came just before the process ended is closed`() async throws {
        try await EngineBench.with { bench in
            let now = bench.clock.now()
            try await bench.outbox.write { try $0.setPortalDoubt(PortalDoubt(.asking, since: now)) }
            try await bench.crash()
            let account = try await bench.account()
            await bench.round()
            #expect(try await bench.outbox.read { try $0.portalDoubt() } == nil)
            #expect(try await bench.state(account.put) == .delivered)
        }
    }

    /// Neither value has been at the portal: merging them by themselves would lose one.
    @Test func `an account that is told twice here, differently, is a question`() async throws {
        try await EngineBench.with { bench in
            let known = try await bench.account(extra: ["address": "Thôn 1"])
            try await bench.settle()
            let edit = try await bench.edit(known.subject, ["address": "Thôn 2"])
            _ = try await bench.outbox.write { try $0.hold(edit, reason: nil) }
            let again = try await bench.account(extra: ["address": "Thôn 3"])
            try await bench.settle()
            #expect(try await bench.state(again.put) == .conflict)
            #expect(try await bench.subject(known.subject).state["address"] == "Thôn 2")
            #expect(try await bench.conflicts().map(\.reason) == [.identityTaken])
        }
    }
}
