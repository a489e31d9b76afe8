import Foundation
import Testing

@testable import Dossiers

@Suite struct BrowsingTests {
    let catalogue: Catalogue

    init() throws {
        catalogue = try Catalogue.load(json: try projectFile("kiosk-config/catalogue/procedures.json")).catalogue
    }

    let before = CivilDay(iso: "2025-06-30") ?? today

    @Test func `the way goes from unit to field to procedure`() throws {
        let unit = try #require(catalogue.units(under: "51", on: today).first { $0.name == "Xã Mô Rai" })
        let field = try #require(catalogue.fields(at: unit.code, on: today).first { $0.field.name == "Hộ tịch" })
        let procedures = catalogue.procedures(in: field.field.code, at: unit.code, on: today)
        #expect(procedures.count == field.procedures)
        #expect(procedures.contains { $0.code == "1.001193" })
        // A commune at the border offers more than one that is not.
        let inland = catalogue.procedures(in: field.field.code, at: "23527", on: today)
        #expect(Set(procedures.map(\.code)).subtracting(inland.map(\.code)) == ["1.000110", "1.000094", "1.000080"])
    }

    @Test func `units are those of the day, sorted as Vietnamese sorts`() {
        #expect(catalogue.units(on: today).map(\.name) == ["Tỉnh Quảng Ngãi"])
        #expect(
            catalogue.units(under: "51", on: today).map(\.name) == [
                "Xã Ia Đal", "Xã Ia Tơi", "Xã Mô Rai", "Xã Rờ Kơi", "Xã Sa Bình", "Xã Sa Loong", "Xã Sa Thầy",
                "Xã Ya Ly",
            ])
        #expect(catalogue.units(under: "62", on: before).map(\.name) == ["Huyện Sa Thầy"])
        #expect(catalogue.units(under: "616", on: before).count == 11)
        #expect(catalogue.units(under: "616", on: today).isEmpty)
    }

    @Test func `fields without a procedure in force are left out`() {
        let fields = catalogue.fields(on: today)
        #expect(fields.allSatisfy { $0.procedures > 0 })
        #expect(!fields.contains { $0.field.code == "G16-VH12" })
        let names = fields.map(\.field.name)
        #expect(names.first == "Bảo hiểm y tế")
        #expect(names.sorted { VietnameseOrder.compare($0, $1) == .orderedAscending } == names)
    }

    @Test func `expired procedures are not offered`() {
        #expect(!catalogue.procedures(in: "G17-XD11", on: today).contains { $0.code == "1.009994" })
        #expect(catalogue.procedures(in: "G17-XD11", at: "616", on: before).map(\.code) == ["1.009994"])
    }

    @Test func `a field that the catalogue does not name stands under its code`() {
        let catalogue = Catalogue(version: "1", procedures: [Procedure(code: "1.000001", name: "Một", field: "LVK")])
        #expect(
            catalogue.fields(on: today) == [FieldChoice(field: ProcedureField(code: "LVK", name: "LVK"), procedures: 1)]
        )
        #expect(catalogue.procedures(in: "LVK", on: today).count == 1)
        #expect(catalogue.procedures(in: "", on: today).isEmpty)
    }

    @Test func `an old code leads to what is filed today, through all renumberings`() {
        #expect(catalogue.succession(of: "1.009122", on: today).map(\.code) == ["1.009122", "1.009994", "1.013225"])
        #expect(catalogue.procedureToFile("1.009122", on: today)?.code == "1.013225")
        #expect(catalogue.procedureToFile("1.009994.000.00.00.H34", on: before)?.code == "1.009994")
        #expect(catalogue.procedureToFile("1.013225", on: today)?.code == "1.013225")
        #expect(catalogue.procedureToFile("9.999999", on: today) == nil)
        #expect(ProcedureSearch(catalogue).search("1.009122", on: today).first?.procedure.code == "1.013225")
    }

    @Test func `a circle of successors ends`() {
        var one = Procedure(code: "1.000001", name: "Một", field: "x")
        one.validTo = CivilDay(iso: "2025-01-01")
        one.replacedBy = "1.000002"
        var two = Procedure(code: "1.000002", name: "Hai", field: "x")
        two.validTo = CivilDay(iso: "2025-01-01")
        two.replacedBy = "1.000001"
        let catalogue = Catalogue(version: "1", procedures: [one, two])
        #expect(catalogue.succession(of: "1.000001", on: today).map(\.code) == ["1.000001", "1.000002"])
        #expect(catalogue.procedureToFile("1.000001", on: today) == nil)
        #expect(ProcedureSearch(catalogue).search("1.000001", on: today).count == 2)
    }
}

