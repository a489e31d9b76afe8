/// Numbers of passports. Việt Nam's have a letter and seven or eight digits; others' have up to nine letters and digits (ICAO 9303),
/// a few states more.
enum Passport {
    static func number(_ text: String, field: String) throws(DomainError) -> String {
        let number = DigitText.withoutGrouping(text).uppercased()
        let isPlain = number.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        }
        guard isPlain, (5...15).contains(number.utf8.count), number.utf8.contains(where: { $0 < UInt8(ascii: "A") }) else {
            throw DomainError(
                .invalidIdentity, field: field, detail: "a passport has 5 to 15 letters and digits, digits among them")
        }
        return number
    }

    static func warnings(_ number: String, field: String) -> [DomainWarning] {
        (6...9).contains(number.utf8.count) ? [] : [DomainWarning(.oddPassport, field: field)]
    }
}
