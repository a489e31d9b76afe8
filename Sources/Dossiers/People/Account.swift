/// Somebody known to the desk and to the portal: a citizen, an organisation, or an officer (protocol.md, section 6). The members
/// that belong to the portal (`confirmation`, `portal_id`) are not part of it.
package struct Account: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case citizen, organisation, officer
    }

    package struct Address: Codable, Sendable, Hashable {
        /// As printed on the paper, old communes and districts included.
        package var text: String
        /// The general statistics office's number of the present commune, where it is known.
        package var communeCode: String?

        package init(text: String, communeCode: String? = nil) {
            self.text = text
            self.communeCode = communeCode
        }

        enum CodingKeys: String, CodingKey {
            case text
            case communeCode = "commune_code"
        }
    }

    /// The person's agreement that their data be processed (Luật BVDLCN 91/2025/QH15).
    package struct Consent: Codable, Sendable, Hashable {
        /// RFC 3339.
        package var at: String
        /// Which text they agreed to.
        package var textVersion: String

        package init(at: String, textVersion: String) {
            self.at = at
            self.textVersion = textVersion
        }

        enum CodingKeys: String, CodingKey {
            case at
            case textVersion = "text_version"
        }
    }

    package var kind: Kind
    /// Of a citizen or an officer.
    package var fullName: String?
    /// Of an organisation.
    package var organisationName: String?
    package var taxCode: String?
    package var identity: Identity
    package var birth: BirthDate?
    package var gender: Gender?
    /// In `Phone`'s one form.
    package var phone: String?
    package var email: String?
    package var address: Address?
    package var consent: Consent?

    /// What the account is called: the organisation's name or the person's.
    package var name: String { (kind == .organisation ? organisationName : fullName) ?? organisationName ?? fullName ?? "" }

    /// Whether two accounts of one identity are one person, so that either may be adopted for the other (protocol.md, section 4): the folded
    /// names agree, and so do the births, where one that is missing, or a year alone that fits, agrees.
    package static func matchesByFoldedNameAndBirth(_ a: Account, _ b: Account) -> Bool {
        guard TextRule.fold(a.name) == TextRule.fold(b.name) else { return false }
        guard let first = a.birth, let second = b.birth else { return true }
        return first.agrees(with: second)
    }

    enum CodingKeys: String, CodingKey {
        case kind, identity, birth, gender, phone, email, address, consent
        case fullName = "full_name"
        case organisationName = "organisation_name"
        case taxCode = "tax_code"
    }
}
