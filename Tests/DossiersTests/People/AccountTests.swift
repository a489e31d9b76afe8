import Foundation
import Testing

@testable import Dossiers

@Suite struct AccountTests {
    func validate(_ json: String, _ reading: Reading = .wire) throws(DomainError) -> (account: Account, warnings: [DomainWarning])
    {
        try Account.validate(json: Data(json.utf8), today: today, reading: reading)
    }

    func refusal(_ json: String, _ reading: Reading = .wire) -> DomainError? {
        do {
            _ = try validate(json, reading)
            return nil
        } catch {
            return error
        }
    }

    let whole = """
        {"kind":"citizen","full_name":" Nguyễn  Thị Đào ","identity":{"kind":"cccd","number":"062190000001"},"birth":{"date":"1990-02-28"},
        "gender":"female","phone":"+84 905 123 456","email":"dao@example.vn","address":{"text":"xã Sa Nhơn, huyện Sa Thầy","commune_code":"23527"},
        "consent":{"at":"2026-11-24T01:02:03Z","text_version":"1"},"confirmation":"none","portal_id":null,"colour":"red"}
        """

    @Test func `a whole account is read and brought into its stored form`() throws {
        let (account, warnings) = try validate(whole)
        #expect(account.fullName == "Nguyễn Thị Đào")
        #expect(account.phone == "0905123456")
        #expect(account.birth == .date(try #require(CivilDay(iso: "1990-02-28"))))
        #expect(account.address?.communeCode == "23527")
        #expect(warnings.isEmpty)
    }

    @Test func `what is written is read again, in the protocol's words`() throws {
        let account = try validate(whole).account
        let data = try JSONEncoder().encode(account)
        let members = try FieldValue.object(json: data)
        #expect(members["full_name"] == .text("Nguyễn Thị Đào"))
        #expect(members["birth"] == .object(["date": .text("1990-02-28")]))
        #expect(members["organisation_name"] == nil)
        #expect(try JSONDecoder().decode(Account.self, from: data) == account)
        #expect(try Account.validate(json: data, today: today).account == account)
    }

    @Test func `a desk may write plain texts`() throws {
        let json =
            #"{"kind":"officer","full_name":"Y Blar","identity":"062190000001","birth":"1990","gender":"Nữ","address":"xã Rờ Kơi"}"#
        let account = try validate(json, .desk).account
        #expect(account.identity == (try Identity(.cccd, "062190000001")))
        #expect(account.birth == .year(1990))
        #expect(account.gender == .female)
        #expect(account.address?.text == "xã Rờ Kơi")
        #expect(refusal(json)?.field == "identity")
    }

