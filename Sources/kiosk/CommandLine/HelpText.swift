import ArgumentParser
import CommandWords
import KioskAgent
import Status

/// Help in the language of the run: help is made anew each time that it is asked for.
func help(_ vi: String, _ en: String, value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: Text(vi: vi, en: en)[CommandLanguage.current]).naming(value)
}

extension ArgumentHelp {
    fileprivate func naming(_ value: String?) -> ArgumentHelp {
        var help = self
        if let value { help.valueName = value }
        return help
    }
}

/// What a command says of itself: one line, and at least one example that works as written.
func about(
    _ name: String, _ vi: String, _ en: String, examples: [String] = [], more: Text? = nil,
    subcommands: [any ParsableCommand.Type] = [], default standard: (any ParsableCommand.Type)? = nil
) -> CommandConfiguration {
    let language = CommandLanguage.current
    let heading = Text(vi: "Ví dụ:", en: "Example:")[language]
    let parts = [more?[language], examples.isEmpty ? nil : ([heading] + examples.map { "  " + $0 }).joined(separator: "\n")]
    return CommandConfiguration(
        commandName: name, abstract: Text(vi: vi, en: en)[language],
        discussion: parts.compactMap { $0 }.joined(separator: "\n\n"),
        version: Version.number, subcommands: subcommands, defaultSubcommand: standard)
}
