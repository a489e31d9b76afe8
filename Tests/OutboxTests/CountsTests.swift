import GRDB
import SyncProtocol
import Testing

@testable import Outbox

@Suite struct CountsTests {
    @Test(arguments: 1...12) func `the counts add up after whatever happened`(seed: UInt64) async throws {
        try await withOutbox { outbox async throws in
            var random = Seeded(seed)
            var made = 0
            var now = Timestamp.start
            for step in 0..<120 {
                let choice = Int.random(in: 0..<12, using: &random)
                let number = Int.random(in: 0..<max(1, made), using: &random)
                let moment = now
                let next = made + 1
                try await outbox.write { store throws in
                    let target = id(1000 + number)
                    let open = try store.operation(target)?.state.isOpen ?? false
                    switch choice {
                    case 0...3:
                        let subject = next % 4 == 0 ? dossier(next, owner: max(1, next - 1)) : account(next)
                        try store.insert(subject)
                        try store.enqueue(put(1000 + next, of: subject, needs: next % 4 == 0 ? [next - 1] : []))
                    case 4:
                        _ = try store.claim(
                            ClaimLimits(maxOperations: 5, maxBytes: 1 << 20), now: step % 2 == 0 ? .muchLater : moment)
                    case 5: if open { try store.endAttempt([target], reason: "no-link", nextAttemptAt: moment + .seconds(5)) }
                    case 6: if open { try store.deliver(target, receipt: receipt, now: moment) }
                    case 7: if open { try store.reject(target, problem: Problem(.invalidBody), now: moment) }
                    case 8: if open { try store.leave(target, as: .dropped, replacedBy: nil, now: moment) }
                    case 9: if open { try store.hold(target, reason: nil) }
                    case 10: if open { try store.release(target) }
                    default: if open { try store.settleConflict(target, reason: "stale") }
                    }
                }
                if (0...3).contains(choice) { made += 1 }
                now = now + .seconds(1)
                let total = made
                try await outbox.read { store throws in
                    let counts = try store.counts()
                    #expect(counts.values.reduce(0, +) == total)
                    var counted: [OperationState: Int] = [:]
                    for state in OperationState.allCases { counted[state] = 0 }
                    for word in try store.rows("SELECT state FROM operations", read: { try $0.text("state") }) {
                        counted[try #require(OperationState(rawValue: word)), default: 0] += 1
                    }
                    #expect(counts == counted)
                    // Nothing that stands as due waits for another.
                    for operation in try store.operations(states: [.waiting, .retrying], after: nil, limit: 500).items {
                        #expect(try store.blockers(of: operation).isEmpty)
                    }
                    for operation in try store.operations(states: [.blocked], after: nil, limit: 500).items {
                        #expect(try !store.blockers(of: operation).isEmpty)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        Queries.waiting, Queries.retrying, Queries.blockedOfSubject, Queries.blockedByNeed, Queries.earlierOfSubject,
        Queries.openPutOf, Queries.deliveredPutOf, Queries.openOperations, Queries.operationsInState, Queries.allOperations,
        Queries.oldestOpen, Queries.anyWaiting, Queries.nextRetry, Queries.dueFile, Queries.nextFile, Queries.filesOver,
        Queries.subjectsNewestFirst, Queries.accountsByName,
    ])
    func `a query of the hot path goes by an index and sorts nothing`(sql: String) async throws {
        try await withOutbox { outbox async throws in
            let plan = try await outbox.connections.read { database in
                let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments(
                    StatementArguments(sql.filter { $0 == "?" }.map { _ in 1 }))
                return try Row.fetchAll(statement).map { $0["detail"] as String }
            }
            for step in plan where !step.contains("json_each") && !step.contains("VIRTUAL TABLE") {
                #expect(!step.hasPrefix("SCAN") || step.contains("USING"), "\(plan)")
                #expect(!step.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }

    @Test(arguments: [Queries.blockedOfSubject, Queries.earlierOfSubject, Queries.openPutOf, Queries.deliveredPutOf])
    func `what is asked of one subject does not walk through those of others`(sql: String) async throws {
        try await withOutbox { outbox async throws in
            let plan = try await outbox.connections.read { database in
                let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments(StatementArguments(sql.filter { $0 == "?" }.map { _ in 1 }))
                return try Row.fetchAll(statement).map { $0["detail"] as String }
            }
            #expect(plan.count == 1 && plan.first?.contains("(subject=?") == true, "\(plan)")
        }
    }

    @Test(.timeLimit(.minutes(4))) func `a hundred thousand operations go out in bounded batches`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(account(1))
                try store.enqueue(put(200_001, of: account(1)))
                try store.execute(
                    """
                    WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                    INSERT INTO subjects (id, kind, is_draft, is_deleted, recorded_at, edited_at, words, name_sort, state)
                    SELECT printf('s%d', i), 'account', 0, 0, 0, 0, '', x'', '{"full_name":"A"}' FROM n
                    """)
                try store.execute(
                    """
                    INSERT INTO operations (id, type, subject, state, lane, place, made_at, needs)
                    SELECT 'o' || id, 'account.put', id, 'waiting', 0, number + 1, 0, '[]' FROM subjects WHERE id LIKE 's%'
                    """)
            }
            #expect(try await outbox.read { try $0.counts()[.waiting] } == 100_000)
            let batch = try await outbox.claimAll(ClaimLimits(maxOperations: 500, maxBytes: 1 << 20))
            #expect(batch.count == 500)
            #expect(batch.first?.id == id(200_001))
            try await outbox.write { store throws in
                for operation in batch { try store.deliver(operation.id, receipt: receipt, now: .start) }
            }
            let small = try await outbox.claimAll(ClaimLimits(maxOperations: 500, maxBytes: 2000))
            #expect(small.reduce(0) { $0 + ($1.frozen?.line.count ?? 0) + 1 } <= 2000)
            #expect(try await outbox.read { try $0.counts()[.delivered] } == 500)
        }
    }
}
