import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite(.timeLimit(.minutes(1))) struct DeleteTests {
    private func delete(_ handle: String, _ kind: SubjectKind, _ bench: OfficeBench) throws -> JSONObject {
        try bench.write { try DeleteSubject(handle, kind: kind).run(in: $0, $1) }.answer
    }

    @Test func `an account goes once no dossier of it is worked on, and nothing of it stays`() throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try delete(OfficeBench.account, .account, bench) }
        #expect(error?.exitCode == 65 && error?.type == "impossible-step")
        _ = try delete(OfficeBench.draft, .dossier, bench)
        try bench.advance("10")
        #expect(try delete(OfficeBench.account, .account, bench)["deleted"] == true)
        #expect(#expect(throws: PortalError.self) { try delete(OfficeBench.account, .account, bench) }?.exitCode == 66)
        let left = try bench.read { db in
            try Row.fetchOne(
                db, sql: "SELECT state, identity_key FROM subjects WHERE id = ?", arguments: [OfficeBench.account])
        }
        #expect(left?["state"] as String? == "{}" && left?["identity_key"] as String? == nil)
    }

    @Test func `a dossier goes with its notices and payments, and each unit is told`() async throws {
        let bench = try OfficeBench()
        try bench.advance("4")
        let payment = try bench.charge("LP01=8000")
        let cursor = try bench.feed().count
        _ = try delete(OfficeBench.code, .dossier, bench)
        let told = try bench.feed().dropFirst(cursor).filter { $0.hasPrefix("xa-2") }
        #expect(told.contains("xa-2 dossier \(OfficeBench.dossier)"))
        #expect(told.contains("xa-2 payment \(payment["id"]?.stringValue ?? "")"))
        #expect(told.contains { $0.hasPrefix("xa-2 notice ") })
        let page = try bench.read {
            try ChangeFeed.page(after: nil, for: Caller(kiosk: "k", unit: "xa-2"), limit: 100, $0)
        }
        #expect(page.changes.filter(\.deleted).count == told.count && page.changes.filter(\.deleted).allSatisfy { $0.state == nil })
    }

    @Test func `an edit of what was deleted is a conflict that says so`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let account = bench.id()
        let put = try await bench.send(.accountPut, account, SyncDeskBench.account("001090000001"), as: caller)
        let office = OfficeContext(rules: OfficeRules(name: "Cổng"), now: { SyncDeskBench.now }, newID: { _ in bench.id() })
        _ = try await bench.store.write { try DeleteSubject(account, kind: .account).run(in: $0, office).answer }
        let edit = try await bench.send(
            .accountPut, account, SyncDeskBench.account("001090000001", more: ["phone": "0912345678"]),
            base: put.receipt?.revision, as: caller)
        guard case .conflict(.deleted, _, let theirs, _) = edit else { Issue.record("\(edit)"); return }
        #expect(theirs?.isEmpty != false)
        let change = try await bench.changes(for: caller).changes.first { $0.subject == account }
        #expect(change?.deleted == true && change?.state == nil)
        // The identity is free again, for an account of its own.
        #expect(try await bench.send(.accountPut, bench.id(), SyncDeskBench.account("001090000001"), as: caller).receipt != nil)
    }

    @Test func `a state that no kiosk could be told is refused`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let (owner, dossier) = (bench.id(), bench.id())
        _ = try await bench.send(.accountPut, owner, SyncDeskBench.account("001090000001"), as: caller)
        let lines = (0..<280).map { ("ten_\($0)", JSONValue.string(String(repeating: "x", count: 3990))) }
        let form = JSONObject(uniqueKeysWithValues: lines)
        let put = try await bench.send(
            .dossierPut, dossier, ["procedure": "1.001193", "owner": .string(owner), "form": .object(form)], as: caller)
        #expect(put.problem == .invalidBody)
        try await bench.store.write { db in
            let store = SubjectStore(database: db, now: SyncDeskBench.now)
            var subject = StoredSubject(new: dossier, kind: .dossier, state: ["form": .object(form)], unit: "1")
            #expect(throws: Problem.self) { try store.save(&subject, origin: nil) }
        }
    }
}
