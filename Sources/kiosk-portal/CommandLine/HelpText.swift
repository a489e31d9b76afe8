import ArgumentParser
import Status

/// The language that texts are told in while a command is read and run.
enum CommandLanguage {
    @TaskLocal static var current: Language = .vi

    /// `--lang`, then `KIOSK_LANG`, then the locale, then Vietnamese.
    static func choose(option: String?, environment: [String: String]) -> Language {
        if let option, let language = Language(rawValue: option) { return language }
        if let language = environment["KIOSK_LANG"].flatMap({ Language(rawValue: $0.lowercased()) }) { return language }
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return Language(rawValue: locale.prefix { $0.isLetter }.lowercased()) ?? .vi
    }
}

/// Help in the language of the run: help is made anew each time that it is asked for.
func help(_ vi: String, _ en: String, value: String? = nil) -> ArgumentHelp {
    var help = ArgumentHelp(stringLiteral: Text(vi: vi, en: en)[CommandLanguage.current])
    if let value { help.valueName = value }
    return help
}

/// What a command says of itself: one line, and at least one example that works as written.
func about(
    _ name: String, _ vi: String, _ en: String, examples: [String], subcommands: [any ParsableCommand.Type] = []
) -> CommandConfiguration {
    let language = CommandLanguage.current
    let lines = [Text(vi: "Ví dụ:", en: "Example:")[language]] + examples.map { "  " + $0 }
    return CommandConfiguration(
        commandName: name, abstract: Text(vi: vi, en: en)[language], discussion: lines.joined(separator: "\n"), version: "0.1.0",
        subcommands: subcommands)
}
