import SyncProtocol
import Testing

@testable import Outbox

@Suite struct QueueTests {
    @Test func `account, dossier and submission go in one batch, each after what it needs`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            #expect(try await outbox.state(101) == .waiting)
            #expect(try await outbox.state(102) == .blocked)
            #expect(try await outbox.state(103) == .blocked)
            let batch = try await outbox.claimAll()
            #expect(batch.map(\.id) == [id(101), id(102), id(103)])
            #expect(batch.map { $0.frozen?.after } == [[], [id(101)], [id(102)]])
            #expect(batch.allSatisfy { $0.state == .sending && $0.attempts == 1 && $0.starts == 1 })
            #expect(try await outbox.claimAll().isEmpty)
        }
    }

    @Test func `the frozen line is the operation with the subject's state, without what is the portal's to say`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                var subject = account(1)
                subject.revision = "r7"
                for member in ["confirmation", "portal_id"] {
                    subject.state[member] = "x"
                }
                try store.insert(subject)
                try store.enqueue(put(101, of: subject))
            }
            let line = try #require(try await outbox.claimAll().first?.frozen?.line)
            let operation = try Operation(line: line)
            #expect(operation.body == account(1).state)
            #expect(operation.base == "r7")
            #expect(operation.madeAt == .start)
        }
    }

    @Test func `edits fold into the put that was never offered`() async throws {
        try await withOutbox { outbox async throws in
            let folded = try await outbox.write { store throws in
                try store.insert(account(1))
                try store.enqueue(put(101, of: account(1)))
                var edited = account(1)
                edited.state["phone"] = "0912345678"
                try store.update(edited)
                return try store.enqueue(put(102, of: edited))
            }
            #expect(folded.id == id(101))
            let batch = try await outbox.claimAll()
            #expect(batch.count == 1)
            #expect(try Operation(line: try #require(batch.first?.frozen?.line)).body["phone"] == "0912345678")
        }
    }

    @Test func `an edit after freezing is a new operation, and never travels with the first`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(account(1))
                try store.enqueue(put(101, of: account(1)))
            }
            let first = try await outbox.claimAll()
            try await outbox.write { store throws in
                var edited = account(1)
                edited.state["phone"] = "0912345678"
                try store.update(edited)
                #expect(try store.enqueue(put(102, of: edited)).id == id(102))
                try store.endAttempt([id(101)], reason: "no-link", nextAttemptAt: .start)
            }
            let again = try await outbox.claimAll()
            #expect(again.map(\.id) == [id(101)])
            #expect(again.first?.frozen == first.first?.frozen)
            try await outbox.write { store throws in
                try store.deliver(id(101), receipt: receipt, now: .start)
                var known = try #require(try store.subject(id(1)))
                known.revision = receipt.revision
                try store.update(known)
            }
            let second = try await outbox.claimAll()
            #expect(second.map(\.id) == [id(102)])
            #expect(second.first?.frozen?.base == "r1")
        }
    }

    @Test func `frozen bytes cannot be changed, not even by a mistake of ours`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll()
            await #expect(throws: OutboxError.self) {
                try await outbox.write { _ = try $0.execute("UPDATE operations SET line = x'00' WHERE id = ?", id(101)) }
            }
        }
    }

    @Test func `what waits for an operation that a person holds waits too, and goes when it is released`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.write { try $0.hold(id(101), reason: nil) }
            #expect(try await outbox.claimAll().isEmpty)
            #expect(try await outbox.read { try !$0.hasDue(now: .muchLater) })
            #expect(try await outbox.read { try $0.nextAttemptAt(now: .start) } == nil)
            #expect(
                try await outbox.read { try $0.blockers(of: try #require(try $0.operation(id(102)))) } == [id(101)])
            _ = try await outbox.write { try $0.release(id(101)) }
            #expect(try await outbox.claimAll().count == 3)
        }
    }

    @Test func `holding what is in flight holds it when its attempt ends`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll()
            _ = try await outbox.write { try $0.hold(id(101), reason: "asked") }
            #expect(try await outbox.state(101) == .sending)
            try await outbox.write { try $0.endAttempt([id(101), id(102), id(103)], reason: "no-link", nextAttemptAt: nil) }
            #expect(try await outbox.state(101) == .held)
            #expect(try await outbox.state(102) == .blocked)
            #expect(try await outbox.claimAll(now: .muchLater).isEmpty)
        }
    }

    @Test func `a failed batch goes again with the same bytes, in the same order, when it is due`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            let first = try await outbox.claimAll()
            let due = Timestamp.start + .seconds(30)
            try await outbox.write { try $0.endAttempt(first.map(\.id), reason: "no-link", nextAttemptAt: due) }
            #expect(try await outbox.read { try $0.nextAttemptAt(now: .start) } == due)
            #expect(try await outbox.claimAll().isEmpty)
            #expect(try await outbox.read { try !$0.hasDue(now: .start) })
            #expect(try await outbox.read { try $0.hasDue(now: .muchLater) })
            let second = try await outbox.claimAll(now: due)
            #expect(second.map(\.id) == first.map(\.id))
            #expect(second.map(\.frozen) == first.map(\.frozen))
            #expect(second.allSatisfy { $0.attempts == 2 && $0.starts == 1 })
        }
    }

    @Test func `what was claimed and never left is as before`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            let claimed = try await outbox.claimAll()
            try await outbox.write { try $0.unclaim(claimed.map(\.id)) }
            #expect(try await outbox.state(101) == .waiting)
            #expect(try await outbox.state(102) == .blocked)
            #expect(try await outbox.read { try $0.operation(id(101))?.attempts } == 0)
            #expect(try await outbox.claimAll().map(\.frozen) == claimed.map(\.frozen))
        }
    }

    @Test func `a batch keeps its limits, and an over-long line goes alone`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                for number in 1...5 {
                    var subject = account(number)
                    if number == 3 { subject.state["note"] = .string(String(repeating: "x", count: 5000)) }
                    try store.insert(subject)
                    try store.enqueue(put(100 + number, of: subject))
                }
            }
            var sizes: [[String]] = []
            while true {
                let batch = try await outbox.claimAll(ClaimLimits(maxOperations: 2, maxBytes: 2000))
                if batch.isEmpty { break }
                sizes.append(batch.map(\.id))
            }
            #expect(sizes == [[id(101), id(102)], [id(103)], [id(104), id(105)]])
        }
    }

    @Test func `a refusal stops what needs it, and the operation in its place takes its place`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll(ClaimLimits(maxOperations: 1, maxBytes: 1 << 20))
            try await outbox.write { try $0.reject(id(101), problem: Problem(.invalidBody, field: "/phone"), now: .start) }
            #expect(try await outbox.read { try $0.operation(id(101))?.reason } == "invalid-body")
            #expect(try await outbox.claimAll(now: .muchLater).isEmpty)
            try await outbox.write { store throws in
                var new = put(104, of: account(1))
                new.replaces = id(101)
                try store.enqueue(new)
                try store.leave(id(101), as: .replaced, replacedBy: id(104), now: .start)
                try store.leave(id(101), as: .replaced, replacedBy: id(104), now: .start)
            }
            #expect(try await outbox.claimAll().map(\.id) == [id(104), id(102), id(103)])
            #expect(
                try await outbox.read { try $0.journal(since: nil, subject: id(1), afterNumber: 0, limit: 9).map(\.event) } == [
                    "replaced"
                ])
        }
    }

    @Test func `a dossier's refused put is replaced before its submission`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll(ClaimLimits(maxOperations: 2, maxBytes: 1 << 20))
            try await outbox.write { store throws in
                try store.deliver(id(101), receipt: receipt, now: .start)
                try store.reject(id(102), problem: Problem(.invalidBody), now: .start)
                var new = put(104, of: dossier(2, owner: 1), needs: [1])
                new.replaces = id(102)
                try store.enqueue(new)
                try store.leave(id(102), as: .replaced, replacedBy: id(104), now: .start)
            }
            #expect(try await outbox.claimAll().map(\.id) == [id(104), id(103)])
        }
    }

    @Test func `a postponed operation waits for its time and what needs it waits along`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll()
            let later = Timestamp.start + .seconds(3600)
            try await outbox.write { store throws in
                try store.postpone(id(101), reason: "later", problem: Problem(.unavailable), nextAttemptAt: later)
                try store.endAttempt([id(102), id(103)], reason: "no-link", nextAttemptAt: .start)
            }
            #expect(try await outbox.claimAll(now: .start + .seconds(60)).isEmpty)
            #expect(try await outbox.read { try !$0.hasDue(now: .start + .seconds(60)) })
            #expect(try await outbox.claimAll(now: later).count == 3)
        }
    }

    @Test func `delivering twice is delivering once, and nothing delivered can leave`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            _ = try await outbox.claimAll(ClaimLimits(maxOperations: 1, maxBytes: 1))
            try await outbox.write { store throws in
                try store.deliver(id(101), receipt: receipt, now: .start)
                try store.deliver(id(101), receipt: Receipt(revision: "r2", receivedAt: .start, serial: 2), now: .start)
            }
            #expect(try await outbox.read { try $0.operation(id(101))?.receipt } == receipt)
            #expect(try await outbox.state(102) == .waiting)
            await #expect(throws: OutboxError.self) {
                try await outbox.write { try $0.leave(id(101), as: .dropped, replacedBy: nil, now: .start) }
            }
        }
    }

    @Test func `small lanes go first`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(account(1))
                try store.insert(account(2))
                var supplement = put(101, of: account(1))
                supplement.lane = .supplements
                try store.enqueue(supplement)
                try store.enqueue(put(102, of: account(2)))
            }
            #expect(try await outbox.claimAll().map(\.id) == [id(102), id(101)])
        }
    }

    @Test func `pages of the queue go on where the last one ended`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                for number in 1...7 {
                    try store.insert(account(number))
                    try store.enqueue(put(100 + number, of: account(number)))
                }
                try store.hold(id(102), reason: nil)
                try store.hold(id(105), reason: nil)
            }
            for states in [nil, Set([OperationState.waiting, .held])] {
                var seen: [String] = []
                var after: String?
                repeat {
                    let from = after
                    let page = try await outbox.read { try $0.operations(states: states, after: from, limit: 3) }
                    seen += page.items.map(\.id)
                    after = page.next
                } while after != nil
                #expect(seen == (101...107).map(id))
            }
            #expect(try await outbox.read { try $0.operationIDs(prefix: String(id(101).dropLast(1)), limit: 3).count } == 3)
            #expect(try await outbox.read { try $0.operationIDs(prefix: id(103), limit: 3) } == [id(103)])
        }
    }

    @Test func `an operation whose id went bad is quarantined and the others go`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                for number in 1...3 {
                    try store.insert(account(number))
                    try store.enqueue(put(100 + number, of: account(number)))
                }
                // No text: what is read is not what is stored, so that nothing is found by it.
                try store.execute("UPDATE operations SET id = CAST(x'303161ff9354c141' AS TEXT) WHERE id = ?", id(102))
            }
            #expect(try await outbox.claimAll().map(\.id) == [id(101), id(103)])
            #expect(try await outbox.read { try $0.counts()[.quarantined] } == 1)
            #expect(try await outbox.read { try !$0.hasDue(now: .muchLater) })
        }
    }

    @Test func `an operation that cannot be read is quarantined and the others go`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                for number in 1...4 {
                    try store.insert(account(number))
                    try store.enqueue(put(100 + number, of: account(number)))
                }
                try store.execute("UPDATE operations SET needs = '{' WHERE id = ?", id(104))
                try store.execute("UPDATE subjects SET state = '{\"broken' WHERE id = ?", id(2))
            }
            #expect(try await outbox.claimAll().map(\.id) == [id(101), id(103)])
            #expect(try await outbox.state(102) == .quarantined)
            #expect(try await outbox.read { try $0.counts()[.quarantined] } == 2)
            #expect(try await outbox.read { try !$0.hasDue(now: .muchLater) })
            #expect(
                try await outbox.read { try $0.journal(since: nil, subject: id(2), afterNumber: 0, limit: 9).first?.event }
                    == "quarantined")
            #expect(try await outbox.read { try $0.subjects(.account, words: nil, after: nil, limit: 9).items.count } == 3)
            #expect(
                try await outbox.read { try $0.journal(since: nil, subject: nil, afterNumber: 0, limit: 9).map(\.event) }
                    .contains("unreadable"))
        }
    }

    @Test func `what an officer's adopted account left unfrozen names the adopting one`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            try await outbox.write { store throws in
                var other = account(9)
                other.revision = "r9"
                try store.insert(other)
                try store.leave(id(101), as: .resolved, replacedBy: nil, now: .start)
                try store.adopt(id(1), as: id(9), now: .start)
            }
            let batch = try await outbox.claimAll()
            #expect(batch.map(\.id) == [id(102), id(103)])
            #expect(try Operation(line: try #require(batch.first?.frozen?.line)).body["owner"] == .string(id(9)))
            #expect(batch.first?.needs == [id(9)])
            #expect(try await outbox.read { try $0.current(id(1))?.id } == id(9))
        }
    }
}
