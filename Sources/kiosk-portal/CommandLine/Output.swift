import Foundation
import Portal
import Status
import SyncProtocol

/// How a command speaks: facts to standard output as text or JSON, errors to standard error.
struct Output: Sendable {
    let language: Language
    let json: Bool

    /// The reader of standard output went away, as `head` does: no reason to complain.
    struct Closed: Error {}

    /// One document: a line of JSON, or names and values.
    func show(_ document: JSONObject) throws {
        try write(json ? JSONValue.object(document).text + "\n" : OutlineText.lines(document).joined(separator: "\n") + "\n")
    }

    /// One entry of a list: a line of JSON, or what `row` makes of it.
    func entry(_ document: JSONObject, row: (JSONObject) -> [String?]) throws {
        let line =
            json ? JSONValue.object(document).text : row(document).map { Printable.clean($0 ?? "–") }.joined(separator: "  ")
        try write(line + "\n")
    }

    /// A sentence for a person beside the facts; silent with `--json`.
    func message(_ text: Text) {
        if !json { error(text[language] + "\n") }
    }

    func problem(_ problem: PortalError) {
        let text = language == .vi ? problem.vietnamese : problem.english
        guard json else { return error("kiosk-portal: \(text)\(problem.field.map { " (\($0))" } ?? "")\n") }
        let document: JSONObject = [
            "type": .string(problem.type), "text": .string(text), "field": problem.field.map(JSONValue.string) ?? .null,
        ]
        error(JSONValue.object(["error": .object(document)]).text + "\n")
    }

    func write(_ text: String) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch { throw Closed() }
    }

    /// Messages are best effort: that nobody can read them stops no work.
    private func error(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}

/// A document as indented lines of `name: value`, for people.
enum OutlineText {
    static func lines(_ object: JSONObject, indent: String = "") -> [String] {
        object.keys.sorted().flatMap { name -> [String] in
            switch object[name] ?? .null {
            case .null: []
            case .object(let inner): ["\(indent)\(name):"] + lines(inner, indent: indent + "  ")
            case .array(let elements):
                elements.isEmpty ? [] : ["\(indent)\(name):"] + elements.flatMap { element(of: $0, indent) }
            case let value: ["\(indent)\(name): \(plain(value))"]
            }
        }
    }

    private static func element(of value: JSONValue, _ indent: String) -> [String] {
        guard let object = value.objectValue else { return ["\(indent)  - \(plain(value))"] }
        let lines = lines(object, indent: indent + "    ")
        return lines.first.map { ["\(indent)  - " + $0.drop { $0 == " " }] + lines.dropFirst() } ?? []
    }

    static func plain(_ value: JSONValue) -> String { Printable.clean(value.stringValue ?? value.text) }
}
