import KioskAgent
import Status
import SyncProtocol
import Testing

@Suite("Browsing the catalogue")
struct BrowseTests {
    private static let catalogue = """
        {"version":"1","units":[{"code":"51","name":"Quảng Ngãi","level":"province"},
        {"code":"23527","name":"Xã Sa Thầy","level":"commune","parent":"51"},{"code":"23530","name":"Xã Rờ Kơi","level":"commune"},
        {"code":"616","name":"Huyện Sa Thầy","level":"district","valid_to":"2025-06-30"}],
        "fields":[{"code":"F-Đ","name":"Đất đai"},{"code":"F-C","name":"Chứng thực"},{"code":"F-Z","name":"Xây dựng"}],
        "procedures":[{"code":"1.1","name":"Đăng ký","field":"F-Đ","units":"all"},{"code":"1.2","name":"Ánh","field":"F-Đ","units":["23527"]},
        {"code":"1.3","name":"Bản sao","field":"F-C","units":["23530"]},{"code":"1.4","name":"Cũ","field":"F-C","units":"all","valid_to":"2020-01-01"}]}
        """

    @Test func `unit, field and procedure lead from one to the other`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let units = try await bench.ask(ListUnits()).items
            #expect(units.map { $0["name"] } == ["Quảng Ngãi", "Xã Rờ Kơi", "Xã Sa Thầy"])
            #expect(units.map { $0["procedures"] } == [1, 2, 2])
            #expect(try await bench.ask(ListUnits(all: true)).items.count == 4)
            let fields = try await bench.ask(ListFields(unit: "23527")).items
            #expect(fields.map { $0["code"] } == ["F-Đ"] && fields[0]["procedures"] == 2)
            #expect(try await bench.ask(ListFields()).items.map { $0["name"] } == ["Chứng thực", "Đất đai"])
            let procedures = try await bench.ask(ListProcedures(unit: "23527", field: "F-Đ")).items
            #expect(procedures.map { $0["name"] } == ["Ánh", "Đăng ký"] && procedures[0]["field_name"] == "Đất đai")
        }
    }

    @Test func `a list of procedures comes in pages and leaves out what is not in force`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let first = try await bench.ask(ListProcedures(page: Page(limit: 2)))
            let second = try await bench.ask(ListProcedures(page: Page(after: first.next, limit: 2)))
            #expect((first.items + second.items).map { $0["code"] } == ["1.3", "1.2", "1.1"] && second.next == nil)
            let all = try await bench.ask(ListProcedures(field: "F-C", all: true)).items
            #expect(all.map { $0["valid"] } == [true, false])
            #expect(try await bench.ask(ListProcedures(page: Page(after: "99999", limit: 2))).items.isEmpty)
        }
    }

    @Test func `units and fields that nobody knows are bad data`() async throws {
        try await DeskBench.with(catalogue: Self.catalogue) { (bench) async throws in
            let problems = [
                try await bench.problem(ListFields(unit: "9")), try await bench.problem(ListProcedures(unit: "9")),
                try await bench.problem(ListProcedures(field: "9")),
            ]
            #expect(problems.map(\.kind) == [.unknownUnit, .unknownUnit, .unknownFieldOfWork])
            #expect(problems.allSatisfy { $0.exitCode == .badData })
        }
    }
}
