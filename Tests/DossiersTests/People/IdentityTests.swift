import Foundation
import Testing

@testable import Dossiers

let today = CivilDay(iso: "2026-11-24") ?? CivilDay(inVietnamAtSecondsSince1970: 0)

@Suite struct IdentityTests {
    @Test func `there are 63 provinces`() {
        #expect(CitizenNumber.provinces.count == 63)
        #expect(CitizenNumber.provinces["062"] == "Kon Tum")
        #expect(CitizenNumber.provinces["051"] == "Quảng Ngãi")
        #expect(CitizenNumber.provinces["064"] == "Gia Lai")
        #expect(CitizenNumber.provinces["024"] == "Bắc Giang")
        #expect(CitizenNumber.provinces["003"] == nil)
    }

    @Test(arguments: [
        ("001090123456", Gender.male, 1990), ("062185000001", .female, 1985), ("062205000001", .male, 2005),
        ("062315000001", .female, 2015),
    ])
    func `a personal number tells sex and year of birth`(digits: String, gender: Gender, year: Int) throws {
        let number = try CitizenNumber(digits)
        #expect(number.gender == gender)
        #expect(number.birthYear == year)
    }

    @Test(arguments: ["0100047516", "0100233488", "0314409058-002", "0312687878-001", "062090123456"])
    func `real tax codes pass`(code: String) throws {
        #expect(try TaxCode(code).text == code)
    }

    @Test func `a branch's tax code is stored with its hyphen`() throws {
        #expect(try TaxCode("0314409058002").text == "0314409058-002")
        #expect(try TaxCode("0314409058 - 002").text == "0314409058-002")
    }

    @Test(arguments: ["0100047517", "010004751", "0314409058-000", "0314409058-02", "01000475161234", "01000475a6", ""])
    func `impossible tax codes are refused`(code: String) {
        #expect(kind { () throws(DomainError) in _ = try TaxCode(code) } == .invalidIdentity)
    }

    @Test func `exactly one check digit fits, or none`() {
        for stem in ["010004751", "010023348", "031440905", "031268787", "123456789"] {
            let fitting = (0...9).filter { (try? TaxCode(stem + String($0))) != nil }
            #expect(fitting.count <= 1)
        }
    }

    @Test(arguments: [
        ("062090123456", Identity.Kind.cccd, "062090123456"), ("062 090 123 456", .cccd, "062090123456"),
        ("233123456", .cmnd, "233123456"),
        ("0100047516", .taxCode, "0100047516"), ("0314409058-002", .taxCode, "0314409058-002"),
        ("b1234567", .passport, "B1234567"),
        ("P01234567", .passport, "P01234567"),
    ])
    func `the kind follows from a bare number`(raw: String, kind: Identity.Kind, number: String) throws {
        let identity = try Identity.inferred(from: raw)
        #expect(identity.kind == kind)
        #expect(identity.number == number)
    }

    @Test func `an organisation's bare number is its tax code`() throws {
        #expect(try Identity.inferred(from: "062090123456", of: .organisation).kind == .taxCode)
        #expect(
            kind { () throws(DomainError) in _ = try Identity.inferred(from: "233123456", of: .organisation) } == .invalidIdentity
        )
    }

    @Test(arguments: ["", "123", "12345678", "06209012345", "0620901234567", "06209012345x", "PASSPORT", "B12", "０６２０９０１２３４５６"])
    func `impossible numbers are refused`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try Identity.inferred(from: raw) } == .invalidIdentity)
    }

    @Test func `oddities warn and change nothing`() throws {
        let identity = try Identity(.cccd, "003190000001")
        let warnings = identity.warnings(gender: .male, birth: .year(1991), today: today)
        #expect(warnings.map(\.kind) == [.unknownProvince, .birthYearMismatch, .sexMismatch])
        #expect(identity.number == "003190000001")
        #expect(
            try Identity(.cccd, "062499000001").warnings(gender: nil, birth: nil, today: today).map(\.kind) == [
                .futureBirthInNumber
            ])
        #expect(try Identity(.cccd, "062090000001").warnings(gender: .male, birth: .year(1990), today: today).isEmpty)
    }

    @Test(arguments: [("2024-12-31", 0), ("2025-01-01", 1)])
    func `the old card ends with 2024`(day: String, count: Int) throws {
        let day = try #require(CivilDay(iso: day))
        #expect(try Identity(.cmnd, "233123456").warnings(gender: nil, birth: nil, today: day).count == count)
    }
}

