/// A personal number (số định danh): `PPP C YY NNNNNN`. It has no check digit, so little can be refused and much be wondered at
/// (domain.md, 5.1).
package struct CitizenNumber: Sendable, Hashable {
    /// The twelve digits.
    package let digits: String

    /// - Throws: `invalidIdentity` unless there are 12 digits; spaces, dots and hyphens between them are left out.
    package init(_ raw: String, field: String = "") throws(DomainError) {
        let digits = DigitText.withoutGrouping(raw)
        guard DigitText.isDigits(digits), digits.utf8.count == 12 else {
            throw DomainError(.invalidIdentity, field: field, detail: "a personal number has 12 digits")
        }
        self.digits = digits
    }

    /// The province where the birth was registered; `nil` when the number names none of the 63. Mergers do not renumber people.
    package var province: String? { CitizenNumber.provinces[String(digits.prefix(3))] }

    /// What the fourth digit says: even male, odd female.
    package var gender: Gender { centuryDigit % 2 == 0 ? .male : .female }

    /// What the fourth to sixth digits say: 0 and 1 are the 1900s, 2 and 3 the 2000s, up to 8 and 9.
    package var birthYear: Int { 1900 + centuryDigit / 2 * 100 + DigitText.values(digits)[4] * 10 + DigitText.values(digits)[5] }

    private var centuryDigit: Int { DigitText.values(digits)[3] }

    func warnings(gender typed: Gender?, birth: BirthDate?, today: CivilDay, field: String) -> [DomainWarning] {
        var warnings: [DomainWarning] = []
        if province == nil {
            warnings.append(
                DomainWarning(.unknownProvince, field: field, parameters: ["province": String(digits.prefix(3))]))
        }
        if birthYear > today.year {
            warnings.append(DomainWarning(.futureBirthInNumber, field: field, parameters: ["year": String(birthYear)]))
        } else if let birth, birth.year != birthYear {
            warnings.append(DomainWarning(.birthYearMismatch, field: field, parameters: ["year": String(birthYear)]))
        }
        if let typed, typed != .other, typed != gender {
            warnings.append(DomainWarning(.sexMismatch, field: field, parameters: ["gender": gender.rawValue]))
        }
        return warnings
    }

    /// The 63 province codes of quyết định 124/2004/QĐ-TTg, as personal numbers use them.
    package static let provinces: [String: String] = [
        "001": "Hà Nội", "002": "Hà Giang", "004": "Cao Bằng", "006": "Bắc Kạn", "008": "Tuyên Quang", "010": "Lào Cai",
        "011": "Điện Biên", "012": "Lai Châu", "014": "Sơn La", "015": "Yên Bái", "017": "Hòa Bình", "019": "Thái Nguyên",
        "020": "Lạng Sơn", "022": "Quảng Ninh", "024": "Bắc Giang", "025": "Phú Thọ", "026": "Vĩnh Phúc", "027": "Bắc Ninh",
        "030": "Hải Dương", "031": "Hải Phòng", "033": "Hưng Yên", "034": "Thái Bình", "035": "Hà Nam", "036": "Nam Định",
        "037": "Ninh Bình", "038": "Thanh Hóa", "040": "Nghệ An", "042": "Hà Tĩnh", "044": "Quảng Bình", "045": "Quảng Trị",
        "046": "Thừa Thiên Huế", "048": "Đà Nẵng", "049": "Quảng Nam", "051": "Quảng Ngãi", "052": "Bình Định",
        "054": "Phú Yên", "056": "Khánh Hòa", "058": "Ninh Thuận", "060": "Bình Thuận", "062": "Kon Tum", "064": "Gia Lai",
        "066": "Đắk Lắk", "067": "Đắk Nông", "068": "Lâm Đồng", "070": "Bình Phước", "072": "Tây Ninh", "074": "Bình Dương",
        "075": "Đồng Nai", "077": "Bà Rịa - Vũng Tàu", "079": "Hồ Chí Minh", "080": "Long An", "082": "Tiền Giang",
        "083": "Bến Tre", "084": "Trà Vinh", "086": "Vĩnh Long", "087": "Đồng Tháp", "089": "An Giang", "091": "Kiên Giang",
        "092": "Cần Thơ", "093": "Hậu Giang", "094": "Sóc Trăng", "095": "Bạc Liêu", "096": "Cà Mau",
    ]
}
