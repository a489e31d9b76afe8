import Foundation
import Testing

@testable import Dossiers

/// The catalogue that the project ships: kiosk-config/catalogue/procedures.json.
@Suite struct CatalogueFileTests {
    let catalogue: Catalogue
    let problems: [CatalogueProblem]
    let text: String

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: root.appending(path: "kiosk-config/catalogue/procedures.json"))
        (catalogue, problems) = try Catalogue.load(json: data)
        text = String(decoding: data, as: UTF8.self)
    }

    @Test func `it has no broken row and at least 47 procedures`() {
        #expect(problems == [])
        #expect(catalogue.procedures.count >= 47)
        #expect(Array(text.utf8) == Array(text.precomposedStringWithCanonicalMapping.utf8))
    }

    @Test func `each row is complete and names known things`() throws {
        let fields = Set(catalogue.fields.map(\.code))
        let units = Set(catalogue.units.map(\.code))
        for procedure in catalogue.procedures {
            #expect(fields.contains(procedure.field), "\(procedure.code)")
            #expect(procedure.time != nil, "\(procedure.code)")
            #expect(procedure.source?.isEmpty == false, "\(procedure.code)")
            #expect(!procedure.form.isEmpty, "\(procedure.code)")
            if let successor = procedure.replacedBy { #expect(catalogue.procedure(successor, on: today)?.code == successor) }
            if case .some(let codes) = procedure.units { #expect(units.isSuperset(of: codes)) }
            for title in [procedure.name] + procedure.components.map(\.title) { #expect(try TextRule.normalise(title) == title) }
            for field in procedure.form where field.type == .choice { #expect(field.choices?.isEmpty == false) }
        }
    }

    @Test(arguments: [
        "giay phep xay dung", "GIẤY PHÉP XÂY DỰNG", "cấp giấy phép xây dựng mới", "gpxd moi", "xay dung giay phep", "1.013225",
        "1.013225.000.00.00.H48", "giấy phép xây dự",
    ])
    func `the letter's example is found first`(words: String) {
        #expect(ProcedureSearch(catalogue).search(words, on: today).first?.procedure.code == "1.013225")
    }

    @Test(arguments: [
        ("dang ky khai sinh", "1.001193"), ("khai sinh", "1.001193"), ("ket hon", "1.000894"), ("khai tu", "1.000656"),
        ("ho kinh doanh", "1.001266"),
        ("1.009994", "1.013225"), ("thường trú", "1.004222"), ("sao y", "2.000815"), ("hoa giai tranh chap", "1.013967"),
        ("trich luc ho tich", "2.000635"), ("thanh lap ho kinh doanh", "1.001612"),
    ])
    func `common words find the common procedure`(words: String, code: String) {
        #expect(ProcedureSearch(catalogue).search(words, on: today).first?.procedure.code == code)
    }

    @Test func `the old building permit is still there, expired, with its successor`() {
        let hits = ProcedureSearch(catalogue).search("giay phep xay dung", on: today)
        let old = hits.first { $0.procedure.code == "1.009994" }
        #expect(old?.isValid == false)
        #expect(old?.procedure.replacedBy == "1.013225")
        #expect(catalogue.procedure("1.009994", on: today)?.code == "1.009994")
    }

    @Test func `copies cost what the circular says`() throws {
        let fee = try #require(catalogue.procedure("2.000815", on: today)?.fees.first)
        #expect(fee.total(pages: 5) == 7_000)
        #expect(fee.total(pages: 250) == 200_000)
        #expect(try #require(catalogue.procedure("2.000635", on: today)?.fees.first).total(copies: 2) == 16_000)
    }

    @Test(arguments: [("2025-06-30", "Thị trấn Sa Thầy", "616"), ("2025-07-01", "Xã Sa Thầy", "51")])
    func `units change with the first of July 2025`(day: String, name: String, parent: String) throws {
        let day = try #require(CivilDay(iso: day))
        let unit = try #require(catalogue.unit("23527", on: day))
        #expect(unit.name == name)
        #expect(unit.parent == parent)
        #expect(catalogue.units.filter { $0.parent == "616" }.count == 11)
    }

    @Test func `it is written in the words of the protocol`() throws {
        let again = try Catalogue.load(json: try JSONEncoder().encode(catalogue))
        #expect(again.problems == [])
        #expect(again.catalogue == catalogue)
    }

    @Test func `residence is filed elsewhere`() {
        #expect(catalogue.procedure("1.004222", on: today)?.portal == "dichvucong.bocongan.gov.vn")
    }

    @Test(arguments: [
        // The rows of domain.md, 7.1 to 7.5, whose time a source gives: code, time, what one page and one copy cost.
        ("1.001193", 0, ProcessingTime.Unit.sameDay, 8_000), ("1.000689", 3, .workingDay, 15_000), ("1.000894", 0, .sameDay, 0),
        ("1.000656", 0, .sameDay, 8_000), ("1.001022", 3, .workingDay, 15_000), ("1.004837", 3, .workingDay, 0),
        ("1.004845", 2, .workingDay, 0),
        ("1.004859", 3, .workingDay, 15_000), ("2.000635", 0, .sameDay, 8_000), ("2.001263", 30, .day, 400_000),
        ("2.000815", 0, .sameDay, 2_000),
        ("2.000884", 0, .sameDay, 10_000), ("2.000992", 0, .sameDay, 10_000), ("2.001035", 2, .workingDay, 50_000),
        ("2.000913", 2, .workingDay, 30_000),
        ("2.000927", 0, .sameDay, 25_000), ("2.000942", 0, .sameDay, 2_000), ("2.001406", 2, .workingDay, 50_000),
        ("2.000908", 0, .sameDay, 0),
        ("1.004222", 7, .workingDay, 20_000), ("1.001612", 3, .workingDay, 100_000), ("1.013225", 15, .day, 50_000),
    ])
    func `times and fees are those of the domain's table`(code: String, amount: Int, unit: ProcessingTime.Unit, fee: Int) throws {
        let procedure = try #require(catalogue.procedure(code, on: today))
        #expect(procedure.time == ProcessingTime(amount: amount, unit: unit))
        #expect(procedure.charges().total == fee)
    }

    @Test func `the fee for residence depends on the way of filing, and the exempt pay for neither`() throws {
        let procedure = try #require(catalogue.procedure("1.004222", on: today))
        #expect(procedure.charges().total == 20_000)
        #expect(procedure.charges(exemptions: ["online"]).total == 10_000)
        #expect(procedure.charges(exemptions: ["poor"]).total == 0)
    }

    @Test func `copies of a certified contract have no reduction that a source gives`() throws {
        #expect(try #require(catalogue.procedure("2.000942", on: today)).charges(pages: 5).total == 10_000)
    }

    @Test func `only what sources say whole is certain`() {
        #expect(catalogue.procedures.filter(\.certain).map(\.code) == ["1.000894", "2.000815"])
        for procedure in catalogue.procedures where procedure.source?.contains("chưa kiểm chứng") == true {
            #expect(!procedure.certain)
        }
    }

    @Test(arguments: [
        ("1.010824", "2.002913"), ("1.011606", "1.116214"), ("1.011607", "1.116215"), ("1.012812", "1.013967"),
        ("1.009994", "1.013225"), ("2.000986", "3.000722"),
    ])
    func `renumbered procedures name their successor`(old: String, new: String) {
        #expect(catalogue.succession(of: old, on: today).last?.code == new)
        #expect(ProcedureSearch(catalogue).search(old, on: today).contains { $0.procedure.code == new })
    }

    @Test func `no exempt group lacks a name`() {
        let words = Set(catalogue.procedures.flatMap(\.fees).flatMap(\.exempt))
        #expect(words.allSatisfy { FeeExemption(rawValue: $0) != nil })
    }
}
