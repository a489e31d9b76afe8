import GRDB
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent
@testable import Outbox

/// What was recorded for an account that turned out to be another one (protocol.md, section 4, `identity-taken`).
@Suite("Deeds of an adopted account") struct AdoptedDeedTests {
    @Test(arguments: [true, false])
    func `a code for an account that the portal knows as another one goes to that one, sent along or not yet sent`(
        _ isSentAlong: Bool
    ) async throws {
        try await EngineBench.with { bench in
            let known = bench.newID()
            bench.portal.office(known) {
                $0 = ["kind": "citizen", "full_name": "Y THỬ", "identity": ["kind": "cccd", "number": "062090123456"]]
            }
            let mine = try await bench.account()
            let code = try await bench.deed(.accountConfirm, on: mine.subject)
            if !isSentAlong { try await adopt(mine.subject, as: known, in: bench) }
            try await bench.settle()
            let (old, new) = try await bench.outbox.read { tx in
                let old = try tx.operation(code)
                return (old, try old?.replacedBy.flatMap { try tx.operation($0) })
            }
            // What was sent keeps its bytes, so that another one takes its place.
            #expect((old?.state == .replaced) == isSentAlong)
            let done = isSentAlong ? new : old
            #expect(done?.subject == known)
            #expect(done?.type == .accountConfirm)
            #expect(done?.state == .delivered)
        }
    }

    /// Sent with a number that was mistyped, and corrected before the answer: that somebody else has the old one says nothing.
    @Test func `an account whose identity was corrected meanwhile is not taken for who has the old one`() async throws {
        try await EngineBench.with { bench in
            let known = bench.newID()
            bench.portal.office(known) {
                $0 = ["kind": "citizen", "full_name": "Y THỬ", "identity": ["kind": "cccd", "number": "062090123456"]]
            }
            let mine = try await bench.account()
            bench.portal.next(.fails(.cut))
            await bench.round()
            _ = try await bench.edit(mine.subject, ["identity": ["kind": "cccd", "number": "062090123457"]])
            try await bench.settle()
            #expect(try await bench.subject(mine.subject).id == mine.subject)
            #expect(try await bench.state(mine.put) == .replaced)
            #expect(bench.portal.with { $0.subjects[mine.subject]?.state["identity"]?["number"] } == "062090123457")
            #expect(try await bench.records().isEmpty)
        }
    }

    /// A portal that was restored from before it had the account, found out by an edit.
    @Test func `an account that the portal knows nothing of any more is made again with its edits`() async throws {
        try await EngineBench.with { bench in
            let mine = try await bench.account()
            try await bench.settle()
            bench.portal.with { _ = $0.subjects.removeValue(forKey: mine.subject) }
            let edit = try await bench.edit(mine.subject, ["phone": "0905000001"])
            let (now, ids, clock) = (bench.clock.now(), bench.ids, bench.clock)
            try await bench.outbox.write { tx in
                let put = try #require(try tx.claim(ClaimLimits(maxOperations: 1, maxBytes: 1 << 20), now: now).first)
                let verdict = Verdict(op: put.id, digest: put.frozen?.digest ?? "", outcome: .rejected(Problem(.unknownSubject)))
                try FoldVerdict(tx: tx, now: now, newID: { ids.next(clock.now()) }).fold(verdict, of: put)
            }
            #expect(try await bench.state(edit) == .replaced)
            try await bench.settle()
            #expect(bench.portal.with { $0.subjects[mine.subject]?.state["phone"] } == "0905000001")
        }
    }

    @Test func `an identity of an account whose row cannot be read is a question, and another identity ends it`() async throws {
        try await EngineBench.with { bench in
            let known = bench.newID()
            bench.portal.office(known) {
                $0 = ["kind": "citizen", "full_name": "Y THỬ", "identity": ["kind": "cccd", "number": "062090123456"]]
            }
            try await bench.settle()
            try await bench.outbox.connections.write { database in
                try database.execute(sql: "UPDATE subjects SET state = '{' WHERE id = ?", arguments: [known])
            }
            let mine = try await bench.account()
            try await bench.settle()
            let (put, question) = try await bench.outbox.read { tx in
                (try tx.operation(mine.put), try tx.openConflict(mine.subject))
            }
            #expect(put?.state == .conflict)
            #expect(question?.reason == .identityTaken && question?.theirSubject == known)
        }
    }

    /// The account's put goes alone, and the portal says whose identity it has.
    private func adopt(_ account: SubjectID, as other: SubjectID, in bench: EngineBench) async throws {
        let (now, ids, clock) = (bench.clock.now(), bench.ids, bench.clock)
        let newID: @Sendable () -> String = { ids.next(clock.now()) }
        let held = try #require(bench.portal.with { $0.subjects[other] })
        try await bench.outbox.write { tx in
            let put = try #require(try tx.claim(ClaimLimits(maxOperations: 1, maxBytes: 1 << 20), now: now).first)
            let verdict = Verdict(
                op: put.id, digest: put.frozen?.digest ?? "",
                outcome: .conflict(.identityTaken, revision: held.revision, theirs: held.state, subject: other))
            try FoldVerdict(tx: tx, now: now, newID: newID).fold(verdict, of: put)
        }
    }
}
