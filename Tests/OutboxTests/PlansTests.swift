import GRDB
import SyncProtocol
import Testing

@testable import Outbox

/// A desk that has delivered a million operations is as quick as on its first day, because nothing that it does every day looks
/// through what grows.
@Suite struct PlansTests {
    @Test func `nothing of a round, of status or of the queue's pages looks through what grows`() async throws {
        try await withFolder { folder async throws in
            let outbox = try await Outbox.open(folder: folder, now: .start, options: OutboxOptions(readers: 1))
            let plans = try await plans(outbox) {
                try await recorded(outbox)
                try await sent(outbox)
                try await shown(outbox)
            }
            #expect(plans.count > 100)
            let partial = try await outbox.connections.read { database in
                let sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '%WHERE%'"
                return Set(try String.fetchAll(database, sql: sql))
            }
            for plan in plans {
                for step in plan.steps { #expect(!isWalk(step, of: plan, partial), "\(plan)") }
            }
            await outbox.close()
        }
    }

    /// Tables that stay small: a row for each state or each thing that is remembered.
    private static let small = ["facts", "meta", "operation_counts", "file_counts", "catalogue"]

    /// Whether the step goes through more and more rows as the store grows.
    private func isWalk(_ step: String, of plan: Plan, _ partial: Set<String>) -> Bool {
        let words = step.split(separator: " ").map(String.init)
        switch words.first {
        case "SCAN":
            if step.contains("VIRTUAL TABLE") || step.contains("json_each") || step == "SCAN CONSTANT ROW" { return false }
            return !Self.small.contains(words[1]) && partial.isDisjoint(with: words)
        case "SEARCH":
            // Almost all operations are delivered, and there are few kinds. A page of those in some state ends by itself, unless all of
            // them are sorted first.
            let isSorted = plan.steps.contains { $0.hasPrefix("USE TEMP B-TREE") }
            let isOfAll =
                step.hasSuffix("(state=?)") && (plan.sql.contains("'delivered'") || plan.sql.contains("state = ?") && isSorted)
            let isOfKind = step.hasSuffix("(kind=?)")
            return isOfAll || isOfKind
        default: return false
        }
    }

    @Test func `a request for more papers counts while its dossier is on its way and nobody has answered`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            func requests() async throws -> Int { try await outbox.read { try $0.noticeCounts().dossiersAsked } }
            func move(to status: Int64) async throws {
                try await outbox.write { store throws in
                    var moved = try #require(try store.subject(id(2)))
                    moved.state["status"] = .integer(status)
                    try store.update(moved)
                }
            }
            try await outbox.write { try $0.insert(notice(3, of: 2)) }
            #expect(try await requests() == 1)
            #expect(try await outbox.read { try $0.noticeCounts().unread } == 1)
            try await move(to: 8)
            #expect(try await requests() == 0)
            // One that comes late changes nothing; a portal that was restored may tell that the dossier goes on.
            try await outbox.write { try $0.insert(notice(4, of: 2)) }
            #expect(try await requests() == 0)
            try await move(to: 5)
            #expect(try await requests() == 1)
            try await outbox.write { store throws in
                for number in [3, 4] {
                    var closed = try #require(try store.subject(id(number)))
                    closed.state["closed"] = true
                    closed.state["read"] = true
                    try store.update(closed)
                }
            }
            #expect(try await requests() == 0)
            #expect(try await outbox.read { try $0.noticeCounts().unread } == 0)
        }
    }

    // MARK: A day's work

    private func recorded(_ outbox: Outbox) async throws {
        try await outbox.recordDossier(files: [("a", "a.pdf")])
        try await outbox.write { store throws in
            _ = try store.addFile(paper("a"))
            try store.enqueue(put(201, of: account(1)))
            var edited = try #require(try store.subject(id(1)))
            edited.state["phone"] = "0912345678"
            try store.update(edited)
            try store.insert(notice(3, of: 2))
            try store.enqueue(
                NewOperation(
                    id: id(104), type: .dossierSupplement, subject: id(2), body: ["request": .string(id(3))], officer: nil,
                    madeAt: .start))
            try store.record("recorded", subject: id(1), operation: id(101), at: .start)
            _ = try store.accounts(withIdentity: "cccd", number: "1")
            _ = try store.hold(id(104), reason: nil)
            _ = try store.release(id(104))
            _ = try store.dossiers(naming: id(1))
        }
    }

    private func sent(_ outbox: Outbox) async throws {
        try await outbox.write { store throws in
            try store.endUnfinished()
            try store.recoverOperations(now: .start)
            try store.recoverFiles(now: .start)
            try store.keepWaits(jump: .seconds(60), now: .start)
            try store.makeAllDue(now: .start)
            _ = try store.countAsked(.witness)
        }
        let batch = try await outbox.claimAll()
        try await outbox.write { try $0.endAttempt(batch.map(\.id), reason: "cut", nextAttemptAt: nil) }
        for operation in try await outbox.claimAll(now: .muchLater) {
            try await outbox.write { store throws in
                _ = try store.contradicted(by: receipt, of: operation.id)
                _ = try store.isSuperseded("r0", of: operation.subject)
                try store.deliver(operation.id, receipt: receipt, now: .start)
                if operation.type == .dossierPut { try store.announce(operation.subject, request: nil, missing: ["a"]) }
            }
        }
        try await outbox.write { store throws in
            _ = try store.claimFile(now: .start)
            try store.fileProgress("a", offset: 10, uploadURL: "https://portal/1")
            _ = try store.fileFailed("a")
            try store.fileWaits("a", reason: "cut", problem: nil, nextAttemptAt: .start, resetUpload: false)
            try store.fileDone("a", now: .start)
            var answered = try #require(try store.subject(id(2)))
            answered.portalState = ["results": [["sha256": .string(String(repeating: "e", count: 64)), "size": 10]]]
            answered.revision = "r2"
            try store.update(answered)
            _ = try store.nextResult(now: .start, automaticBytes: 100)
            let result = try #require(try store.claimResult(now: .start, automaticBytes: 100))
            try store.resultProgress(result.sha256, fetched: 5)
            try store.resultHere(result.sha256, now: .start)
            for gone in try store.goneResults() { try store.forgetResult(gone) }
            // What tells that a portal was restored.
            _ = try store.lastReceived(before: .muchLater, since: .start)
            let witnesses = try store.witnesses(of: id(101), limit: 40)
            _ = try store.ask(again: witnesses, as: .witness)
            _ = try store.claimWitnesses(roomy, now: .muchLater)
            try store.endAsking(as: .witness)
        }
    }

    private func shown(_ outbox: Outbox) async throws {
        let gate = FileGate([FileGate.Step(over: 1, until: .muchLater, reason: "window-closed")])
        try await outbox.read { store throws in
            _ = try (store.counts(), store.fileCounts(), store.fileBytes(), store.noticeCounts(), store.oldestOpen())
            _ = try (store.nextAttemptAt(now: .start, gate: gate), store.gated(by: gate))
            _ = try (store.hasDueOperations(now: .start), store.hasDueFiles(now: .start))
            _ = try store.conflicts(states: [.open], after: nil, limit: 50)
            _ = try (store.openConflict(id(1)), store.openConflicts(id(1)))
            _ = try store.files(state: .quarantined, limit: 50)
            _ = try store.results(state: .quarantined, limit: 50)
            for states: Set<OperationState>? in [nil, [.conflict, .rejected, .quarantined], Set(OperationState.allCases)] {
                for operation in try store.operations(states: states, after: nil, limit: 50).items {
                    _ = try (store.blockers(of: operation), store.fileLinks(dossier: operation.subject))
                    _ = try (store.subject(operation.subject), store.fact("link"), store.file("a"))
                }
            }
            _ = try (store.operationIDs(prefix: "01", limit: 2), store.subjectIDs(prefix: "01", kinds: [.account], limit: 2))
            _ = try (store.notices(of: id(2)), store.operations(of: id(2), openOnly: false))
            _ = try store.journal(since: nil, subject: id(1), afterNumber: 0, limit: 50)
            _ = try store.subjects(.dossier, words: nil, after: nil, limit: 50)
            _ = try store.accountsByName(words: nil, after: nil, limit: 50)
        }
    }

    private func notice(_ number: Int, of dossier: Int) -> Subject {
        Subject(id: id(number), kind: .notice, state: ["kind": "supplement", "dossier": .string(id(dossier))], now: .start)
    }
}
