/// A part of a file that a request asks for (RFC 9110, 14).
enum ByteRange: Sendable, Hashable {
    /// All of it: no range was asked for, or one that a server may ignore (another unit, several ranges, a wrong spelling).
    case whole
    /// The bytes from `first` to `last`, both included.
    case part(first: Int64, last: Int64)
    /// Nothing of what was asked for is there: 416.
    case unsatisfiable

    /// - Parameters:
    ///   - header: the value of `Range`.
    ///   - size: bytes of the file.
    init(_ header: String?, size: Int64) {
        guard let header, let (unit, specifier) = Self.split(header), unit == "bytes", !specifier.contains(",") else {
            self = .whole
            return
        }
        let ends = specifier.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2 else { self = .whole; return }
        switch (Self.number(ends[0]), Self.number(ends[1])) {
        case (.none, .some(let suffix)) where ends[0].isEmpty:
            self = suffix > 0 && size > 0 ? .part(first: max(0, size - suffix), last: size - 1) : .unsatisfiable
        case (.some(let first), .none) where ends[1].isEmpty:
            self = first < size ? .part(first: first, last: size - 1) : .unsatisfiable
        case (.some(let first), .some(let last)) where first <= last:
            self = first < size ? .part(first: first, last: min(last, size - 1)) : .unsatisfiable
        default: self = .whole
        }
    }

    private static func split(_ header: String) -> (unit: String, rest: Substring)? {
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let rest = parts[1].drop(while: blank)
        return (String(parts[0].filter { !blank($0) }).lowercased(), rest.prefix { !blank($0) })
    }

    /// Digits alone; a number beyond what a file can have counts as its end.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(text) ?? .max
    }
}
