/// The groups for whose sake a citizen claims to pay nothing. They are filled in with the form and go to the portal with it; what
/// the office makes of them is the office's.
package enum ClaimedExemptions {
    /// The form's member that holds them: the words of `FeeExemption`, with commas between.
    package static let formName = "mien_le_phi"

    /// The words in a form.
    package static func words(in form: [String: String]) -> Set<String> {
        Set((form[formName] ?? "").split { $0 == "," || $0.isWhitespace }.map { $0.lowercased() })
    }

    /// As the form holds them, sorted.
    package static func text(_ words: some Sequence<String>) -> String { Set(words).sorted().joined(separator: ", ") }
}

extension Procedure {
    /// The form's members that say how many pages an original has and how many copies are wanted, where a fee is by the page or copy: by
    /// these names in the catalogue of every site.
    private static let pagesNames = ["so_trang"]
    private static let copiesNames = ["so_ban", "so_ban_sao"]

    /// What a dossier with this form comes to. Counts that are not filled in, or are none, count as one.
    package func charges(of form: [String: String]) -> [FeeCharge] {
        func count(_ names: [String]) -> Int {
            names.lazy.compactMap { form[$0].flatMap { Int($0.filter { !$0.isWhitespace }) } }.first.map { min(max($0, 1), 100_000) }
                ?? 1
        }
        return charges(
            pages: count(Self.pagesNames), copies: count(Self.copiesNames), exemptions: ClaimedExemptions.words(in: form))
    }

    /// The words that exempt from any of its fees.
    package var exemptionWords: Set<String> { Set(fees.flatMap(\.exempt)) }
}
