import Dossiers
import Status

extension RuleBook {
    /// The address with the number of its commune of today, where that is certain and nobody gave one, and what is odd about it: papers keep
    /// the names from before July 2025, and so does the text (domain.md, 8.1).
    func placed(
        _ address: Account.Address, field: String
    ) throws(DomainError) -> (address: Account.Address, warnings: [DomainWarning]) {
        guard let communes else { return (address, []) }
        let placed = try communes.place(address.text, field: field)
        var address = address
        var warnings = Self.mostTelling(placed.warnings)
        if let code = address.communeCode {
            if let now = communes.present(code: code), now.code != code {
                warnings = [
                    DomainWarning(.abolishedCommune, field: field, parameters: ["former": code, "now": now.name, "code": now.code])
                ]
            }
        } else {
            address.communeCode = placed.commune?.code
        }
        return (address, warnings)
    }

    /// The same for an address that is text alone.
    func placeWarnings(_ text: String?, field: String) throws(DomainError) -> [DomainWarning] {
        guard let text, let communes else { return [] }
        return Self.mostTelling(try communes.place(text, field: field).warnings)
    }

    /// Who is told which commune it is today need not be told of the district and the province too.
    private static func mostTelling(_ warnings: [DomainWarning]) -> [DomainWarning] {
        for kind in [DomainWarning.Kind.abolishedCommune, .unknownCommune, .abolishedProvince] {
            let telling = warnings.filter { $0.kind == kind }
            if !telling.isEmpty { return telling }
        }
        return warnings
    }

    /// The exemptions that a dossier's form claims, as they are stored, and those that help nothing.
    /// - Throws: `KioskProblem` for a word that neither this program nor the procedure knows.
    func exemptions(claimedIn dossier: Dossier) throws(KioskProblem) -> (text: String?, warnings: [DomainWarning]) {
        let words = ClaimedExemptions.words(in: dossier.form)
        guard !words.isEmpty else { return (nil, []) }
        let procedure = catalogue?.procedure(dossier.procedure, on: today)
        let known = Set(FeeExemption.allCases.map(\.rawValue)).union(procedure?.exemptionWords ?? [])
        guard words.isSubset(of: known) else {
            throw KioskProblem(.invalidValue, field: "exempt", ["known": known.sorted().joined(separator: ", ")])
        }
        let idle = procedure.map { words.subtracting($0.exemptionWords) } ?? []
        return (
            ClaimedExemptions.text(words),
            idle.sorted().map {
                DomainWarning(.exemptionNotApplicable, field: "form.\(ClaimedExemptions.formName)", parameters: ["claim": $0])
            }
        )
    }
}
