import ArgumentParser
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
        commandName: name, abstract: Text(vi: vi, en: en)[language], discussion: parts.compactMap { $0 }.joined(separator: "\n\n"),
        version: Version.number, subcommands: subcommands, defaultSubcommand: standard)
}

/// Turns the parser's own English headings and messages into Vietnamese.
enum ParserWords {
    static func help(_ text: String, _ language: Language) -> String {
        guard language == .vi else { return text }
        let words = [
            ("OVERVIEW: ", ""), ("USAGE: ", "CÁCH DÙNG: "), ("ARGUMENTS:", "ĐỐI SỐ:"), ("OPTIONS:", "TÙY CHỌN:"),
            ("SUBCOMMANDS:", "CÁC LỆNH:"), ("Show help information.", "Xem hướng dẫn."), ("Show the version.", "Xem số phiên bản."),
            ("(default)", "(mặc định)"), ("(values: ", "(một trong: "),
            ("(default: ", "(mặc định: "), ("<options>", "<tùy chọn>"), ("<subcommand>", "<lệnh>"),
        ]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("  See '") { return "  Xem “kiosk help <lệnh>” để biết thêm về từng lệnh." }
            return words.reduce(String(line)) { line, word in replace(word.0, by: word.1, in: line) }
        }
        return lines.joined(separator: "\n")
    }

    /// What is wrong with a command's spelling. Values that a person typed are left out, since they may be personal data,
    /// but for a single plain word, which is most likely a mistyped command.
    static func usage(_ message: String, _ language: Language) -> String {
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        let subject = quoted.count > 2 ? String(quoted[1]) : ""
        let option = String(subject.prefix { $0 != " " })
        let isOption = option.hasPrefix("-")
        let named = isOption || isPlainWord(option) ? ["name": option] : [:]
        let text: Text
        if message.hasPrefix("Unknown option") {
            text = Text(vi: "không có tùy chọn nào như vậy[: {name}]", en: "there is no such option[: {name}]")
        } else if message.hasPrefix("Missing value") {
            text = Text(vi: "tùy chọn[ {name}] thiếu giá trị", en: "the option[ {name}] lacks its value")
        } else if message.hasPrefix("Missing expected argument") || message.hasPrefix("Missing one of") {
            return Text(vi: "còn thiếu[ {name}]", en: "missing[: {name}]").render(language, subject.isEmpty ? [:] : ["name": subject])
        } else if message.hasPrefix("The value"), quoted.count > 4 {
            let target = String(quoted[3].prefix { $0 != " " })
            return Text(vi: "giá trị của {name} không dùng được", en: "the value of {name} cannot be used").render(language, ["name": target])
        } else if message.contains("nexpected argument") {
            text = Text(
                vi: "có đối số thừa hoặc không có lệnh như vậy[: {name}]", en: "there is a word too many, or no such command[: {name}]")
        } else {
            return message.contains("'") && !isOption ? "" : message
        }
        return text.render(language, named)
    }

    /// The option that the parser did not know, if that was what it complained of.
    static func unknownOption(_ message: String) -> String? {
        guard message.hasPrefix("Unknown option") else { return nil }
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        return quoted.count > 2 ? String(quoted[1].prefix { $0 != "=" }) : nil
    }

    private static func isPlainWord(_ word: String) -> Bool {
        !word.isEmpty && word.count <= 20 && word.allSatisfy { $0 == "-" || ($0.isASCII && $0.isLowercase) }
    }

    private static func replace(_ word: String, by other: String, in line: String) -> String {
        line.split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
    }
}