@Suite struct ProcedureChangesTests {
    func procedure(_ components: [ProcedureComponent]) -> Procedure {
        var procedure = Procedure(code: "1.000001", name: "Một", field: "x")
        procedure.components = components
        return procedure
    }

    let old = [
        ProcedureComponent(code: "a", title: "Tờ khai", originals: 1),
        ProcedureComponent(code: "b", title: "Sổ hộ khẩu", copies: 1),
        ProcedureComponent(code: "c", title: "Bản vẽ", originals: 2), ProcedureComponent(code: "d", title: "Ảnh"),
    ]
    let new = [
        ProcedureComponent(code: "a", title: "Tờ khai (mẫu mới)", originals: 1),
        ProcedureComponent(code: "c", title: "Bản vẽ", originals: 1),
        ProcedureComponent(code: "KQ-4", title: "ẢNH"), ProcedureComponent(code: "e", title: "Cam kết"),
    ]

    @Test func `papers that came, went and changed their number are told apart`() {
        let changes = procedure(new).changes(since: procedure(old))
        #expect(changes.added.map(\.code) == ["e"])
        #expect(changes.removed.map(\.code) == ["b"])
        #expect(changes.recounted.map { "\($0.code) \($0.originalsBefore) \($0.originals)" } == ["c 2 1"])
        #expect(changes.otherMembers.isEmpty)
        #expect(procedure(old).changes(since: procedure(old)).isEmpty)
    }

    @Test func `form, time, fees and name are compared`() {
        var before = procedure(old)
        before.form = [FormField(name: "x", title: "X", type: .text), FormField(name: "y", title: "Y", type: .text)]
        var after = before
        after.form = [FormField(name: "y", title: "Y", type: .text), FormField(name: "z", title: "Z", type: .text)]
        after.time = ProcessingTime(amount: 3, unit: .workingDay)
        after.fees = [Fee(code: "f", title: "F", amount: 1)]
        after.name = "Hai"
        let changes = after.changes(since: before)
        #expect(changes.addedFields.map(\.name) == ["z"])
        #expect(changes.removedFields.map(\.name) == ["x"])
        #expect(changes.otherMembers == ["name", "time", "fees"])
        #expect(!changes.isEmpty)
    }

    @Test func `a dossier that waited is told what is now missing and what it brings in vain`() {
        let file = Dossier.File(sha256: DossierTests.digest, size: 1, mediaType: "image/png", name: "a.png")
        let dossier = Dossier(
            procedure: "1.000001", owner: DossierTests.owner, form: [:],
            components: old.map {
                Dossier.Component(
                    code: $0.code, title: $0.title, originals: $0.originals, copies: $0.copies,
                    files: $0.code == "d" ? [] : [file])
            })
        let warnings = procedure(new).warningsOfChanges(since: dossier)
        #expect(warnings.map(\.kind) == [.componentNowMissing, .componentNoLongerNeeded])
        #expect(warnings.map { $0.parameters["title"] } == ["Cam kết", "Sổ hộ khẩu"])
        #expect(procedure(new).changes(since: dossier).recounted.map(\.code) == ["c"])
        // Nothing was attached for the paper that is gone.
        #expect(procedure(Array(old.dropLast())).warningsOfChanges(since: dossier).isEmpty)
        #expect(procedure(old).warningsOfChanges(since: dossier).isEmpty)
    }
}
