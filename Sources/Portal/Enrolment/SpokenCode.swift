import SyncProtocol

/// Random codes that people read out and type: Crockford's base 32, which has no I, L, O or U, since they are taken for other letters
/// or digits. Five bits a letter.
enum SpokenCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    static func make(letters: Int, using random: inout some RandomNumberGenerator) -> String {
        String((0..<letters).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
    }

    /// With a dash after each four letters: `ABCD-EFGH`.
    static func grouped(_ code: String) -> String {
        var text = ""
        for (index, letter) in code.enumerated() {
            if index > 0, index.isMultiple(of: 4) { text.append("-") }
            text.append(letter)
        }
        return text
    }

    /// The digest of a code as somebody typed it: case, dashes and spaces do not count, and the letters that the alphabet leaves out
    /// are read as the digits they look like.
    static func digest(of typed: String) -> String {
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
}
