import Outbox
import Scheduler
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// Files of results, and a portal that wants to be left alone.
@Suite("Results and patience") struct ResultPatienceTests {
    private func named(_ bench: EngineBench) async throws {
        let account = try await bench.account()
        let dossier = try await bench.dossier(owner: account.subject)
        try await bench.settle()
        bench.portal.office(dossier.subject, kind: .dossier) {
            $0["results"] = [["sha256": .string(String(repeating: "a", count: 64)), "size": 9, "name": "kết quả"]]
        }
    }

    @Test(arguments: [
        PortalFailure.portalError(status: 503, retryAfter: .seconds(90)), .tooManyRequests(retryAfter: .seconds(90)),
    ])
    func `a portal that asks for patience when a result is fetched is left alone as long as it says`(
        _ failure: PortalFailure
    ) async throws {
        try await EngineBench.with { bench in
            try await named(bench)
            bench.portal.with { $0.failsResults = failure }
            _ = await bench.engine.roundAlone(ignoringBackoff: true)
            #expect(bench.portal.with { $0.resultCalls } == 1)
            let asked = await bench.engine.rounds.askedToWaitUntil
            #expect(asked - bench.clock.uptime() == .seconds(90))
        }
    }

    @Test func `a portal that fails on one result without a word of patience goes on with the rest of the round`() async throws {
        try await EngineBench.with { bench in
            try await named(bench)
            bench.portal.with { $0.failsResults = .portalError(status: 500, retryAfter: nil) }
            let end = await bench.engine.roundAlone(ignoringBackoff: true)
            #expect(end.reason == nil)
        }
    }

    /// A piece and an exchange fail side by side: a line that breaks under the one does not undo what the other was told.
    @Test func `of two failures in one round the longer wait is kept, and what only a person can mend before any`() {
        let patient = PortalFailure.tooManyRequests(retryAfter: .seconds(90))
        #expect(patient.orElse(.cut) == patient)
        #expect(PortalFailure.cut.orElse(patient) == patient)
        #expect(PortalFailure.cut.orElse(.stalled) == .stalled)
        #expect(patient.orElse(.revoked) == .revoked)
        #expect(PortalFailure.revoked.orElse(patient) == .revoked)
    }
}
