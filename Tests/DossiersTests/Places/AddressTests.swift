import Foundation
import Testing

@testable import Dossiers

@Suite struct AddressTests {
    let register: CommuneRegister

    init() throws {
        register = try CommuneRegister.load(
            ["2021", "2025"].map { try projectFile("kiosk-config/sites/sa-thay-\($0)-communes.json") })
    }

    @Test(arguments: [
        ("23527", ["Thị trấn Sa Thầy", "Xã Sa Nhơn", "Xã Sa Sơn"]),
        ("23534", ["Xã Hơ Moong", "Xã Sa Nghĩa", "Xã Sa Bình"]),
        ("23548", ["Xã Ya Xiêr", "Xã Ya Tăng", "Xã Ya Ly"]), ("23530", ["Xã Rờ Kơi"]), ("23536", ["Xã Mô Rai"]),
    ])
    func `the five communes of Sa Thầy have their predecessors`(code: String, names: [String]) {
        #expect(register.predecessors(ofCode: code).map(\.name) == names)
        for name in names {
            #expect((try? register.place("\(name), huyện Sa Thầy, tỉnh Kon Tum"))?.commune?.code == code)
        }
    }

    @Test func `an old address keeps its text and gets the new number`() throws {
        let placed = try register.place("Thôn 1, xã Sa Nhơn,  huyện Sa Thầy, Kon Tum")
        #expect(placed.text == "Thôn 1, xã Sa Nhơn, huyện Sa Thầy, Kon Tum")
        #expect(placed.accountAddress == Account.Address(text: placed.text, communeCode: "23527"))
        #expect(placed.former?.name == "Xã Sa Nhơn")
        #expect(placed.warnings.map(\.kind) == [.abolishedCommune, .abolishedDistrict, .abolishedProvince])
        #expect(placed.warnings.first?.parameters == ["former": "Xã Sa Nhơn", "now": "Xã Sa Thầy", "code": "23527"])
        #expect(placed.warnings.last?.parameters == ["former": "Tỉnh Kon Tum", "now": "Tỉnh Quảng Ngãi"])
    }

    @Test(arguments: [
        // As on a citizen card, in capitals, abbreviated, in one run, without diacritics.
        ("Thôn 2, Sa Nhơn, Sa Thầy, Kon Tum", "23527"), ("SA SƠN, SA THẦY, KON TUM", "23527"),
        ("TT. Sa Thầy, H. Sa Thầy, T. Kon Tum", "23527"),
        ("số 5 thị trấn Sa Thầy huyện Sa Thầy tỉnh Kon Tum", "23527"), ("x.Hơ Moong, h.Sa Thầy", "23534"),
        ("Ya Xier - Sa Thay - Kon Tum", "23548"),
        ("Sa Bình, Sa Thầy, Kon Tum, Việt Nam", "23534"), ("xã Ya Ly, huyện Sa Thầy", "23548"),
        ("xã Sa Nghĩa", "23534"), ("xã Mô Rai", "23536"),
        ("xã Sa Nghĩa, tỉnh Quảng Ngãi", "23534"), ("Rờ Kơi, Quảng Ngãi", "23530"),
        ("Xã Sa Thầy, tỉnh Quảng Ngãi", "23527"),
        ("Làng Le, xã Mô Rai, Sa Thầy, Kon Tum", "23536"), ("xã Ia Đal, tỉnh Quảng Ngãi", "23535"),
    ])
    func `addresses are understood in the ways people write them`(text: String, code: String) throws {
        #expect(try register.place(text).commune?.code == code)
    }

    @Test(arguments: [
        "Xã Sa Thầy, tỉnh Quảng Ngãi", "Thôn 1, Ya Ly, Quảng Ngãi", "xã Mô Rai", "xã Sa Bình, Quảng Ngãi",
    ])
    func `an address of today has nothing to be said`(text: String) throws {
        let placed = try register.place(text)
        #expect(placed.commune != nil)
        #expect(placed.former == nil || placed.former?.name == placed.commune?.name)
        #expect(placed.warnings.isEmpty)
    }

    @Test func `a commune that was kept is not called abolished`() throws {
        let placed = try register.place("xã Rờ Kơi, huyện Sa Thầy, tỉnh Kon Tum")
        #expect(placed.commune?.code == "23530")
        #expect(placed.warnings.map(\.kind) == [.abolishedDistrict, .abolishedProvince])
    }

