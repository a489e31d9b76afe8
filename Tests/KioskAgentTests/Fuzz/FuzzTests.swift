import Foundation
import FuzzSupport
import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

/// Inputs that nobody meant to send, of every kind that comes from outside.
@Suite(.serialized, .timeLimit(.minutes(60))) struct FuzzTests {
    @Test(arguments: FuzzTarget.allCases)
    func `no input from outside ends the program, or takes longer than its length explains`(_ target: FuzzTarget) async throws {
        try await FuzzRun(target.rawValue, samples: target.samples).run { await target.read($0) }
    }

    @Test func `no row of the store ends the program`() async throws {
        let columns = [
            "UPDATE subjects SET state = ?", "UPDATE subjects SET portal_state = ?",
            "UPDATE subjects SET held_state = ?, held_revision = 'r'",
            "UPDATE operations SET needs = ?", "UPDATE operations SET problem = ?", "UPDATE operations SET receipt = ?",
            "UPDATE operations SET body = ?", "UPDATE operations SET after = ?", "UPDATE files SET problem = ?",
            "UPDATE facts SET value = ?",
        ]
        let samples = FuzzTarget.account.samples + FuzzTarget.dossier.samples + ["[]", "{}", "null", "\"x\"", "[\"a\"]", "7"]
        let start = ContinuousClock.now
        var mutation = Mutation(seed: 5)
        var round = 0
        while FuzzRun.share.map({ ContinuousClock.now - start < $0 }) ?? (round < 3 * columns.count) {
            let column = columns[round % columns.count]
            let base = Array(samples[round % samples.count].utf8)
            let text = String(
                decoding: mutation.changed(base, other: Array(samples[(round + 1) % samples.count].utf8)).prefix(4_000),
                as: UTF8.self)
            try await DeskBench.with { (bench) async throws in
                let (_, dossier) = try await bench.draft()
                try await bench.attach(DeskBench.pdf, to: dossier)
                _ = try await bench.ask(SubmitDossier(id: dossier))
                try await bench.outbox.write { try $0.spoil(column, text) }
                // Each answers, or says that the store is damaged.
                _ = try? await bench.ask(ShowStatus())
                _ = try? await bench.ask(ListQueue())
                _ = try? await bench.ask(ListDossiers())
                _ = try? await bench.ask(ShowDossier(id: dossier))
                _ = try? await bench.ask(ListAccounts())
                _ = try? await bench.ask(ExplainOperation(id: dossier))
                _ = try? await bench.citizen("062090999999", name: "Y Sau")
                _ = try? await bench.outbox.write {
                    try $0.claim(ClaimLimits(maxOperations: 10, maxBytes: 100_000), now: bench.clock.now)
                }
            }
            round += 1
        }
    }
}
