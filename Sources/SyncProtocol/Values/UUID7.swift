/// UUIDs of version 7 (RFC 9562, 5.7): what a kiosk names its operations and subjects by. They sort by the time they
/// were made and are never used again.
package struct UUID7: Sendable {
    private var last: (milliseconds: Int64, counter: UInt16) = (0, 0)

    package init() {}

    /// The next id: 48 bits of `now`, a counter that keeps ids of one millisecond (or of a clock that went back) in
    /// order, and 62 random bits.
    package mutating func next(
        now: Timestamp, using random: inout some RandomNumberGenerator
    ) -> String {
        let present = max(0, now.milliseconds) & 0xFFFF_FFFF_FFFF
        if present > last.milliseconds {
            // Starting low leaves the counter room to grow within the millisecond.
            last = (present, UInt16.random(in: 0...0x3FF, using: &random))
        } else if last.counter == 0xFFF {
            last = (last.milliseconds + 1, 0)
        } else {
            last.counter += 1
        }
        let high = UInt64(last.milliseconds) << 16 | 0x7000 | UInt64(last.counter)
        let low = UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &random) | 0x8000_0000_0000_0000
        return Self.format(high, low)
    }

    /// Whether `text` is a UUID of version 7 in lower case, the only spelling that the protocol accepts.
    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        for (index, byte) in bytes.enumerated() {
            switch index {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            case 14: guard byte == UInt8(ascii: "7") else { return false }
            case 19: guard "89ab".utf8.contains(byte) else { return false }
            default: guard isHexadecimal(byte) else { return false }
            }
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func format(_ high: UInt64, _ low: UInt64) -> String {
        func hexadecimal(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let digits = Array(hexadecimal(high) + hexadecimal(low))
        return [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String($0) }.joined(separator: "-")
    }
}
