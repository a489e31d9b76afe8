package import ArgumentParser

/// Lets the common options stand anywhere: the parser knows them on the innermost command only, so each is moved behind
/// everything else before it reads.
package struct ArgumentOrder: Sendable {
    private let withValue: Set<String>
    private let flags: Set<String>

    /// - Parameters:
    ///   - withValue: the common options that have a value, with their dashes.
    ///   - flags: those that have none.
    package init(withValue: Set<String>, flags: Set<String>) {
        self.withValue = withValue
        self.flags = flags
    }

    /// The command that `arguments` spell. The common options are known to whole commands alone: where there is none, as in
    /// `kiosk --json` or `kiosk --lang en nonsense`, they are not what is wrong. Throws what the parser throws.
    package func parse<Root: ParsableCommand>(_ root: Root.Type, _ arguments: [String]) throws -> any ParsableCommand {
        do {
            return try root.parseAsRoot(arguments)
        } catch {
            let plain = withoutCommon(arguments)
            guard plain != arguments, let option = ParserWords.unknownOption(root.message(for: error)), isCommon(option)
            else { throw error }
            return try root.parseAsRoot(plain)
        }
    }

    /// `arguments` with the common options at the end, in their order, but before a `--`, after which nothing is an
    /// option. A word that starts with a dash is never the value of an option, here as in the parser itself.
    package func commonLast(_ arguments: [String]) -> [String] {
        let (others, common, rest) = split(arguments)
        return others + common + rest
    }

    private func withoutCommon(_ arguments: [String]) -> [String] {
        let (others, _, rest) = split(arguments)
        return others + rest
    }

    private func isCommon(_ option: String) -> Bool { withValue.contains(option) || flags.contains(option) }

    private func split(_ arguments: [String]) -> (others: [String], common: [String], rest: ArraySlice<String>) {
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
        return (others, common, arguments[end...])
    }

    /// The value of a common option, for what must be known before the parser runs. The last one counts.
    package static func value(of option: String, in arguments: [String]) -> String? {
        let words = arguments.prefix { $0 != "--" }
        var found: String?
        for (index, word) in words.enumerated() {
            if word.hasPrefix(option + "=") { found = String(word.dropFirst(option.count + 1)) }
            if word == option, index + 1 < words.count { found = words[index + 1] }
        }
        return found
    }

    /// Whether a common option without a value is there.
    package static func contains(_ flag: String, in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains(flag)
    }
}
