import Dossiers
import GRDB
import SyncProtocol
import Testing

@testable import Portal

/// Dossiers from their put to the answer of a request, without the files' HTTP.
@Suite(.timeLimit(.minutes(1))) struct SupplementTests {
    private static func component(_ code: String, _ digest: String) -> JSONValue {
        [
            "code": .string(code), "title": "Giấy",
            "files": [["sha256": .string(digest), "size": 1, "media_type": "application/pdf", "name": "a.pdf"]],
        ]
    }

    private static let first = String(repeating: "a", count: 64)
    private static let second = String(repeating: "b", count: 64)

    private func arrive(_ digest: String, _ bench: SyncDeskBench, at now: Timestamp = SyncDeskBench.now) async throws {
        let rule = SubmissionRule(rules: bench.desk.rules)
        try await bench.store.write { database in
            try database.execute(sql: "INSERT INTO files VALUES ('1', ?, 1, 'application/pdf', 0)", arguments: [digest])
            try rule.arrived(unit: "1", sha256: digest, now: now, database)
        }
    }

    /// A dossier that the portal has received, and the request for papers that the office made of it.
    private func asked(_ bench: SyncDeskBench, _ caller: Caller) async throws -> (dossier: String, request: String) {
        let (owner, dossier) = (bench.id(), bench.id())
        _ = try await bench.send(.accountPut, owner, SyncDeskBench.account("001090000001"), as: caller)
        _ = try await bench.send(
            .dossierPut, dossier, ["procedure": "1.001193", "owner": .string(owner), "components": []], as: caller)
        _ = try await bench.send(.dossierSubmit, dossier, ["files": 0], as: caller)
        return (dossier, try await ask(bench, dossier))
    }

    private func office(_ bench: SyncDeskBench) -> OfficeContext {
        OfficeContext(rules: OfficeRules(name: "Cổng"), now: { SyncDeskBench.now }, newID: { _ in bench.id() })
    }

    private func ask(_ bench: SyncDeskBench, _ dossier: String, status: String = "5") async throws -> String {
        let advance = AdvanceDossier(dossier: dossier, status: status, note: "Thiếu", request: status == "5" ? ["2"] : [])
        let context = office(bench)
        return try #require(try await bench.store.write { try advance.run(in: $0, context)["notice"]?.stringValue })
    }

    @Test func `the time starts from zero with the last paper, and both appointments are told`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let (dossier, request) = try await asked(bench, caller)
        let answer: JSONObject = ["request": .string(request), "components": [Self.component("2", Self.second)]]
        _ = try await bench.send(.dossierSupplement, dossier, answer, as: caller)
        let before = try await bench.changes(for: caller)
        #expect(before.changes.first { $0.subject == dossier }?.state?["due_at"] == "2026-11-25T10:00:00Z")
        try await arrive(Self.second, bench, at: SyncDeskBench.now + .seconds(2 * 86_400))
        let after = try await bench.changes(for: caller, after: before.cursor)
        let state = try #require(after.changes.first { $0.subject == dossier }?.state)
        #expect(state["status"] == 4 && state["due_at"] == "2026-11-27T10:00:00Z")
        let step = state["steps"]?.arrayValue?.last
        #expect(step?["note"] == "Đã nhận giấy tờ bổ sung. Hẹn trả kết quả mới: 27/11/2026 (trước đây: 25/11/2026).")
        let notice = try #require(after.changes.first { $0.state?["kind"] == "appointment" }?.state)
        #expect(notice["due_at"] == "2026-11-27T10:00:00Z" && notice["was_due_at"] == "2026-11-25T10:00:00Z")
        #expect(notice["text"]?.stringValue?.contains("27/11/2026 (trước đây: 25/11/2026)") == true)
    }

    @Test(arguments: ["4", "5"])
    func `a request that the office let go is closed, whatever comes after it`(next: String) async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let (dossier, request) = try await asked(bench, caller)
        let newer = try await ask(bench, dossier, status: next)
        let changes = try await bench.changes(for: caller).changes
        #expect(changes.first { $0.subject == request }?.state?["closed"] == true)
        func answer(_ request: String) async throws -> Verdict.Outcome {
            try await bench.send(
                .dossierSupplement, dossier, ["request": .string(request), "components": [Self.component("2", Self.second)]],
                as: caller)
        }
        #expect(try await answer(request).problem == .requestClosed)
        if next == "5" { #expect(try await answer(newer).receipt != nil) }
    }

    @Test func `a dossier is received with its last file, and goes on with the last of what was asked for`() async throws {
        let bench = try SyncDeskBench()
        let caller = try await bench.kiosk("k1", unit: "1")
        let (owner, dossier) = (bench.id(), bench.id())
        _ = try await bench.send(.accountPut, owner, SyncDeskBench.account("001090000001"), as: caller)
        let put = try await bench.send(
            .dossierPut, dossier,
            ["procedure": "1.001193", "owner": .string(owner), "components": [Self.component("1", Self.first)]], as: caller)
        #expect(put.missing == [Self.first])
        #expect(try await bench.send(.dossierSubmit, dossier, ["files": 2], as: caller).problem == .invalidBody)
        #expect(try await bench.send(.dossierSubmit, dossier, ["files": 1], as: caller).missing == [Self.first])
        #expect(try await bench.changes(for: caller).changes.isEmpty)

        try await arrive(Self.first, bench)
        let received = try await bench.changes(for: caller)
        let state = try #require(received.changes.first { $0.subject == dossier }?.state)
        #expect(state["status"] == 2 && state["code"] == "000.00.00.H34-261124-0001")
        #expect(state["received_at"]?.stringValue == SyncDeskBench.now.description)
        #expect(state["due_at"] == "2026-11-25T10:00:00Z")

        let office = OfficeContext(rules: OfficeRules(name: "Cổng"), now: { SyncDeskBench.now }, newID: { _ in bench.id() })
        let advance = AdvanceDossier(dossier: dossier, status: "5", note: nil, request: ["2"])
        let request = try #require(try await bench.store.write { try advance.run(in: $0, office)["notice"]?.stringValue })
        let answer: JSONObject = ["request": .string(request), "components": [Self.component("2", Self.second)]]
        #expect(try await bench.send(.dossierSupplement, dossier, answer, as: caller).missing == [Self.second])
        #expect(try await bench.send(.dossierSupplement, dossier, answer, as: caller).problem == .requestClosed)
        let status = {
            try await bench.store.read { try SubjectStore(database: $0, now: SyncDeskBench.now).find(dossier)?.status }
        }
        #expect(try await status() == .supplementNeeded)
        try await arrive(Self.second, bench)
        #expect(try await status() == .inProgress)
        let after = try await bench.changes(for: caller, after: received.cursor)
        #expect(after.changes.first { $0.subject == dossier }?.state?["components"]?.arrayValue?.count == 2)
    }

    @Test func `codes count the dossiers of one day`() async throws {
        let bench = try SyncDeskBench()
        let codes = try await bench.store.write { database in
            try ["261124", "261124", "261125"].map { try PortalNumbers.dossierCode(agency: "H34", day: $0, database) }
        }
        #expect(codes == ["H34-261124-0001", "H34-261124-0002", "H34-261125-0001"])
    }
}
