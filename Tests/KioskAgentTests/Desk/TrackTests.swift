import KioskAgent
import Status
import SyncProtocol
import Testing

@Suite("Dossiers followed, copied and deleted")
struct TrackTests {
    @Test(arguments: ["000.00.53.H48-261124-0001", "000.00.53.h48-261124-0001", " 000.00.53.H48-261124-0001"])
    func `a citizen's code tells the way, and not whose it is`(code: String) async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.said(
                dossier,
                [
                    "status": 5, "due_at": .string((bench.clock.now + .seconds(3_600)).description),
                    "steps": [["status": 2, "name": "Được tiếp nhận", "at": "2026-11-20T01:00:00Z", "by": "Một cửa"]],
                ])
            try await bench.payment(of: dossier)
            try await bench.tell(
                .notice, "n1",
                [
                    "kind": "supplement", "dossier": .string(dossier), "text": "Thiếu tờ khai", "at": "2026-11-20T01:00:00Z",
                    "read": true,
                ])
            bench.clock.advance(.seconds(7_200))
            let shown = try await bench.ask(TrackDossier(id: code))
            #expect(shown["id"] == .string(dossier) && shown["status"] == 5 && shown["overdue"] == true)
            #expect(shown["status_name"] == "More papers needed" && shown["procedure_name"] == "Đăng ký thử")
            #expect(shown["steps"]?.arrayValue?.first?["by"] == "Một cửa")
            #expect(shown["requests"]?.arrayValue?.first?["text"] == "Thiếu tờ khai")
            #expect(shown["payments"]?.arrayValue?.first?["amount"] == 1_500_000)
            #expect(shown["age_seconds"] == 7_200)
            #expect(!shown.text.contains("Y Thử") && !shown.text.contains("062090123456"))
        }
    }

    @Test func `what the portal has not received says so, and an unknown code is not found`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let shown = try await bench.ask(TrackDossier(id: dossier))
            #expect(shown["age_seconds"] == .null && shown["local"]?["state"] == "draft" && shown["status"] == .null)
            let problem = try await bench.problem(TrackDossier(id: "000.00.53.H48-261124-9999"))
            #expect(problem.exitCode == .notFound)
        }
    }

    @Test func `a copy has the matter and no paper, code or time of the old one`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            bench.clock.advance(.seconds(60))
            let copy = try await bench.ask(CopyDossier(id: "000.00.53.H48-261124-0001", changes: ["form": ["noi_dung": "khác"]]))
                .id
            #expect(copy != dossier)
            let (old, new) = (try await bench.ask(ShowDossier(id: dossier)), try await bench.ask(ShowDossier(id: copy)))
            for name in ["procedure", "owner", "submitter", "unit"] { #expect(new[name] == old[name], "\(name)") }
            #expect(new["form"] == ["noi_dung": "khác"] && new["code"]?.stringValue == nil && new["status"]?.integerValue == nil)
            #expect(new["recorded_at"] != old["recorded_at"] && new["local"]?["state"] == "draft")
            #expect(new["components"]?.arrayValue?.allSatisfy { $0["files"] == [] } == true)
        }
    }

    @Test func `a copy for another owner is filed by that one`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            let other = try await bench.citizen("062090123457", name: "Y Hai").id
            let copy = try await bench.ask(CopyDossier(id: dossier, changes: ["owner": .string(other)])).id
            let shown = try await bench.ask(ShowDossier(id: copy))
            #expect(shown["owner"] == .string(other) && shown["submitter"] == .string(other))
        }
    }

    @Test func `only a draft is deleted, and only when that is said`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            #expect(try await bench.problem(DeleteDraft(id: dossier)).exitCode == .usage)
            _ = try await bench.ask(DeleteDraft(id: dossier, confirmed: true))
            #expect(try await bench.ask(ListDossiers()).items.isEmpty)
            _ = try await bench.ask(DeleteDraft(id: dossier, confirmed: true))
            #expect(try await bench.problem(SubmitDossier(id: dossier)).kind == .dossierWithdrawn)
            let second = try await bench.ask(CopyDossier(id: dossier)).id
            _ = try await bench.ask(SubmitDossier(id: second))
            let problem = try await bench.problem(DeleteDraft(id: second, confirmed: true))
            #expect(problem.kind == .notADraft && problem.exitCode == .badData)
        }
    }
}
