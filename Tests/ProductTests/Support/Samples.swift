import Crypto
import Foundation

/// Inputs made by the tests: nothing of a real person.
enum Samples {
    /// A CCCD number that can be: province 062, a man of the last century, born in 90, and six digits of his own.
    static func identity(_ number: Int) -> String { "062090" + String(String(1_000_000 + number).suffix(6)) }

    /// A number as a syllable pair, since digits are no name.
    static func word(_ number: Int) -> String {
        let first = ["An", "Bi", "Chu", "Du", "Gia", "Hla", "Krông", "Lúi", "Mai", "Nay"]
        return first[number / 10 % 10] + " " + first[number % 10]
    }

    /// A PDF by content, of about `size` bytes that no compression makes smaller.
    static func paper(_ size: Int, seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed)
        var bytes = Array("%PDF-1.7\n%\u{E2}\u{E3}\n1 0 obj\n<< /Length \(size) >>\nstream\n".utf8)
        bytes.reserveCapacity(size + 128)
        while bytes.count < size {
            let word = random.next()
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes + Array("\nendstream\nendobj\n%%EOF\n".utf8)
    }

    /// A PDF by content that compresses well.
    static func thinPaper(_ size: Int) -> [UInt8] {
        var bytes = Array("%PDF-1.7\n1 0 obj\n<< >>\n".utf8)
        while bytes.count < size { bytes += Array("0 0 m 100 100 l S\n".utf8) }
        return bytes + Array("%%EOF\n".utf8)
    }

    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { String(UInt16($0) + 0x100, radix: 16).suffix(2) }.joined()
    }
}

/// SplitMix64: the same run every time.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
