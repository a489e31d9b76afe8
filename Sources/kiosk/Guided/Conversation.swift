import Foundation
import Status
import SyncProtocol

/// Questions to a person on a terminal. `<` goes back, the end of input (Ctrl-D) stops.
struct Conversation: Sendable {
    let console: Console
    let lines: any LineSource

    /// What a person said.
    enum Reply: Sendable, Equatable {
        case text(String)
        /// Enter alone: what stands in brackets, or nothing.
        case empty
        case back
    }

    /// The person stopped; what was recorded so far stays.
    struct Stopped: Error {}

    /// Asks once. Text comes without space around it. Throws `Stopped` at the end of input.
    func ask(_ question: Text, present: String? = nil) async throws -> Reply {
        try await ask(question[console.language], present: present)
    }

    func ask(_ question: String, present: String? = nil) async throws -> Reply {
        let shown = present.map { " [\(Printable.clean($0))]" } ?? ""
        while true {
            console.sink.message(console.plain("\(question)\(shown): "))
            do {
                guard let line = try await lines.line() else {
                    console.sink.message("\n")
                    throw Stopped()
                }
                let text = line.trimmingCharacters(in: .whitespacesAndNewlines)
                if text == "<" { return .back }
                return text.isEmpty ? .empty : .text(text)
            } catch let problem as KioskProblem {
                console.problem(problem)
            }
        }
    }

    /// A message, broken at words where it is wider than the terminal.
    func say(_ text: Text, _ parameters: [String: String] = [:]) {
        let words = text.render(console.language, parameters)
        let indent = String(words.prefix { $0 == " " })
        for line in TextWidth.wrap(words, to: console.columns - indent.count) { console.message(indent + line) }
    }

    /// The heading of a screen.
    func heading(_ number: Int, of total: Int, _ text: Text) {
        console.message("")
        console.message("── \(number)/\(total) \(text[console.language])")
    }

    /// One of a few, by its number; Enter keeps `present`.
    func choose(_ question: Text, among choices: [(word: String, text: Text)], present: String?) async throws -> Choice {
        for (index, choice) in choices.enumerated() { console.message("  \(index + 1)  \(choice.text[console.language])") }
        let shown = choices.first { $0.word == present }?.text[console.language]
        while true {
            switch try await ask(question, present: shown) {
            case .back: return .back
            case .empty: if let present { return .word(present) }
            case .text(let text):
                if let number = Int(text), choices.indices.contains(number - 1) { return .word(choices[number - 1].word) }
                if let choice = choices.first(where: { $0.word == text || $0.text[console.language] == text }) {
                    return .word(choice.word)
                }
            }
            say(Text(vi: "Gõ một số từ 1 đến {n}.", en: "Type a number from 1 to {n}."), ["n": String(choices.count)])
        }
    }

    enum Choice: Sendable, Equatable {
        case word(String)
        case back
    }

    /// Tells a problem that the person can mend by another answer; throws every other one.
    func tell(_ problem: KioskProblem) throws {
        switch problem.exitCode {
        case .usage, .badData, .notFound, .needsPerson: console.problem(problem)
        default: throw problem
        }
    }
}

/// Paths as people put them into a terminal: typed, quoted, or dropped by the mouse.
enum TypedPath {
    static func read(_ text: String, home: String?) -> String {
        var path = text
        for quote in ["'", "\""] where path.count >= 2 && path.hasPrefix(quote) && path.hasSuffix(quote) {
            return String(path.dropFirst().dropLast())
        }
        if path.hasPrefix("file://") { path = String(path.dropFirst(7)).removingPercentEncoding ?? path }
        if path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
        var plain = ""
        var isEscaped = false
        for character in path {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            plain.append(character)
            isEscaped = false
        }
        return plain
    }
}

extension Session {
    /// Whether a person sits there to be asked: nothing asks a program (cli.md, “Everywhere”).
    var isConversation: Bool { console.isTerminal.input && console.isTerminal.messages && !console.json }
}
