import Foundation
import Testing

@testable import Dossiers

@Suite struct FeeTests {
    let copies = Fee(code: "phi", title: "Phí", amount: 2000, per: .page, first: 2, then: 1000, cap: 200_000, exempt: ["poor"])

    @Test(arguments: [(0, 0), (1, 2000), (2, 4000), (3, 5000), (5, 7000), (198, 200_000), (250, 200_000)])
    func `pages cost less from the third on, up to the cap`(pages: Int, total: Int) {
        #expect(copies.total(pages: pages) == total)
    }

    @Test func `each copy is counted and capped alone`() {
        #expect(copies.total(pages: 5, copies: 3) == 21_000)
        #expect(copies.total(pages: 250, copies: 2) == 400_000)
    }

    @Test func `who is exempt pays nothing`() {
        #expect(copies.total(pages: 5, exemptions: ["poor", "online"]) == 0)
        #expect(copies.total(pages: 5, exemptions: ["online"]) == 7000)
    }

    @Test func `fees per case and per copy`() {
        #expect(Fee(code: "a", title: "", amount: 10_000).total(pages: 9, copies: 9) == 10_000)
        #expect(Fee(code: "a", title: "", amount: 8000, per: .copy).total(pages: 9, copies: 3) == 24_000)
    }

    @Test func `absurd counts stay at the edge`() {
        let fee = Fee(code: "a", title: "", amount: .max, per: .page)
        #expect(fee.total(pages: .max, copies: .max) == .max)
        #expect(fee.total(pages: -1, copies: -1) == 0)
    }
}

