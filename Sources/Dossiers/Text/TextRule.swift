import Foundation

/// How text enters the system and how it is compared (domain.md, 9). Everything that is stored, hashed, sent or searched has
/// gone through `normalise`.
package enum TextRule {
    /// The longest text that any member may hold, in characters.
    package static let longest = 4_000

    /// The one form in which text is kept: NFC, each run of Unicode spaces one ASCII space, none at the ends, no zero-width
    /// spaces, Eth (Ð, ð) read as Đ, đ. Idempotent.
    ///
    /// - Throws: `legacyEncoding` for mojibake; `invalidText` for control, private-use and invisible formatting characters, and
    ///   beyond `limit` characters.
    package static func normalise(
        _ raw: String, field: String = "", limit: Int = TextRule.longest
    ) throws(DomainError) -> String {
        // Bounded before anything costly: one character has few scalars in honest text.
        if raw.utf8.count > limit * 16 {
            throw DomainError(.invalidText, field: field, detail: "text of more than \(limit) characters")
        }
        var cleaned = String.UnicodeScalarView()
        var spaceIsDue = false
        for scalar in raw.precomposedStringWithCanonicalMapping.unicodeScalars {
            if isZeroWidthSpace(scalar) { continue }
            if scalar.properties.isWhitespace {
                spaceIsDue = !cleaned.isEmpty
                continue
            }
            try refuseUnprintable(scalar, field: field)
            if spaceIsDue {
                cleaned.append(" ")
                spaceIsDue = false
            }
            cleaned.append(scalar)
        }
        // Taking a zero-width space out can bring a letter and its mark together.
        let joined = String(cleaned).precomposedStringWithCanonicalMapping
        if let sign = LegacyEncoding.sign(in: joined) {
            throw DomainError(.legacyEncoding, field: field, detail: "text looks like \(sign.rawValue)")
        }
        let text = replacingEth(in: joined)
        if text.count > limit {
            throw DomainError(.invalidText, field: field, detail: "text of more than \(limit) characters")
        }
        return text
    }

    /// Eth is what old converters made of Đ; on screen the two look alike.
    private static func replacingEth(in text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "\u{D0}" || $0 == "\u{F0}" }) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{D0}": scalars.append("\u{110}")
            case "\u{F0}": scalars.append("\u{111}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars).precomposedStringWithCanonicalMapping
    }

    private static func isZeroWidthSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B, 0x2060, 0xFEFF: true
        default: false
        }
    }

    private static func refuseUnprintable(_ scalar: Unicode.Scalar, field: String) throws(DomainError) {
        switch scalar.properties.generalCategory {
        case .control, .privateUse, .surrogate, .unassigned:
            throw DomainError(.invalidText, field: field, detail: "control or unassigned character in text")
        case .format where scalar.value != 0xAD:
            // Direction overrides and joiners show one thing and store another. A soft hyphen is TCVN3's ư: judged later.
            throw DomainError(.invalidText, field: field, detail: "invisible formatting character in text")
        default:
            return
        }
    }
}
