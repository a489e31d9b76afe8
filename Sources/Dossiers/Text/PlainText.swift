import Foundation

extension TextRule {
    /// `text` in ASCII, for terminals and machines that know no more: marks dropped, Đ as D, typographic signs as plain ones, whatever else is
    /// not known as `?`. Case, spaces and line ends stay as they are. Unlike `fold` it is for showing, not for comparing.
    package static func ascii(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.isASCII {
                plain.append(scalar)
            } else if scalar.properties.isWhitespace {
                plain.append(" ")
            } else if let sign = signs[scalar] {
                plain.append(contentsOf: sign.unicodeScalars)
            } else if !isMark(scalar) {
                plain.append("?")
            }
        }
        return String(plain)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: true
        default: false
        }
    }

    /// Letters that do not come apart into a letter and a mark, and the signs that texts here use.
    private static let signs: [Unicode.Scalar: String] = [
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ƀ": "b", "Ƀ": "B", "ɓ": "b", "Ɓ": "B", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L",
        "ɨ": "i", "Ɨ": "I", "ı": "i", "ʉ": "u", "Ʉ": "U", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "₫": "d",
        "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"", "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "´": "'",
        "…": "...",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "─": "-", "−": "-", "·": "*", "•": "*", "●": "*", "○": "*",
        "→": "->",
        "←": "<-", "✓": "+", "✗": "x", "×": "x", "█": "#", "░": ".", "└": "`", "²": "2", "³": "3", "½": "1/2", "°": "o",
    ]
}
