/// Names of people and organisations. Nothing is asked of a name but that it is one: one word without diacritics (A Thu, Y Blar, Siu)
/// is as good as four with (domain.md, 9).
package enum PersonName {
    /// - Throws: `emptyName` when nothing is left, `invalidName` for signs that stand in no name, or no letter at all.
    package static func normalise(_ raw: String, field: String = "full_name") throws(DomainError) -> String {
        let text = try TextRule.normalise(raw, field: field, limit: 200)
        if text.isEmpty { throw DomainError(.emptyName, field: field, detail: "a name must not be empty") }
        guard text.unicodeScalars.contains(where: \.properties.isAlphabetic) else {
            throw DomainError(.invalidName, field: field, detail: "a name has letters")
        }
        guard text.unicodeScalars.allSatisfy(standsInName) else {
            throw DomainError(.invalidName, field: field, detail: "a sign that stands in no name")
        }
        return text
    }

    /// An organisation's name may have figures and signs; it must have a letter or a digit.
    package static func normaliseOrganisation(
        _ raw: String, field: String = "organisation_name"
    ) throws(DomainError) -> String {
        let text = try TextRule.normalise(raw, field: field, limit: 400)
        if text.isEmpty { throw DomainError(.emptyName, field: field, detail: "a name must not be empty") }
        guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
            throw DomainError(.invalidName, field: field, detail: "a name has letters")
        }
        return text
    }

    static func warnings(_ name: String, field: String) -> [DomainWarning] {
        var warnings: [DomainWarning] = []
        if TelexResidue.isLikely(in: name) { warnings.append(DomainWarning(.telexResidue, field: field)) }
        if name.unicodeScalars.contains(where: { $0.properties.numericType != nil }) {
            warnings.append(DomainWarning(.oddName, field: field))
        }
        return warnings
    }

    private static func standsInName(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isAlphabetic || scalar == " " || scalar.properties.numericType != nil { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .modifierLetter, .modifierSymbol, .dashPunctuation: return true
        default: return "'’‘ʼ.,()".unicodeScalars.contains(scalar)
        }
    }
}
