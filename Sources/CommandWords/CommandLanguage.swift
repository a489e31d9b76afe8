package import Status

/// The language that texts are told in while a command is read and run.
package enum CommandLanguage {
    /// Of the run that is under way.
    @TaskLocal package static var current: Language = .vi

    /// `--lang`, then `KIOSK_LANG`, then the locale, then Vietnamese. A locale that names no language (`C`, `POSIX`) says
    /// nothing; one that names another language than ours does not either.
    package static func choose(option: String?, environment: [String: String]) -> Language {
        if let option, let language = Language(rawValue: option) { return language }
        if let language = environment["KIOSK_LANG"].flatMap({ Language(rawValue: $0.lowercased()) }) { return language }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.prefix { $0.isLetter }.lowercased()
        return Language(rawValue: name) ?? .vi
    }
}