@Suite struct ContactTests {
    @Test(arguments: [
        ("0905123456", "0905123456"), ("+84905123456", "0905123456"), ("84905123456", "0905123456"),
        ("0084905123456", "0905123456"),
        ("0905 123 456", "0905123456"), ("0905.123.456", "0905123456"), ("+84 (0)905-123-456", "0905123456"),
        ("0553456789", "0553456789"),
        ("0871234567", "0871234567"), ("02603821234", "02603821234"), ("1900 1234", "19001234"),
        ("+856 20 5551 2345", "+8562055512345"),
    ])
    func `telephone numbers have one stored form`(raw: String, stored: String) throws {
        #expect(try Phone.normalise(raw) == stored)
        #expect(try Phone.normalise(stored) == stored)
    }

    @Test(arguments: ["", "090512345", "09051234567", "0405123456", "abc", "0905x23456", "+0123456789", "12345", "+84"])
    func `what cannot be dialled is refused`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try Phone.normalise(raw) } == .invalidPhone)
    }

    @Test(arguments: [
        ("01621234567", "0162 → 032"), ("01681234567", "0168 → 038"), ("01691234567", "0169 → 039"),
        ("+841201234567", "0120 → 070"), ("01991234567", "0199 → 059"),
    ])
    func `dead mobile numbers are refused with the new prefix as a hint`(raw: String, hint: String) {
        do {
            _ = try Phone.normalise(raw)
            Issue.record("was accepted")
        } catch {
            #expect(error.kind == .invalidPhone)
            #expect(error.hint == hint)
        }
    }

    @Test(arguments: ["a@b.vn", "nguyen.van-a+1@kontum.gov.vn", " x_y@mail.example.com "])
    func `plain addresses pass`(raw: String) throws {
        #expect(try EmailAddress.normalise(raw) == raw.trimmingCharacters(in: .whitespaces))
    }

    @Test(arguments: [
        "a", "a@b", "a@@b.vn", "@b.vn", "a@.vn", "a.@b.vn", "đào@b.vn", "a b@c.vn", "a@b.123", "a@-b.vn", "a@b..vn",
    ])
    func `other addresses are refused`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try EmailAddress.normalise(raw) } == .invalidEmail)
    }

    @Test(arguments: [
        ("1990-02-28", BirthDate.date(CivilDay(iso: "1990-02-28") ?? today)),
        ("28/02/1990", .date(CivilDay(iso: "1990-02-28") ?? today)), ("1990", .year(1990)),
    ])
    func `births are read`(raw: String, birth: BirthDate) throws {
        #expect(try BirthDate.parse(raw, today: today) == birth)
    }

    @Test(arguments: ["1990-02-30", "31/02/1990", "2026-11-25", "2027", "1800", "02/1990", "yesterday", ""])
    func `impossible, future and prehistoric births are refused`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try BirthDate.parse(raw, today: today) } == .invalidDate)
    }

    @Test(arguments: ["Y Blar", "A Thu", "Siu", "H'Phưr", "K’ Ĕ", "Rơ-Châm Ŏ", "Ƀ", "Č", "Nguyễn Văn A"])
    func `names of one word, without diacritics, with marks of other languages pass`(name: String) throws {
        #expect(try PersonName.normalise(name) == name)
        #expect(PersonName.warnings(name, field: "full_name").isEmpty)
    }

    @Test(arguments: [
        ("", DomainError.Kind.emptyName), (" \u{A0}\u{200B}", .emptyName), ("123", .invalidName), ("---", .invalidName),
        ("A|B", .invalidName), ("<b>A</b>", .invalidName),
    ])
    func `what is no name is refused`(name: String, expected: DomainError.Kind) {
        #expect(kind { () throws(DomainError) in _ = try PersonName.normalise(name) } == expected)
    }

    @Test(arguments: ["NGUYEENX VAWN A", "Tranaf", "Nguye6n4 Va8n A", "Leej"])
    func `the traces of an input method warn`(name: String) {
        #expect(PersonName.warnings(name, field: "full_name").contains { $0.kind == .telexResidue })
    }
}
