import Foundation

/// One JSON value as it came in, before any rule has looked at it. Kept inside this module: others hand in `Data`.
enum FieldValue: Decodable, Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([FieldValue])
    case object([String: FieldValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // What does not fit is told by an error each time, and that is dear: the most common kinds come first.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([String: FieldValue].self) {
            self = .object(value)
        } else if let value = try? container.decode([FieldValue].self) {
            self = .list(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    /// The members of a JSON object given as text.
    ///
    /// - Throws: `invalidJSON` for anything that is not one JSON object.
    static func object(json: Data) throws(DomainError) -> [String: FieldValue] {
        let value: FieldValue
        do {
            value = try JSONDecoder().decode(FieldValue.self, from: json)
        } catch {
            // The decoder's own description may quote the text, which holds personal data.
            throw DomainError(.invalidJSON, detail: "not readable as JSON")
        }
        guard case .object(let members) = value else {
            throw DomainError(.invalidJSON, detail: "not a JSON object")
        }
        return members
    }
}
