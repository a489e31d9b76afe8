/// A tax code (mã số thuế): 10 digits with a check digit, 10-3 for a branch, or the 12 digits of a person's own number, which
/// households use since July 2025 (domain.md, 5.4).
package struct TaxCode: Sendable, Hashable {
    /// `0100233488`, `0314409058-002` or `062090123456`.
    package let text: String

    /// - Throws: `invalidIdentity` for other lengths, a wrong check digit, or branch 000.
    package init(_ raw: String, field: String = "") throws(DomainError) {
        let digits = DigitText.withoutGrouping(raw)
        guard DigitText.isDigits(digits) else {
            throw DomainError(.invalidIdentity, field: field, detail: "a tax code has only digits and one hyphen")
        }
        // A hyphen stands before a branch and nowhere else: 0314409058-02 is a branch with a digit lost, not a personal number.
        if raw.contains("-"), digits.utf8.count != 13 {
            throw DomainError(.invalidIdentity, field: field, detail: "a branch's tax code has 10 digits, a hyphen and 3 digits")
        }
        switch digits.utf8.count {
        case 12:
            self.text = try CitizenNumber(digits, field: field).digits
            return
        case 10, 13: break
        default:
            throw DomainError(.invalidIdentity, field: field, detail: "a tax code has 10, 13 or 12 digits")
        }
        guard TaxCode.hasTrueCheckDigit(digits.prefix(10)) else {
            throw DomainError(.invalidIdentity, field: field, detail: "the tax code's check digit is wrong")
        }
        if digits.utf8.count == 13 {
            let branch = digits.suffix(3)
            guard branch != "000" else {
                throw DomainError(.invalidIdentity, field: field, detail: "branch numbers run from 001 to 999")
            }
            self.text = "\(digits.prefix(10))-\(branch)"
        } else {
            self.text = digits
        }
    }

    /// Weights 31, 29, … over the first nine digits; the check digit is 10 less their sum modulo 11, and 10 is never given out.
    private static func hasTrueCheckDigit(_ digits: Substring) -> Bool {
        let values = DigitText.values(digits)
        let sum = zip([31, 29, 23, 19, 17, 13, 7, 5, 3], values).map(*).reduce(0, +)
        return values.count == 10 && 10 - sum % 11 == values[9]
    }
}
