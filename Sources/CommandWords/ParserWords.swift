package import Status

/// Turns the parser's own English headings and messages into Vietnamese.
package enum ParserWords {
    /// A help text as the parser made it, in `language`.
    /// - Parameter program: what is to be typed for more of it.
    package static func help(_ text: String, _ language: Language, program: String) -> String {
        guard language == .vi else { return text }
        let words = [
            ("OVERVIEW: ", ""), ("USAGE: ", "CÁCH DÙNG: "), ("ARGUMENTS:", "ĐỐI SỐ:"), ("OPTIONS:", "TÙY CHỌN:"),
            ("SUBCOMMANDS:", "CÁC LỆNH:"), ("Show help information.", "Xem hướng dẫn."),
            ("Show the version.", "Xem số phiên bản."),
            ("(default)", "(mặc định)"), ("(values: ", "(một trong: "),
            ("(default: ", "(mặc định: "), ("<options>", "<tùy chọn>"), ("<subcommand>", "<lệnh>"),
        ]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("  See '") { return "  Xem “\(program) help <lệnh>” để biết thêm về từng lệnh." }
            return words.reduce(String(line)) { line, word in replace(word.0, by: word.1, in: line) }
        }
        return lines.joined(separator: "\n")
    }

    /// What is wrong with a command's spelling. Values that a person typed are left out, since they may be personal data,
    /// but for a single plain word, which is most likely a mistyped command.
    package static func usage(_ message: String, _ language: Language) -> String {
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
            return Text(vi: "còn thiếu[ {name}]", en: "missing[: {name}]").render(
                language, subject.isEmpty ? [:] : ["name": subject])
        } else if message.hasPrefix("The value"), quoted.count > 4 {
            let target = String(quoted[3].prefix { $0 != " " })
            return Text(vi: "giá trị của {name} không dùng được", en: "the value of {name} cannot be used").render(
                language, ["name": target])
        } else if message.contains("nexpected argument") {
            text = Text(
                vi: "có đối số thừa hoặc không có lệnh như vậy[: {name}]",
                en: "there is a word too many, or no such command[: {name}]")
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
