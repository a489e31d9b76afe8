/// E-mail addresses, as far as a desk can judge them offline: the shape that every mail server takes (RFC 5321, dot-atom form).
package enum EmailAddress {
    /// Tidies and checks an address; the spelling is kept.
    ///
    /// - Throws: `invalidEmail`, also for letters with diacritics, which an input method puts in unasked.
    package static func normalise(_ raw: String, field: String = "email") throws(DomainError) -> String {
        let text = try TextRule.normalise(raw, field: field, limit: 320)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, isLocalPart(parts[0]), isDomain(parts[1]) else {
            throw DomainError(.invalidEmail, field: field, detail: "not of the form name@host.domain in plain letters")
        }
        return text
    }

    private static func isLocalPart(_ part: Substring) -> Bool {
        (1...64).contains(part.utf8.count)
            && part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
            }
    }

    private static func isDomain(_ part: Substring) -> Bool {
        let labels = part.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.utf8.count >= 2, !DigitText.isDigits(last) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
