/// Digits as text: ASCII only, since numbers of papers are copied, not computed.
enum DigitText {
    static func isDigits(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The value of up to nine ASCII digits; `nil` for anything else, signs included.
    static func number(_ text: some StringProtocol) -> Int? {
        guard isDigits(text), text.utf8.count <= 9 else { return nil }
        return Int(text)
    }

    static func values(_ text: some StringProtocol) -> [Int] {
        text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
    }

    static func pad(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// Without the spaces, dots and hyphens that people put between groups of digits.
    static func withoutGrouping(_ text: String) -> String {
        String(text.filter { !" .-–".contains($0) })
    }
}
