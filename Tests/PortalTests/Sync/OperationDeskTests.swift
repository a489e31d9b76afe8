import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite(.timeLimit(.minutes(1))) struct OperationDeskTests {
    @Test func `one operation sent many times at once is applied once, with one receipt`() async throws {
        let bench = try SyncDeskBench()
        let (one, other) = (try await bench.kiosk("k1", unit: "1"), try await bench.kiosk("k2", unit: "1"))
        let line = bench.line(.accountPut, bench.id(), SyncDeskBench.account("001090000001"))
        let verdicts = try await withThrowingTaskGroup(of: Verdict.self) { group in
            for index in 0..<20 {
                group.addTask { try await bench.desk.verdict(on: line, from: index.isMultiple(of: 2) ? one : other) }
            }
            return try await group.reduce(into: Set<Verdict>()) { $0.insert($1) }
        }
        #expect(verdicts.count == 1)
        #expect(verdicts.first?.outcome.receipt?.serial == 1)
    }

    @Test func `a line that the store cannot take harms none beside it, and none is half applied`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let damaged = bench.id()
        _ = try await bench.send(.accountPut, damaged, SyncDeskBench.account("001090000001"), as: caller)
        // The operation is stored last: what came before it is undone.
        try await bench.store.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON operations WHEN new.subject = '\(damaged)'
                    BEGIN SELECT raise(ABORT, 'no'); END
                    """)
        }
        let bad = bench.line(.accountPut, damaged, SyncDeskBench.account("001090000001", more: ["gender": "male"]), base: "1")
        let good = (2...9).map { bench.line(.accountPut, bench.id(), SyncDeskBench.account("00109000000\($0)")) }
        let results = try await bench.desk.verdicts(on: good.prefix(4) + [bad] + good.dropFirst(4), from: caller)
        #expect(results.map { (try? $0.get())?.outcome.receipt?.serial } == [2, 3, 4, 5, nil, 6, 7, 8, 9])
        let kept = try await bench.store.read { try SubjectStore(database: $0, now: SyncDeskBench.now).find(damaged) }
        #expect(kept?.state["gender"] == nil && kept?.revision == 1)
    }

    @Test func `lines are applied one by one when the store takes no more of them together`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let large = bench.id()
        // As SQLite does when the disk is full: the whole transaction is gone.
        try await bench.store.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON operations WHEN new.subject = '\(large)'
                    BEGIN SELECT raise(ROLLBACK, 'no'); END
                    """)
        }
        let lines = [bench.id(), large, bench.id()].enumerated().map { index, subject in
            bench.line(.accountPut, subject, SyncDeskBench.account("00109000000\(index)"))
        }
        let results = try await bench.desk.verdicts(on: lines, from: caller)
        #expect(results.map { (try? $0.get())?.outcome.receipt?.serial } == [1, nil, 2])
        let again = try await bench.desk.verdicts(on: lines, from: caller)
        #expect(again.map { try? $0.get() } == results.map { try? $0.get() })
    }

    @Test func `what was refused leaves no trace and takes no serial`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        #expect(try await bench.send(.accountPut, bench.id(), ["kind": "citizen"], as: caller).problem == .invalidBody)
        let good = try await bench.send(.accountPut, bench.id(), SyncDeskBench.account("001090000001"), as: caller)
        #expect(good.receipt?.serial == 1)
    }

    @Test func `what must wait is not stored, and is applied when its time has come`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let parent = bench.line(.accountPut, bench.id(), SyncDeskBench.account("001090000001"))
        let child = bench.line(
            .accountPut, bench.id(), SyncDeskBench.account("001090000002"), after: [try Operation(line: parent).id])
        #expect(try await bench.desk.verdict(on: child, from: caller).outcome.problem == .afterNotApplied)
        #expect(try await bench.desk.verdict(on: parent, from: caller).outcome.receipt?.serial == 1)
        #expect(try await bench.desk.verdict(on: child, from: caller).outcome.receipt?.serial == 2)
    }

    @Test func `an address waits for confirmation, and the code in the mail confirms it`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let subject = bench.id()
        let body = SyncDeskBench.account("001090000001", more: ["email": "binh@example.vn"])
        #expect(try await bench.send(.accountPut, subject, body, as: caller).receipt != nil)
        let pending = try await bench.changes(for: caller)
        #expect(pending.changes.first { $0.subject == subject }?.state?["confirmation"] == "pending")
        let mail = try await bench.store.read { try String.fetchOne($0, sql: "SELECT body FROM outgoing_mail") }
        let code = try #require(mail?.firstMatch(of: #/confirm/(\S+)/#)?.output.1)
        let wrong = try await bench.send(.accountConfirm, subject, ["channel": "email", "token": "0000-0000-0000"], as: caller)
        #expect(wrong.problem == .invalidBody)
        let right = try await bench.send(
            .accountConfirm, subject, ["channel": "email", "token": .string(String(code))], as: caller)
        #expect(right.receipt != nil)
        let confirmed = try await bench.changes(for: caller, after: pending.cursor)
        #expect(confirmed.changes.first { $0.subject == subject }?.state?["confirmation"] == "confirmed")
    }
}