@Suite struct CatalogueLoadingTests {
    @Test func `a broken row costs itself alone`() throws {
        let json = """
            {"version":"1","units":[{"code":"1","name":"A","level":"commune"},{"code":"2","name":"B","level":"village"}],
            "fields":[{"code":"G07-LĐ03","name":"Bảo trợ xã hội"},{"name":"x"}],
            "procedures":[{"code":"1.000001","name":"Một","field":"G07-LĐ03"},{"code":"1.000002"},7,
            {"code":"1.000003","name":"Ba","valid_from":"2025-01-01","valid_to":"2024-01-01"},
            {"code":"1.000004","name":"Bốn","fees":[{"code":"f","title":"F","amount":-1}]},
            {"code":"1.000005","name":"Năm","units":["1"],"level":"full","time":{"amount":3,"unit":"working_day"},"certain":true}]}
            """
        let (catalogue, problems) = try Catalogue.load(json: Data(json.utf8))
        #expect(catalogue.units.map(\.code) == ["1"])
        #expect(catalogue.fields.map(\.code) == ["G07-LĐ03"])
        #expect(catalogue.procedures.map(\.code) == ["1.000001", "1.000005"])
        #expect(
            problems.map { "\($0.list) \($0.index) \($0.code ?? "?")" } == [
                "units 1 2", "fields 1 ?", "procedures 1 1.000002", "procedures 2 ?", "procedures 3 1.000003",
                "procedures 4 1.000004",
            ])
    }

    @Test func `each broken row says what is wrong with it`() throws {
        let json = """
            {"version":"1","units":[{"code":"1","name":"Cũ","level":"commune","valid_to":"2025-06-30"},
            {"code":"1","name":"Mới","level":"commune","valid_from":"2025-07-01"},{"code":"1","name":"Lặp","level":"commune"}],
            "fields":[{"code":"","name":"x"}],
            "procedures":[{"code":"1.000001","field":"a"},7,
            {"code":"1.000002","name":"Hai","field":"a","fees":[{"code":"f","title":"F","amount":1,"per":"moon"}]},
            {"code":"1.000003","name":"Ba","field":"a"},{"code":"1.000003","name":"Ba nữa","field":"a"}]}
            """
        let (catalogue, problems) = try Catalogue.load(json: Data(json.utf8))
        #expect(catalogue.units.map(\.name) == ["Cũ", "Mới"] && catalogue.procedures.map(\.name) == ["Ba"])
        #expect(
            problems.map(\.fault) == [
                .codeTwice, .emptyCodeOrName, .lacks("name"), .unreadable, .wrong("fees.0.per"), .codeTwice,
            ])
        #expect(problems.map(\.logText).contains("procedures 1.000002: wrong fees.0.per"))
    }

    @Test(arguments: ["", "[]", "{}", #"{"version":7}"#, "{\"version\":\"1\",\"procedures\":3}"])
    func `what is no catalogue is refused`(json: String) {
        #expect(kind { () throws(DomainError) in _ = try Catalogue.load(json: Data(json.utf8)) } == .invalidJSON)
    }

    @Test(arguments: [
        ("1.001193", "1.001193"), ("1.001193.000.00.00.H48", "1.001193"), ("1.001193.01", "1.001193"),
        ("1.012796.H36", "1.012796"),
        ("C08_XPHCDB", "C08_XPHCDB"), ("1.0011931", "1.0011931"), ("1.00119", "1.00119"), ("", ""),
    ])
    func `codes are keyed by their national part`(code: String, key: String) {
        #expect(ProcedureCode.key(code) == key)
    }

    @Test func `of one code's versions the one in force counts`() throws {
        var old = Procedure(code: "1.000001", name: "Cũ", field: "x")
        old.validTo = CivilDay(iso: "2025-06-30")
        var new = Procedure(code: "1.000001", name: "Mới", field: "x")
        new.validFrom = CivilDay(iso: "2025-07-01")
        new.validTo = CivilDay(iso: "2026-01-01")
        let catalogue = Catalogue(version: "1", procedures: [old, new])
        func name(_ day: String) throws -> String? {
            catalogue.procedure("1.000001.01", on: try #require(CivilDay(iso: day)))?.name
        }
        #expect(try name("2025-06-30") == "Cũ")
        #expect(try name("2025-07-01") == "Mới")
        #expect(try name("2026-11-24") == "Mới")
        #expect(catalogue.procedure("1.000002", on: today) == nil)
    }

    @Test func `a dossier is compared with what is prescribed`() throws {
        var procedure = Procedure(code: "1.000001", name: "Một", field: "x")
        procedure.components = [
            ProcedureComponent(code: "a", title: "A", originals: 1, required: true), ProcedureComponent(code: "b", title: "B"),
        ]
        procedure.form = [
            FormField(name: "day", title: "Ngày", type: .date, required: true),
            FormField(name: "who", title: "Ai", type: .text, required: true),
        ]
        procedure.validTo = CivilDay(iso: "2025-06-30")
        procedure.replacedBy = "1.000002"
        let file = Dossier.File(sha256: DossierTests.digest, size: 1, mediaType: "image/png", name: "a.png")
        let dossier = Dossier(
            procedure: "1.000001", owner: DossierTests.owner, form: ["day": "31/02/2020", "more": "x"],
            components: [Dossier.Component(code: "b", files: [file]), Dossier.Component(code: "c", files: [file])])
        let warnings = procedure.check(dossier, on: today)
        #expect(
            warnings.map(\.kind) == [
                .procedureNotInForce, .missingComponent, .unknownComponent, .oddFormValue, .missingFormField, .unknownFormField,
            ])
        #expect(warnings.first?.parameters["replaced_by"] == "1.000002")
    }
}

@Suite struct ProcedureSearchTests {
    @Test func `ten thousand procedures are searched whole, and the best come first`() {
        let words = [
            "đăng", "ký", "cấp", "giấy", "phép", "xây", "dựng", "khai", "sinh", "chứng", "thực", "hộ", "kinh", "doanh", "đất",
            "đai", "nhà", "ở",
        ]
        let procedures = (0..<10_000).map { index in
            let name = (0..<8).map { words[(index / 3 + $0 * (index % 7 + 1)) % words.count] }.joined(separator: " ")
            return Procedure(code: "1.\(100_000 + index)", name: name, field: "x")
        }
        let search = ProcedureSearch(Catalogue(version: "1", procedures: procedures))
        let plain = procedures.filter { procedure in ["giấy", "phép", "xây", "dựng"].allSatisfy(procedure.name.contains) }
        #expect(search.search("giay phep xay dung", on: today, limit: 10_000).count == plain.count)
        #expect(search.search("DUNG xây phep GIẤY", on: today, limit: 10_000).count == plain.count)
        let best = search.search("giay phep xay dung", on: today)
        #expect(best.count == 20)
        #expect(best.allSatisfy { $0.procedure.name.contains("giấy phép xây dựng") })
        #expect(search.search("1.105555", on: today).map(\.procedure.code) == ["1.105555"])
    }

    @Test func `all words must be there, in any order, whole or as beginnings`() {
        let procedures = [
            Procedure(code: "1.000001", name: "Đăng ký khai sinh", field: "x"),
            Procedure(code: "1.000002", name: "Đăng ký khai tử", field: "x"),
        ]
        let search = ProcedureSearch(Catalogue(version: "1", procedures: procedures))
        func codes(_ words: String) -> [String] { search.search(words, on: today).map(\.procedure.code) }
        #expect(codes("sinh khai") == ["1.000001"])
        #expect(codes("KHAI SI") == ["1.000001"])
        #expect(codes("đăng") == ["1.000001", "1.000002"])
        #expect(codes("khai đất") == [])
        #expect(codes("") == ["1.000001", "1.000002"])
        #expect(codes("!!!") == ["1.000001", "1.000002"])
    }

    @Test func `names before other places, in force before expired, whole words before beginnings`() {
        var expired = Procedure(code: "1.000001", name: "Nhà ở", field: "f")
        expired.validTo = CivilDay(iso: "2025-06-30")
        let beginning = Procedure(code: "1.000002", name: "Nhàn rỗi", field: "f")
        let inForce = Procedure(code: "1.000003", name: "Việc nhà", field: "f")
        var keyword = Procedure(code: "1.000004", name: "Xây dựng", field: "f")
        keyword.keywords = ["nhà"]
        let search = ProcedureSearch(Catalogue(version: "1", procedures: [expired, keyword, beginning, inForce]))
        let hits = search.search("nha", on: today)
        #expect(hits.map(\.procedure.code) == ["1.000003", "1.000002", "1.000001", "1.000004"])
        #expect(hits.map(\.isValid) == [true, true, false, true])
    }

    @Test func `unit, field and limit narrow`() {
        var here = Procedure(code: "1.000001", name: "Một", field: "a", units: .some(["23530"]))
        here.level = .full
        let search = ProcedureSearch(
            Catalogue(version: "1", procedures: [here, Procedure(code: "1.000002", name: "Một", field: "b")]))
        #expect(search.search("mot", on: today, unit: "23527").map(\.procedure.code) == ["1.000002"])
        #expect(search.search("mot", on: today, unit: "23530").count == 2)
        #expect(search.search("mot", on: today, field: "a").count == 1)
        #expect(search.search("mot", on: today, limit: 1).count == 1)
        #expect(search.search("mot", on: today, limit: -1).isEmpty)
    }
}
