import Foundation

/// The texts that stand for something other than themselves.
enum ValueForms {
    /// `"250ms"`, `"90s"`, `"5m"`, `"2h"`, `"1d"` and sums of those from large to small such as `"1h30m"`. `nil` for any
    /// other text, and for what lasts longer than 100 years.
    static func duration(_ text: String) -> Duration? {
        let units: [(name: String, milliseconds: Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
        ]
        var rest = text[...]
        var total: Int64 = 0
        var next = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            guard let (number, unit) = cut(&rest),
                let index = units.firstIndex(where: { $0.name == unit }), index >= next
            else { return nil }
            let (part, overflow) = number.multipliedReportingOverflow(by: units[index].milliseconds)
            guard !overflow, part <= hundredYears - total else { return nil }
            total += part
            next = index + 1
        }
        return .milliseconds(total)
    }

    /// `"512KiB"`, `"10MiB"`, `"1GiB"`, `"300B"`, and the decimal `kB`, `MB`, `GB`. `nil` for any other text.
    static func byteSize(_ text: String) -> Int64? {
        let units: [String: Int64] = [
            "B": 1, "kB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
        ]
        var rest = text[...]
        guard let (number, unit) = cut(&rest), rest.isEmpty, let factor = units[unit] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : bytes
    }

    /// True for an absolute address with one of `schemes`, a host, and neither a user, a password nor a fragment.
    static func isAddress(_ text: String, schemes: [String]) -> Bool {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), schemes.contains(scheme), let host = parts.host, !host.isEmpty
        else { return false }
        return parts.user == nil && parts.password == nil && parts.fragment == nil
            && (parts.port.map { (1...65535).contains($0) } ?? true)
    }

    /// A duration in the form that `duration` reads: the largest unit that divides it.
    static func text(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        for (name, size) in [("d", Int64(86_400_000)), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        where milliseconds != 0 && milliseconds.isMultiple(of: size) {
            return "\(milliseconds / size)\(name)"
        }
        return "\(milliseconds)ms"
    }

    /// A size in the form that `byteSize` reads: the largest binary unit that divides it.
    static func text(bytes: Int64) -> String {
        for (name, size) in [("GiB", Int64(1) << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where bytes != 0 && bytes.isMultiple(of: size) {
            return "\(bytes / size)\(name)"
        }
        return "\(bytes)B"
    }

    private static let hundredYears: Int64 = 100 * 366 * 86_400_000

    /// Takes digits and the letters after them off the front.
    private static func cut(_ rest: inout Substring) -> (number: Int64, unit: String)? {
        let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
        guard let number = Int64(digits) else { return nil }
        rest = rest[digits.endIndex...]
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest[letters.endIndex...]
        return (number, String(letters))
    }
}
