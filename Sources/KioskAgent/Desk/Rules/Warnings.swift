import Dossiers
import Status

extension DeskWork {
    /// What is odd, in the language asked for, each text once.
    func told(_ warnings: [DomainWarning]) -> [String] {
        distinct(
            warnings.map { warning in
                var parameters = warning.parameters
                parameters["field"] = warning.field
                parameters["component"] = parameters["title"] ?? parameters["code"]
                return Texts.warning(warning.kind.rawValue, parameters: parameters, in: language)
            })
    }

    /// A warning of the desk's own.
    func told(_ word: String, _ parameters: [String: String] = [:]) -> String {
        Texts.warning(word, parameters: parameters, in: language)
    }
}
