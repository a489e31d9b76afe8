import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("What the desk says when something cannot be done")
struct GuidanceTests {
    private static let catalogue = """
        {"version":"2026-11","units":[{"code":"H34.61","name":"Xã Thử","level":"commune"}],"fields":[],"procedures":[
        {"code":"1.000001","name":"Đăng ký thử","field":"G1","units":"all","level":"full",
         "components":[{"code":"T-01","title":"Tờ khai","originals":1,"copies":0,"required":true}],
         "form":[{"name":"ho_ten","title":"Họ và tên","type":"text","required":true},
                 {"name":"ngay_sinh","title":"Ngày sinh","type":"date","required":false}],
         "source":"test","certain":true}]}
        """

    @Test func `an edit warns of the odd values that it touched, by their titles`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let odd = EditDossier(id: dossier, changes: ["form": ["ngay_sinh": "32/13/2026"]])
            let said = try await bench.ask(odd).warnings
            #expect(said.count == 1 && said[0].contains("Ngày sinh") && !said[0].contains("ngay_sinh"), "\(said)")
            #expect(try await bench.ask(odd).warnings == said)
            #expect(try await bench.ask(EditDossier(id: dossier, changes: ["form": ["ho_ten": "A Thu"]])).warnings.isEmpty)
            let unknown = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["ngay": "1"]])).warnings
            #expect(unknown.count == 1 && unknown[0].contains("ngay"))
        }
    }

    @Test func `a dossier is shown with its unit's name and its form's titles`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["ngay_sinh": "01/02/1990", "khac": "x"]]))
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["unit"] == "H34.61" && shown["unit_name"] == "Xã Thử")
            #expect(shown["local"]?["form"] == [["name": "ngay_sinh", "title": "Ngày sinh"]])
            #expect(shown["form"] == ["ngay_sinh": "01/02/1990", "khac": "x"])
        }
    }

    @Test func `a component that the catalogue dropped is named, with how to take it out`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            let json = Self.catalogue.replacing("2026-11", with: "2026-12").replacing("T-01", with: "T-09")
                .replacing("Tờ khai", with: "Giấy mới").replacing("ho_ten", with: "ten_moi")
            try await bench.outbox.write { tx in
                try tx.replaceCatalogue(json: Array(json.utf8), version: "2026-12", etag: nil, now: bench.clock.now)
            }
            let shown = try await bench.ask(ShowDossier(id: dossier))["local"]?["warnings"]?.arrayValue?.compactMap(\.stringValue)
            #expect(shown?.contains { $0.contains("Tờ khai") } == true && shown?.contains { $0.contains("Họ và tên") } == true)
            let said = try await bench.ask(SubmitDossier(id: dossier)).warnings
            let dropped = try #require(said.first { $0.contains("Tờ khai") })
            #expect(dropped.contains("kiosk dossier detach \(dossier) --component T-01"), "\(said)")
            #expect(!said.contains { $0.contains("has no such component") })
        }
    }

    @Test func `what ended at the portal cannot be withdrawn, and is not told to be`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.said(dossier, ["status": 3])
            let problem = try await bench.problem(WithdrawDossier(id: dossier, reason: "xin rút"))
            #expect(problem.kind == .notWithdrawable && problem.exitCode == .badData)
            #expect(
                !problem.text(in: .vi).contains("hoặc rút hồ sơ")
                    && problem.text(in: .vi).contains("kiosk dossier copy \(dossier)"))
        }
    }

    @Test func `a request that has its answer says so`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.said(dossier, ["status": 5])
            try await bench.tell(.notice, "n1", ["kind": "supplement", "dossier": .string(dossier), "text": "…", "read": false])
            try await bench.attach(DeskBench.pdf + "3", to: dossier, name: "ba.pdf")
            _ = try await bench.ask(SupplementDossier(id: dossier))
            #expect(try await bench.problem(SupplementDossier(id: dossier)).kind == .requestAnswered)
            #expect(try await bench.problem(SupplementDossier(id: dossier, request: "n1")).kind == .requestAnswered)
            do {
                try await bench.attach(DeskBench.pdf + "4", to: dossier, name: "bon.pdf")
                Issue.record("was taken in")
            } catch let problem as KioskProblem {
                #expect(problem.kind == .requestAnswered && problem.parameters["id"] == "n1")
            }
        }
    }

    @Test func `a refused code of the mail is told as such`() async throws {
        for field in ["token", "/token"] {
            #expect(Texts.reason("invalid-body", parameters: ["field": field], in: .vi).contains("Mã xác nhận sai hoặc hết hạn"))
            #expect(
                Texts.problem(type: "/problems/invalid-body", parameters: ["field": field], in: .en).contains("confirmation mail")
            )
        }
        #expect(!Texts.reason("invalid-body", parameters: ["field": "phone"], in: .vi).contains("xác nhận"))
    }

    @Test func `a payment at the counter is paid at the counter`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.payment(of: dossier)
            _ = try await bench.ask(StartPayment(id: dossier, method: "counter"))
            #expect(try await bench.ask(ShowPayment(id: dossier))["advice"]?.stringValue?.contains("at the counter") == true)
            try await bench.deliverAll()
            try await bench.tell(
                .payment, "0193pay1",
                [
                    "dossier": .string(dossier), "amount": 1_500_000, "state": "pending", "method": "counter", "qr": "0002TEST",
                ])
            let advice = try #require(try await bench.ask(ShowPayment(id: dossier))["advice"]?.stringValue)
            #expect(advice.contains("at the counter") && !advice.contains("QR"))
        }
    }

    @Test func `a dead prefix of a telephone number is told with the one that took its place`() async throws {
        try await DeskBench.with { (bench) async throws in
            let problem = try await bench.problem(
                AddAccount(fields: ["kind": "citizen", "full_name": "A Thu", "identity": "062090123456", "phone": "01621234567"]))
            #expect(problem.kind == .invalidPhone)
            #expect(problem.text(in: .vi).contains("0162 → 032") && problem.text(in: .en).contains("0162 → 032"))
        }
    }

    @Test func `where registration is off officers are still recorded`() async throws {
        try await DeskBench.with(rules: DeskRules(registersAccounts: false)) { (bench) async throws in
            _ = try await bench.ask(
                AddAccount(fields: ["kind": "officer", "full_name": "A Cán Bộ", "identity": "062090123456"]))
        }
    }

    @Test func `a scan whose birth is impossible says which part cannot be read`() async throws {
        try await DeskBench.with { (bench) async throws in
            let problem = try await bench.problem(
                AddAccount(fields: ["kind": "citizen"], scan: "062090001298||A Thu|31021995|Nam|Thôn 1|15042021"))
            #expect(problem.kind == .invalidScan && problem.exitCode == .badData)
            #expect(problem.text(in: .vi).contains("ngày sinh") && problem.text(in: .en).contains("date of birth"))
            #expect(try await bench.ask(ListAccounts()).items.isEmpty)
        }
    }
}
