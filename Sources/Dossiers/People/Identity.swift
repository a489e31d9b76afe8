/// A paper or number that says who somebody is (protocol.md, section 6). Numbers are text: leading zeros count.
package struct Identity: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        /// Personal number, as on the citizen card: 12 digits.
        case cccd
        /// Old identity card: 9 digits.
        case cmnd
        case passport
        /// Of an organisation or a business household: 10 digits, 10-3, or 12.
        case taxCode = "tax_code"
    }

    package let kind: Kind
    /// In its one stored form: no spaces, capitals, a branch's tax code with its hyphen.
    package let number: String

    /// Checks and tidies a number of a known kind.
    ///
    /// - Throws: `invalidIdentity` for what cannot be such a number.
    package init(_ kind: Kind, _ raw: String, field: String = "identity.number") throws(DomainError) {
        let text = try TextRule.normalise(raw, field: field, limit: 64)
        self.kind = kind
        switch kind {
        case .cccd: self.number = try CitizenNumber(text, field: field).digits
        case .cmnd: self.number = try Identity.cmnd(text, field: field)
        case .passport: self.number = try Passport.number(text, field: field)
        case .taxCode: self.number = try TaxCode(text, field: field).text
        }
    }

    /// Works out what a bare number is: 12 digits are a personal number, 9 an old card, 10 or 10-3 a tax code, a letter leads a
    /// passport. An organisation's is its tax code.
    ///
    /// - Throws: `invalidIdentity` for what can be none of these.
    package static func inferred(
        from raw: String, of account: Account.Kind = .citizen, field: String = "identity.number"
    ) throws(DomainError) -> Identity {
        let text = try TextRule.normalise(raw, field: field, limit: 64)
        if account == .organisation { return try Identity(.taxCode, text, field: field) }
        let bare = DigitText.withoutGrouping(text)
        if DigitText.isDigits(bare) {
            switch bare.count {
            case 12: return try Identity(.cccd, text, field: field)
            case 9: return try Identity(.cmnd, text, field: field)
            case 10, 13: return try Identity(.taxCode, text, field: field)
            default: break
            }
        } else if bare.first?.isLetter == true {
            return try Identity(.passport, text, field: field)
        }
        throw DomainError(
            .invalidIdentity, field: field,
            detail: "neither 12 digits (personal number), 9 (old card), 10 or 13 (tax code), nor a passport number")
    }

    /// What is odd about the number beside the sex and birth that were typed with it.
    package func warnings(
        gender: Gender?, birth: BirthDate?, today: CivilDay, field: String = "identity.number"
    ) -> [DomainWarning] {
        switch kind {
        case .cccd:
            guard let number = try? CitizenNumber(self.number, field: field) else { return [] }
            return number.warnings(gender: gender, birth: birth, today: today, field: field)
        case .cmnd:
            guard let end = CivilDay(year: 2025, month: 1, day: 1), today >= end else { return [] }
            return [DomainWarning(.expiredCMND, field: field)]
        case .passport: return Passport.warnings(number, field: field)
        case .taxCode: return []
        }
    }

    private static func cmnd(_ text: String, field: String) throws(DomainError) -> String {
        let digits = DigitText.withoutGrouping(text)
        guard DigitText.isDigits(digits), digits.count == 9 else {
            throw DomainError(.invalidIdentity, field: field, detail: "an old identity card has 9 digits")
        }
        return digits
    }
}
