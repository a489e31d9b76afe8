/// Telephone numbers (domain.md, 5.3). Stored in one form: a Vietnamese number with its leading 0 and no signs, a foreign one with
/// `+`.
package enum Phone {
    /// Reads `0905 123 456`, `+84905123456`, `0905.123.456`, `84905123456`. No number is refused for its carrier.
    ///
    /// - Throws: `invalidPhone` for what cannot be dialled; for mobile numbers of before 2018 the hint names the prefix that
    ///   replaced theirs, and the clerk asks the citizen.
    package static func normalise(_ raw: String, field: String = "phone") throws(DomainError) -> String {
        let text = try TextRule.normalise(raw, field: field, limit: 64)
        var bare = String(text.filter { !" .-–()/".contains($0) })
        if bare.hasPrefix("00") { bare = "+" + bare.dropFirst(2) }
        if bare.hasPrefix("+84") {
            // "+84 (0)905…" is written often.
            let rest = bare.dropFirst(3)
            bare = rest.hasPrefix("0") ? String(rest) : "0" + rest
        } else if bare.hasPrefix("+") {
            return try foreign(bare, field: field)
        } else if bare.hasPrefix("84"), bare.utf8.count == 11 {
            bare = "0" + bare.dropFirst(2)
        }
        return try domestic(bare, field: field)
    }

    static func warnings(_ phone: String, field: String) -> [DomainWarning] {
        phone.hasPrefix("+") ? [DomainWarning(.foreignPhone, field: field)] : []
    }

    private static func domestic(_ number: String, field: String) throws(DomainError) -> String {
        guard DigitText.isDigits(number) else {
            throw DomainError(.invalidPhone, field: field, detail: "a telephone number has digits only")
        }
        let length = number.utf8.count
        let isHotline = number.hasPrefix("1800") || number.hasPrefix("1900")
        if isHotline, (8...10).contains(length) { return number }
        if number.hasPrefix("02"), (10...11).contains(length) { return number }
        if length == 10, ["03", "05", "07", "08", "09"].contains(number.prefix(2)) { return number }
        if length == 11, let renamed = renamedIn2018[String(number.prefix(4))] {
            throw DomainError(
                .invalidPhone, field: field, detail: "11-digit mobile numbers ended in 2018",
                hint: "\(number.prefix(4)) → \(renamed)")
        }
        throw DomainError(.invalidPhone, field: field, detail: "neither 10 digits of a mobile nor 10 or 11 of a fixed line")
    }

    /// ITU-T E.164: at most 15 digits with the country's code.
    private static func foreign(_ number: String, field: String) throws(DomainError) -> String {
        let digits = number.dropFirst()
        guard DigitText.isDigits(digits), (7...15).contains(digits.utf8.count), !digits.hasPrefix("0") else {
            throw DomainError(.invalidPhone, field: field, detail: "a foreign number has + and 7 to 15 digits")
        }
        return number
    }

    /// The change of 2018 from 11 to 10 digits.
    private static let renamedIn2018: [String: String] = [
        "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037", "0168": "038",
        "0169": "039", "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083",
        "0124": "084", "0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059",
    ]
}
