/// Why a text or a record cannot be: the reason a desk or a portal refuses it.
///
/// It names the member and the rule, never the value: names, numbers and addresses must not reach a log or an error text
/// (architecture.md, privacy).
package struct DomainError: Error, Sendable, Hashable {
    /// The rule that was broken. Raw words are stable: texts for people are chosen by them.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case emptyName = "empty-name"
        case invalidName = "invalid-name"
        case invalidIdentity = "invalid-identity"
        case invalidDate = "invalid-date"
        case invalidPhone = "invalid-phone"
        case invalidEmail = "invalid-email"
        /// TCVN3, VNI or twice-encoded text, or U+FFFD: importing it would keep damaged names for ever.
        case legacyEncoding = "legacy-encoding"
        /// Control, private-use or formatting characters, or a text that is too long.
        case invalidText = "invalid-text"
        /// A word that is not one of the choices, a number out of its range, or a value of the wrong type.
        case invalidValue = "invalid-value"
        case missingField = "missing-field"
        case unknownField = "unknown-field"
        case invalidScan = "invalid-scan"
        case invalidJSON = "invalid-json"
    }

    package let kind: Kind
    /// The member as protocol.md, section 6, names it, parts joined by dots: `identity.number`, `components.0.files.1.sha256`.
    /// Empty when the whole text or document is meant.
    package let field: String
    /// For engineers, in English, without personal data.
    package let detail: String
    /// What a person can do about it, where the rule knows: `0162 → 032` for a dead mobile prefix, the nearest right member name.
    package let hint: String?

    package init(_ kind: Kind, field: String = "", detail: String, hint: String? = nil) {
        self.kind = kind
        self.field = field
        self.detail = detail
        self.hint = hint
    }

    /// The same, said of a member inside `prefix`.
    func within(_ prefix: String) -> DomainError {
        let path = field.isEmpty ? prefix : (prefix.isEmpty ? field : prefix + "." + field)
        return DomainError(kind, field: path, detail: detail, hint: hint)
    }
}
