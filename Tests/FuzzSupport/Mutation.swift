/// Makes other inputs of one, as a seed decides.
package struct Mutation {
    private var random: SplitMix
    private static let tokens = [
        "\u{0}", "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "|", "=", "<", "&", "%00", "\r\n", "\n\n",
        "null", "true", "-0",
        "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1e999", "0.1", "\u{FEFF}", "\u{202E}", "Đ", "ữ",
        "\u{1F600}",
        "e\u{0301}", "2026-02-30", "99999999999999999999", "../", "/problems/x",
    ].map { Array($0.utf8) }

    package init(seed: UInt64) { random = SplitMix(state: seed) }

    private mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(random.next() % UInt64(bound)) : 0 }

    /// One to eight changes; another input may lend a piece.
    package mutating func changed(_ input: [UInt8], other: [UInt8]) -> [UInt8] {
        var bytes = input
        for _ in 0...below(8) {
            let place = below(bytes.count + 1)
            switch below(9) {
            case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(below(8)) }
            case 1: if place < bytes.count { bytes[place] = UInt8(below(256)) }
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
            case 3: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: place)
            case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + below(64))], at: place)
            case 5:
                let start = below(other.count)
                bytes.insert(contentsOf: other[start..<min(other.count, start + 1 + below(64))], at: place)
            case 6: bytes.insert(contentsOf: [UInt8](repeating: UInt8(below(256)), count: below(2_000)), at: place)
            case 7:
                // Deep, which a reader that calls itself does not bear without a bound.
                bytes.insert(contentsOf: [UInt8](repeating: below(2) == 0 ? 0x5B : 0x7B, count: 1 + below(3_000)), at: place)
            default: bytes = Array(bytes.prefix(place))
            }
            if bytes.count > 60_000 { bytes = Array(bytes.prefix(60_000)) }
        }
        return bytes
    }
}

/// Steele, Lea and Flood's generator: small, and the same everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
