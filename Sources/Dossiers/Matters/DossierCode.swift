/// The official code of a dossier, which the portal alone gives (domain.md, 1.6): agency, day of receipt, number of that day, as in
/// `000.00.53.H48-220921-0099`.
package enum DossierCode {
    /// Whether `text` can be an official code: `^[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,}$`. The six digits are not held to be a day.
    package static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, text.utf8.count <= 64 else { return false }
        let agency = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        return agency.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigitOrCapital) }
            && parts[1].utf8.count == 6 && DigitText.isDigits(parts[1])
            && parts[2].utf8.count >= 4 && DigitText.isDigits(parts[2])
    }

    private static func isDigitOrCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