    @Test func `an organisation's identity follows from its tax code, and the other way round`() throws {
        let one = try validate(#"{"kind":"organisation","organisation_name":"HTX Sa Thầy 2","tax_code":"0314409058002"}"#).account
        #expect(one.identity == (try Identity(.taxCode, "0314409058-002")))
        let other = try validate(#"{"kind":"organisation","organisation_name":"HTX","identity":"0100047516"}"#, .desk).account
        #expect(other.taxCode == "0100047516")
        #expect(refusal(#"{"kind":"organisation","organisation_name":"HTX"}"#)?.field == "tax_code")
    }

    @Test(arguments: [
        (#"{"full_name":"A","identity":{"kind":"cccd","number":"062190000001"}}"#, DomainError.Kind.missingField, "kind"),
        (#"{"kind":"king","full_name":"A"}"#, .invalidValue, "kind"),
        (#"{"kind":"citizen","full_name":"","identity":{"kind":"cccd","number":"062190000001"}}"#, .emptyName, "full_name"),
        (#"{"kind":"citizen","identity":{"kind":"cccd","number":"062190000001"}}"#, .missingField, "full_name"),
        (#"{"kind":"citizen","full_name":"A"}"#, .missingField, "identity"),
        (#"{"kind":"citizen","full_name":7}"#, .invalidValue, "full_name"),
        (#"{"kind":"citizen","full_name":"NguyÔn ThÞ §µo"}"#, .legacyEncoding, "full_name"),
        (#"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"06219"}}"#, .invalidIdentity, "identity.number"),
        (#"{"kind":"citizen","full_name":"A","identity":{"kind":"visa","number":"1"}}"#, .invalidValue, "identity.kind"),
        (#"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd"}}"#, .missingField, "identity.number"),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":62190000001}}"#, .invalidValue,
            "identity.number"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"birth":{"date":"2026-11-25"}}"#,
            .invalidDate, "birth.date"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"birth":{}}"#, .missingField,
            "birth.date"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"birth":{"year":"1990"}}"#,
            .invalidValue, "birth.year"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"phone":"123"}"#,
            .invalidPhone, "phone"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"email":"a"}"#, .invalidEmail,
            "email"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"gender":"?"}"#, .invalidValue,
            "gender"
        ),
        (
            #"{"kind":"citizen","full_name":"A","identity":{"kind":"cccd","number":"062190000001"},"consent":{"at":"now","text_version":"1"}}"#,
            .invalidDate, "consent.at"
        ),
        (#"[1]"#, .invalidJSON, ""), (#"{"kind":"#, .invalidJSON, ""),
    ])
    func `bad accounts are refused by the member's name`(json: String, kind: DomainError.Kind, field: String) {
        let error = refusal(json)
        #expect(error?.kind == kind)
        #expect(error?.field == field)
    }

    @Test func `an unknown member is a typing error at the desk alone`() throws {
        let json = #"{"kind":"citizen","full_nmae":"A","full_name":"A","identity":{"kind":"cccd","number":"062190000001"}}"#
        let error = refusal(json, .desk)
        #expect(error?.kind == .unknownField)
        #expect(error?.field == "full_nmae")
        #expect(error?.hint == "full_name")
        #expect(refusal(json) == nil)
    }

    @Test func `an error never holds the value`() {
        let error = refusal(#"{"kind":"citizen","full_name":"Bí Mật|","identity":{"kind":"cccd","number":"0621900"}}"#)
        #expect(error.map { "\($0)".contains("Bí Mật") } == false)
    }

    @Test(arguments: [
        ("Nguyễn Thị Đào", "NGUYEN THI DAO", BirthDate.year(1990), BirthDate?.none, true),
        ("Hoà", "Hòa", .year(1990), .date(CivilDay(iso: "1990-05-01") ?? today), true),
        ("A Thu", "A Thu", .year(1990), .year(1991), false), ("A Thu", "A Thư", .year(1990), .year(1990), true),
        ("A Thu", "A Tam", .year(1990), nil, false),
        ("A Thu", "A Thu", .date(CivilDay(iso: "1990-05-02") ?? today), .date(CivilDay(iso: "1990-05-01") ?? today), false),
    ])
    func `two accounts are one person when name and birth agree`(
        a: String, b: String, first: BirthDate, second: BirthDate?, agree: Bool
    ) throws {
        var one = try validate(whole).account
        var other = one
        one.fullName = a
        one.birth = first
        other.fullName = b
        other.birth = second
        #expect(Account.matchesByFoldedNameAndBirth(one, other) == agree)
        #expect(Account.matchesByFoldedNameAndBirth(other, one) == agree)
    }
}

@Suite struct CitizenCardScanTests {
    @Test(arguments: [
        "062190123456|233123456|Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021",
        "062190123456||Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021",
        "062190123456|Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021",
        "062190123456|233123456|Nguyễn Thị Đào|28/02/1990|NU|Sa Nhơn, Sa Thầy, Kon Tum|15/04/2021\r\n",
        "QR:062190123456|233123456|Nguyễn Thị Đào|28021990|NỮ|Sa Nhơn, Sa Thầy, Kon Tum|15042021",
        "CCCD|062190123456|233123456|Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021",
        "062190123456|233123456|Nguyễn Thị Đào|28021990|Nữ|Sa Nhơn, Sa Thầy, Kon Tum|15042021|Nguyễn Văn Cha|Trần Thị Mẹ|",
        "062190123456|233123456|Nguyễn Thị Đào|19900228|F|Sa Nhơn, Sa Thầy, Kon Tum|20210415",
    ])
    func `every shape of the code is read alike`(text: String) throws {
        let (scan, warnings) = try CitizenCardScan.parse(text, today: today)
        #expect(scan.number == "062190123456")
        #expect(scan.fullName == "Nguyễn Thị Đào")
        #expect(scan.birth == .date(try #require(CivilDay(iso: "1990-02-28"))))
        #expect(scan.gender == .female)
        #expect(scan.address == "Sa Nhơn, Sa Thầy, Kon Tum")
        #expect(scan.issuedOn == CivilDay(iso: "2021-04-15"))
        #expect(scan.oldNumber == (text.contains("233123456") ? "233123456" : nil))
        #expect(warnings.isEmpty)
    }

    @Test func `the domain's example and a one-word name that is a gender's word are read`() throws {
        let scan = try CitizenCardScan.parse("001090123456|012345678|NGUYEN VAN A|01011990|Nam|Hà Nội|15042021", today: today)
            .scan
        #expect(scan.fullName == "NGUYEN VAN A")
        let nam = try CitizenCardScan.parse("001090123456||Nam|01011990|Nam|Hà Nội|15042021", today: today).scan
        #expect(nam.fullName == "Nam")
        #expect(nam.gender == .male)
    }

    @Test func `a scan typed through Telex is read with a warning`() throws {
        let (scan, warnings) = try CitizenCardScan.parse(
            "062190123456|233123456|NGUYEENX THIJ DDAOF|28021990|Nuwx|Sa Thaayf|15042021", today: today)
        // Nothing is guessed: the name stays as it was typed, and the gender is left to the clerk.
        #expect(scan.fullName == "NGUYEENX THIJ DDAOF")
        #expect(scan.gender == nil)
        #expect(scan.oldNumber == "233123456")
        #expect(warnings.filter { $0.kind == .telexResidue }.map(\.field) == ["scan.full_name", "scan.gender", "scan.address"])
        #expect(warnings.contains { $0.kind == .unreadablePart && $0.field == "scan.gender" })
    }

    @Test(
        arguments: [
            ("001090123456|012345678|NGUYEN VAN A|01011990|NAM|Ha Noi|15042021", Gender.male, "012345678"),
            ("062190123456|233123456|NGUYEN THI DAO|28021990|NU|Sa Nhon, Sa Thay, Kon Tum|15042021", .female, "233123456"),
            ("062190123456||NGUYEN THI DAO|28/02/1990|NỮ|Sa Nhon|15/04/2021", .female, nil),
            ("062190123456|NGUYEN THI DAO|28021990|NU|Sa Nhon|15042021", .female, nil),
            // The card of 2024: more parts behind the date of issue, the old number may be of 12 digits.
            ("062190123456|062190123456|Y Blar|28021990|Nữ|Rờ Kơi|15042024||A Thu|Y Ngọc|", .female, "062190123456"),
        ] as [(String, Gender, String?)])
    func `cards without diacritics and of 2024 are read without a word`(text: String, gender: Gender, old: String?) throws {
        let (scan, warnings) = try CitizenCardScan.parse(text, today: today)
        #expect(scan.gender == gender)
        #expect(scan.oldNumber == old)
        #expect(scan.issuedOn != nil)
        #expect(warnings.isEmpty)
    }

    @Test(arguments: [
        (
            "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
            "VietQR"
        ),
        ("https://dichvucong.gov.vn/thu-tuc?a=1|2|3|4|5|6|7", "https://"), ("BEGIN:VCARD\nN:A\nEND:VCARD", "vCard"),
        ("WIFI:S:x;P:y;;", "Wi-Fi"),
        ("000.00.53.H48-220921-0099", "mã hồ sơ (dossier code)"), ("1.001193.01", "mã thủ tục (procedure code)"),
    ])
    func `a code of another kind is refused by its name`(text: String, name: String) {
        do {
            _ = try CitizenCardScan.parse(text, today: today)
            Issue.record("was accepted")
        } catch {
            #expect(error.kind == .invalidScan)
            #expect(error.hint == name)
        }
    }

    @Test func `what disagrees with the number warns`() throws {
        let (_, warnings) = try CitizenCardScan.parse("003090123456|x|Nguyễn Thị Đào|28021991|Nữ|Sa Thầy|15042021", today: today)
        #expect(Set(warnings.map(\.kind)) == [.unreadablePart, .unknownProvince, .birthYearMismatch, .sexMismatch])
    }

    @Test(arguments: [
        "", "abc", "062190123456", "062190123456|||||||", "06219012345||A|28021990|Nữ|x|15042021", "1|2|3|4|5|6|7",
        "062190123456||A|31021990|Nữ|x|y",
    ])
    func `other texts are refused`(text: String) {
        #expect(kind { () throws(DomainError) in _ = try CitizenCardScan.parse(text, today: today) } == .invalidScan)
    }

    @Test(arguments: [
        // An impossible date of birth; with and without a gender that can be read, an old number, and its place.
        "062090001298||A Thu|31021995|Nam|Thôn 1|15042021", "062090001298||A Thu|31021995|Nuwx|Thôn 1|15042021",
        "062090001298|A Thu|31021995|?|Thôn 1|15042021", "062090001298||A Thu|31021995|?|Thôn 1|15042021|15042021",
        "062090001298||A Thu||Nam|Thôn 1|15042021",
    ])
    func `a date of birth that cannot be read makes nobody of the date of issue`(text: String) {
        do {
            _ = try CitizenCardScan.parse(text, today: today)
            Issue.record("was accepted")
        } catch {
            #expect(error.kind == .invalidScan && error.field == "scan.birth")
        }
    }

    @Test func `a gender that cannot be read leaves the birth in its place`() throws {
        for text in ["062190123456||A Thu|28021990|?|Sa Thầy|15042021", "062190123456|A Thu|28021990|?|Sa Thầy|15042021"] {
            let scan = try CitizenCardScan.parse(text, today: today).scan
            let birth = try #require(CivilDay(iso: "1990-02-28"))
            #expect(scan.fullName == "A Thu" && scan.birth == .date(birth) && scan.gender == nil)
        }
    }

    @Test func `a scan's facts are an account's members`() throws {
        let scan = try CitizenCardScan.parse("062190123456||Nguyễn Thị Đào|28021990|Nữ|Sa Thầy|15042021", today: today).scan
        var members = try FieldValue.object(json: scan.accountFields())
        #expect(members["birth"] == .object(["date": .text("1990-02-28")]))
        #expect(members.removeValue(forKey: "full_name") == .text("Nguyễn Thị Đào"))
        #expect(members["gender"] == .text("female"))
    }
}
