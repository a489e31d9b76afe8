/// Codes of procedures, read leniently: portals append agencies and cases to the national code (`1.001193.000.00.00.H48`, `1.001193.01`),
/// and some follow no rule at all (domain.md, 1.6).
package enum ProcedureCode {
    /// What identifies the procedure: the leading national code `d.dddddd` where there is one, else the whole code in capitals.
    package static func key(_ code: String) -> String { isNational(code) ? String(code.prefix(8)) : code.uppercased() }

    /// Whether the code begins with a national one.
    static func isNational(_ code: String) -> Bool {
        let bytes = Array(code.utf8.prefix(9))
        return bytes.count >= 8 && bytes[1] == UInt8(ascii: ".") && isDigit(bytes[0]) && bytes[2...7].allSatisfy(isDigit)
            && (bytes.count == 8 || bytes[8] == UInt8(ascii: "."))
    }

    /// Whether `text` can be a code at all: letters (Đ among them), digits, dots, hyphens and underscores.
    package static func isPlausible(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "." || $0 == "-" || $0 == "_"
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