    @Test func `an abolished commune of the new province is told, too`() throws {
        let placed = try register.place("xã Sa Nhơn, tỉnh Quảng Ngãi")
        #expect(placed.commune?.name == "Xã Sa Thầy")
        #expect(placed.warnings.map(\.kind) == [.abolishedCommune])
    }

    @Test(arguments: [
        "", "Hà Nội", "Sa Nhơn", "Thôn Sa Thầy", "phường Trần Phú, Quảng Ngãi", "xã Tân Lập, tỉnh Thái Nguyên",
        "Sa Thầy", "Kon Tum", ", ,",
    ])
    func `nothing is guessed`(text: String) throws {
        let placed = try register.place(text)
        #expect(placed.commune == nil)
        #expect(!placed.warnings.contains { $0.kind == .abolishedCommune || $0.kind == .unknownCommune })
    }

    @Test(arguments: [
        "xã Sa Bình, huyện Đắk Tô, Kon Tum", "xã Sa Bình, thành phố Kon Tum, tỉnh Kon Tum", "Sa Bình, TP. Kon Tum",
        "Sa Bình, Đắk Tô, Kon Tum",
    ])
    func `a commune of that name in another district is not ours`(text: String) throws {
        #expect(try register.place(text).commune == nil)
    }

    @Test func `a bare name that is a hamlet now or a commune then is left to people`() throws {
        let placed = try register.place("Ya Tăng, Sa Thầy, Quảng Ngãi")
        #expect(placed.commune == nil)
        #expect(placed.warnings.map(\.kind) == [.unknownCommune])
        // Both ways lead to one commune.
        #expect(try register.place("Sa Nhơn, Sa Thầy, Quảng Ngãi").commune?.code == "23527")
    }

    @Test func `a commune that the district did not have is said`() throws {
        let placed = try register.place("xã Đắk Tô, huyện Sa Thầy, Kon Tum")
        #expect(placed.commune == nil)
        #expect(placed.warnings.map(\.kind) == [.abolishedDistrict, .abolishedProvince, .unknownCommune])
    }

    @Test func `numbers lead to the commune of today`() {
        #expect(register.present(code: "23539")?.name == "Xã Sa Thầy")
        #expect(register.present(code: "23527")?.name == "Xã Sa Thầy")
        #expect(register.present(code: "23535")?.name == "Xã Ia Đal")
        #expect(register.present(code: "99999") == nil)
    }

    @Test(arguments: [
        (#"{"communes":[]}"#, DomainError.Kind.missingField, "province"),
        (#"{"province":{"name":"Tỉnh A"},"communes":[{"name":"Xã B"}]}"#, .missingField, "communes.0.code"),
        (#"{"province":{"name":"Tỉnh A"},"communes":[{"code":"1x","name":"Xã B"}]}"#, .invalidValue, "communes.0.code"),
        (
            #"{"province":{"name":"Tỉnh A"},"communes":[{"code":"1","name":"Xã B","now":"2"}]}"#, .invalidValue,
            "communes"
        ),
        (#"{"province":{"name":"Tỉnh A"},"comunes":[]}"#, .unknownField, "comunes"), ("[", .invalidJSON, ""),
    ])
    func `a broken list is refused by the row's name`(json: String, kind: DomainError.Kind, field: String) {
        do {
            _ = try CommuneRegister.load([Data(json.utf8)])
            Issue.record("was accepted")
        } catch {
            #expect(error.kind == kind)
            #expect(error.field == field)
        }
    }

    @Test func `two communes of one name are not guessed between`() throws {
        let old =
            #"{"province":{"name":"Tỉnh A"},"communes":[{"code":"1","name":"Xã B","now":"3"},{"code":"2","name":"Xã B","now":"4"}]}"#
        let new = #"{"province":{"name":"Tỉnh C"},"communes":[{"code":"3","name":"Xã D"},{"code":"4","name":"Xã E"}]}"#
        let register = try CommuneRegister.load([Data(new.utf8), Data(old.utf8)])
        #expect(try register.place("xã B").commune == nil)
        #expect(try register.place("xã D").commune?.code == "3")
    }
}
