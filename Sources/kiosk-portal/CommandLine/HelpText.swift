import ArgumentParser
import CommandWords
import Status

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
