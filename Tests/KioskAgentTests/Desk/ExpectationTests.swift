import Dossiers
import Foundation
import KioskAgent
import Status
import SyncProtocol
import Testing

@Suite("What is expected before the portal speaks")
struct ExpectationTests {
    private static let catalogue = """
        {"version":"2026-11","units":[],"fields":[{"code":"G15-TP03","name":"Chứng thực"}],"procedures":[
        {"code":"2.000815","name":"Chứng thực bản sao","field":"G15-TP03","units":"all","level":"full","source":"test",
         "time":{"amount":3,"unit":"working_day"},
         "fees":[{"code":"ban-sao","title":"Phí","amount":2000,"per":"page","first":2,"then":1000,"cap":200000,"exempt":["poor"]}],
         "form":[{"name":"so_trang","title":"Số trang","type":"number","required":false}],"certain":true}]}
        """

    /// Monday, 9:00, of a week without holidays.
    private static let monday = Timestamp("2026-11-16T02:00:00Z")

    private func bench(_ body: (DeskBench, _ owner: String) async throws -> Void) async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            bench.clock.advance(try #require(Self.monday) - bench.clock.now)
            try await body(bench, try await bench.citizen().id)
        }
    }

    private func new(_ bench: DeskBench, _ owner: String, _ form: JSONObject) async throws -> Recorded {
        try await bench.ask(
            NewDossier(fields: ["procedure": "2.000815", "owner": .string(owner), "form": .object(form)]))
    }

    @Test(arguments: [("5", "1", 7_000), ("250", "1", 200_000), ("3", "2", 10_000), ("", "", 2_000)])
    func `fees follow the catalogue's rule and the counts of the form`(_ pages: String, _ copies: String, _ amount: Int) async throws {
        try await bench { bench, owner in
            let id = try await new(bench, owner, ["so_trang": .string(pages), "so_ban": .string(copies)]).id
            #expect(try await bench.ask(ShowDossier(id: id))["local"]?["expected"]?["amount"] == .integer(Int64(amount)))
        }
    }

    @Test func `who claims an exemption pays nothing, and is told why`() async throws {
        try await bench { bench, owner in
            let recorded = try await new(bench, owner, ["so_trang": "5", "mien_le_phi": "Poor"])
            #expect(recorded.warnings.isEmpty)
            let shown = try await bench.ask(ShowDossier(id: recorded.id))
            #expect(shown["form"]?["mien_le_phi"] == "poor")
            let expected = try #require(shown["local"]?["expected"])
            #expect(expected["amount"] == 0)
            #expect(expected["fees"]?.arrayValue?.first?["exempt_text"] == "Poor household")
            let idle = try await new(bench, owner, ["mien_le_phi": "elderly"])
            #expect(idle.warnings.count == 1)
            let wrong: JSONObject = [
                "procedure": "2.000815", "owner": .string(owner), "form": ["mien_le_phi": "rich"],
            ]
            #expect(try await bench.problem(NewDossier(fields: wrong)).kind == .invalidValue)
        }
    }

    @Test func `the estimate counts working days and says that it is one, and that the year's calendar is missing`() async throws {
        try await bench { bench, owner in
            let id = try await new(bench, owner, [:]).id
            let expected = try #require(try await bench.ask(ShowDossier(id: id))["local"]?["expected"])
            #expect(expected["due_at"] == "2026-11-19T10:00:00Z")
            let warnings = expected["warnings"]?.arrayValue?.compactMap(\.stringValue) ?? []
            #expect(warnings.count == 2 && warnings.contains { $0.contains("2026") })
            #expect(try await bench.ask(TrackDossier(id: id))["local"]?["expected"]?["due_at"] == expected["due_at"])
        }
    }
}

@Suite("Addresses at the desk")
struct PlacesAtTheDeskTests {
    private func site() throws -> Site {
        let now = """
            {"province":{"code":"51","name":"Tỉnh Quảng Ngãi"},"source":"test","communes":[{"code":"23527","name":"Xã Sa Thầy"}]}
            """
        let before = """
            {"province":{"code":"62","name":"Tỉnh Kon Tum","now":{"code":"51","name":"Tỉnh Quảng Ngãi"}},"source":"test",
             "district":{"code":"616","name":"Huyện Sa Thầy"},
             "communes":[{"code":"23551","name":"Xã Sa Nhơn","now":"23527"}]}
            """
        return Site(communes: try CommuneRegister.load([Data(now.utf8), Data(before.utf8)]))
    }

    @Test func `an address of a commune that no longer exists keeps its text, gets the number of today, and is told`() async throws {
        try await DeskBench.with(site: site()) { (bench) async throws in
            let text = "Thôn 1, xã Sa Nhơn, huyện Sa Thầy, tỉnh Kon Tum"
            let fields: JSONObject = [
                "kind": "citizen", "full_name": "Y Thử", "identity": "062090123456", "address": .string(text),
            ]
            let recorded = try await bench.ask(AddAccount(fields: fields))
            #expect(recorded.warnings.count == 1 && recorded.warnings[0].contains("Xã Sa Thầy"))
            let address = try await bench.ask(ShowAccount(id: recorded.id))["address"]
            #expect(address == ["text": .string(text), "commune_code": "23527"])
            // What a person gave is not replaced.
            let edited = try await bench.ask(
                EditAccount(id: recorded.id, changes: ["address": ["text": .string(text), "commune_code": "23551"]]))
            #expect(edited.warnings.count == 1)
            #expect(try await bench.ask(ShowAccount(id: recorded.id))["address"]?["commune_code"] == "23551")
        }
    }

    @Test func `where a result is to be brought is looked at too`() async throws {
        try await DeskBench.with(site: site()) { (bench) async throws in
            let owner = try await bench.citizen().id
            let recorded = try await bench.ask(
                NewDossier(fields: [
                    "procedure": "1.000001", "owner": .string(owner),
                    "delivery": ["result": "home", "result_address": "xã Sa Nhơn, huyện Sa Thầy, Kon Tum"],
                ]))
            #expect(recorded.warnings.count == 1)
        }
    }
}

@Suite("Wrong data of a site")
struct WrongSiteDataTests {
    @Test func `a wrong row of the catalogue is left out and told, and the rest works`() async throws {
        let catalogue = """
            {"version":"2026-11","units":[],"fields":[{"code":"G15-TP07","name":"Hộ tịch"}],"procedures":[
            {"code":"1.000001","name":"Đăng ký thử","field":"G15-TP07","units":"all","level":"full","source":"test","certain":true},
            {"code":"1.000009","field":"G15-TP07","units":"all"}]}
            """
        try await DeskBench.with(catalogue: catalogue) { (bench) async throws in
            #expect(try await bench.ask(ShowProcedure(code: "1.000001"))["name"] == "Đăng ký thử")
            #expect(try await bench.problem(ShowProcedure(code: "1.000009")).kind == .unknownProcedure)
            let check = try await bench.ask(RunDoctor()).checks.first { $0.name == "catalogue" }
            #expect(check?.result == "warning" && check?.text.contains("1.000009") == true)
        }
    }

    @Test func `a wrong calendar is left out and told, and recording goes on`() async throws {
        let site = Site(problems: [KioskProblem(.siteDataInvalid, ["file": "vn-2026.json", "detail": "off.3.date"])])
        try await DeskBench.with(site: site) { (bench) async throws in
            _ = try await bench.draft()
            let check = try await bench.ask(RunDoctor()).checks.first { $0.name == "site" }
            #expect(check?.result == "warning" && check?.text.contains("vn-2026.json") == true)
        }
    }
}
