import Dossiers
import Status

extension DeskWork {
    /// What is odd, in the language asked for, each text once.
    /// - Parameter id: the account or dossier that it is about, for texts that name the command which mends it.
    func told(_ warnings: [DomainWarning], id: String? = nil) -> [String] {
        distinct(
            warnings.map { warning in
                var parameters = warning.parameters
                parameters["field"] = warning.field
                parameters["id"] = id
                parameters["component"] = parameters["title"] ?? parameters["code"]
                // An entry of a form is known by its title; its name is the catalogue's own.
                if let title = parameters["title"] { parameters["name"] = title }
                parameters["claim"] = parameters["claim"].map(exemptionName)
                return Texts.warning(warning.kind.rawValue, parameters: parameters, in: language)
            })
    }

    /// A warning of the desk's own.
    func told(_ word: String, _ parameters: [String: String] = [:]) -> String {
        Texts.warning(word, parameters: parameters, in: language)
    }

    /// The name of a group that pays nothing. A word that this program does not know is shown as the catalogue has it.
    func exemptionName(_ word: String) -> String {
        guard let known = FeeExemption(rawValue: word) else { return word }
        return language == .vi ? known.nameInVietnamese : known.nameInEnglish
    }
}
