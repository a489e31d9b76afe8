import Foundation
import GRDB
import SyncProtocol

/// A column does not hold what it should.
struct UnreadableValue: Error {}

/// Columns as the domain's values. A value that is not what the column should hold throws `UnreadableValue`
/// or `JSONError`; nothing traps.
extension Row {
    /// The storage of a column: text, integer, real, blob or nothing. GRDB's own typed accessors trap on a mismatch.
    private func stored(_ column: String) -> (any DatabaseValueConvertible)? { self[column] }

    private func value<Value>(_ column: String, as type: Value.Type = Value.self) throws(UnreadableValue) -> Value {
        guard let value = stored(column) as? Value else { throw UnreadableValue() }
        return value
    }

    private func optional<Value>(_ column: String, as type: Value.Type = Value.self) throws(UnreadableValue) -> Value? {
        guard let found = stored(column) else { return nil }
        guard let value = found as? Value else { throw UnreadableValue() }
        return value
    }

    func text(_ column: String) throws -> String { try value(column) }
    func optionalText(_ column: String) throws -> String? { try optional(column) }
    func bytes(_ column: String) throws -> [UInt8] { Array(try value(column, as: Data.self)) }
    func optionalBytes(_ column: String) throws -> [UInt8]? { try optional(column, as: Data.self).map(Array.init) }
    func long(_ column: String) throws -> Int64 { try value(column) }
    func integer(_ column: String) throws -> Int { Int(try long(column)) }
    func flag(_ column: String) throws -> Bool { try long(column) != 0 }
    func moment(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try long(column)) }
    func optionalMoment(_ column: String) throws -> Timestamp? {
        try optional(column, as: Int64.self).map { Timestamp(milliseconds: $0) }
    }

    func json(_ column: String) throws -> JSONValue { try JSONParser.parse(try text(column).utf8) }
    func optionalJSON(_ column: String) throws -> JSONValue? {
        guard let text = try optionalText(column) else { return nil }
        return try JSONParser.parse(text.utf8)
    }
    func object(_ column: String) throws -> JSONObject { try JSONParser.parseObject(try text(column).utf8) }
    func optionalObject(_ column: String) throws -> JSONObject? {
        guard let text = try optionalText(column) else { return nil }
        return try JSONParser.parseObject(text.utf8)
    }
    func strings(_ column: String) throws -> [String] {
        guard let values = try json(column).arrayValue else { throw JSONError(.wrongShape, at: 0) }
        return values.compactMap(\.stringValue)
    }

    /// One of a closed set of words.
    func word<Word: RawRepresentable<String>>(_ column: String, as type: Word.Type = Word.self) throws -> Word {
        guard let word = Word(rawValue: try text(column)) else { throw JSONError(.wrongShape, at: 0) }
        return word
    }
}

/// `strings` as the JSON array that a column keeps.
func jsonText(_ strings: [String]) -> String { JSONValue.array(strings.map(JSONValue.string)).text }

/// `object` as the JSON text that a column keeps.
func jsonText(_ object: JSONObject) -> String { JSONValue.object(object).text }

/// Sorts after every text that starts with `prefix`, for a range over an index.
func end(ofPrefix prefix: String) -> String { prefix + "\u{10FFFF}" }
