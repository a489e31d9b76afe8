import SyncProtocol

/// A one-time code that lets one machine enrol (protocol.md, section 3): short enough to read over a telephone, and never stored
/// but as a digest.
package struct InvitationCode: Sendable, Hashable {
    /// Crockford's base 32: no I, L, O or U, which are taken for other letters or digits.
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 8

    /// Eight letters and digits without the dash: 40 bits.
    private let letters: String

    package init(using random: inout some RandomNumberGenerator) {
        letters = String((0..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)] })
    }

    /// As people read it: `ABCD-EFGH`.
    package var text: String { "\(letters.prefix(4))-\(letters.dropFirst(4))" }

    /// What the store keeps of it.
    package var digest: String { Self.digest(of: letters) }

    /// The digest of a code as somebody typed it: case, dashes and spaces do not count, and the letters that Crockford's
    /// alphabet leaves out are read as the digits they look like.
    package static func digest(of typed: String) -> String {
        let plain = typed.uppercased().compactMap { letter -> Character? in
            switch letter {
            case "-", " ", "\u{A0}", "\t", "\u{2010}", "\u{2011}", "\u{2013}": nil
            case "O": "0"
            case "I", "L": "1"
            default: letter
            }
        }
        return Digest.sha256(String(plain).utf8)
    }

    /// How long a code may live: 15 minutes to 72 hours (protocol.md, section 3).
    package static let lifetimes: ClosedRange<Duration> = .seconds(15 * 60)...Duration.seconds(72 * 3600)
}
