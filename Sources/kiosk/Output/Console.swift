import Dossiers
import Status
import SyncProtocol

/// How a command speaks: facts to standard output as text or JSON, messages to standard error.
struct Console: Sendable {
    let language: Language
    /// Facts are JSON; text is left out.
    let json: Bool
    /// For terminals that cannot show diacritics.
    let withoutDiacritics: Bool
    /// Whether standard output, standard error and standard input are terminals.
    let isTerminal: (output: Bool, messages: Bool, input: Bool)
    let colour: Bool
    /// Columns of the terminal, 80 where none is known.
    let columns: Int
    let sink: any Sink

    /// One JSON document on one line.
    func document(_ value: some Encodable) throws {
        try sink.facts(try JSONValue(encoding: value).text + "\n")
    }

    /// Lines of text for a person.
    func facts(_ lines: [String]) throws {
        guard !lines.isEmpty else { return }
        try sink.facts(lines.map { plain($0) + "\n" }.joined())
    }

    /// A line for a person beside the facts; silent with `--json`, so that scripts find nothing but errors there.
    func message(_ text: String) {
        guard !json else { return }
        sink.message(plain(text) + "\n")
    }

    func message(_ text: Text, _ parameters: [String: String] = [:]) { message(text.render(language, parameters)) }

    /// An error: a document with `--json`, a sentence without.
    func problem(_ problem: KioskProblem) {
        let text = problem.text(in: language)
        if json {
            let error: JSONObject = [
                "type": .string(problem.kind.rawValue), "text": .string(text),
                "field": problem.field.map(JSONValue.string) ?? .null,
            ]
            sink.message(JSONValue.object(["error": .object(error)]).text + "\n")
        } else {
            sink.message(plain("kiosk: \(text)") + "\n")
        }
    }

    /// `text` as this terminal can show it.
    func plain(_ text: String) -> String { withoutDiacritics ? TextRule.ascii(text) : text }
}

extension Console {
    /// The same console writing elsewhere.
    func with(sink: any Sink) -> Console {
        Console(
            language: language, json: json, withoutDiacritics: withoutDiacritics, isTerminal: isTerminal, colour: colour,
            columns: columns, sink: sink)
    }
}
