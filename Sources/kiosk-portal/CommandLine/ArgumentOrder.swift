/// Lets the common options stand anywhere: the parser knows them on the innermost command only, so each is moved behind
/// everything else before it reads.
enum ArgumentOrder {
    static let withValue: Set<String> = ["--home", "--config", "--lang"]
    static let flags: Set<String> = ["--json"]

    /// `arguments` with the common options at the end, in their order, but before a `--`, after which nothing is an option.
    static func commonLast(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        var others: [String] = []
        var common: [String] = []
        var index = arguments.startIndex
        while index < end {
            let word = arguments[index]
            index += 1
            if flags.contains(word) || withValue.contains(where: { word.hasPrefix($0 + "=") }) {
                common.append(word)
            } else if withValue.contains(word) {
                common.append(word)
                if index < end, !arguments[index].hasPrefix("-") {
                    common.append(arguments[index])
                    index += 1
                }
            } else {
                others.append(word)
            }
        }
        return others + common + arguments[end...]
    }

    /// The value of a common option, for what must be known before the parser runs. The last one counts.
    static func value(of option: String, in arguments: [String]) -> String? {
        let words = arguments.prefix { $0 != "--" }
        var found: String?
        for (index, word) in words.enumerated() {
            if word.hasPrefix(option + "=") { found = String(word.dropFirst(option.count + 1)) }
            if word == option, index + 1 < words.count { found = words[index + 1] }
        }
        return found
    }
}
