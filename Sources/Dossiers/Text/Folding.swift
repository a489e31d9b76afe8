import Foundation

extension TextRule {
    /// The form in which text is searched and names are compared: lower case, no marks, đ read as d, spaces folded. The place of
    /// a tone mark (hoà, hòa) makes no difference; NFC and NFD give the same.
    ///
    /// Foundation's diacritic-insensitive folding keeps đ, and SQLite's misses letters with two marks (domain.md, 9), so this is
    /// our own. It is for comparing only: a name is never rewritten.
    package static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        var spaceIsDue = false
        let decomposed = text.precomposedStringWithCanonicalMapping.lowercased().decomposedStringWithCanonicalMapping
        for scalar in decomposed.unicodeScalars {
            if scalar.isASCII, scalar.value > 0x20 {
                if spaceIsDue { folded.append(" ") }
                spaceIsDue = false
                folded.append(scalar)
                continue
            }
            if scalar.properties.isWhitespace {
                spaceIsDue = !folded.isEmpty
                continue
            }
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control: continue
            default: break
            }
            if spaceIsDue { folded.append(" ") }
            spaceIsDue = false
            folded.append(contentsOf: plain(scalar).unicodeScalars)
        }
        return String(folded)
    }

    /// The words of a folded text: runs of letters and digits; a dot between two digits stays, so that a procedure code is one word.
    package static func words(ofFolded folded: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        let scalars = Array(folded.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let isDotInNumber =
                scalar == "." && index > 0 && index + 1 < scalars.count
                && isDigit(scalars[index - 1]) && isAlphanumeric(scalars[index + 1])
            if isAlphanumeric(scalar) || isDotInNumber {
                word.append(scalar)
            } else if !word.isEmpty {
                words.append(String(word))
                word = String.UnicodeScalarView()
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? isDigit(scalar) || ("a"..."z").contains(scalar)
            : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// Letters with a stroke have no decomposition; typographic apostrophes and hyphens are typed in several ways.
    private static func plain(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x111, 0xF0: "d"
        case 0x180, 0x253: "b"
        case 0xF8: "o"
        case 0x142: "l"
        case 0x268, 0x131: "i"
        case 0x289: "u"
        case 0xDF: "ss"
        case 0xE6: "ae"
        case 0x2018, 0x2019, 0x2BC, 0x2B9, 0xB4, 0x60: "'"
        case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014: "-"
        default: String(scalar)
        }
    }
}
