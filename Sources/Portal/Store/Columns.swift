package import GRDB
package import SyncProtocol

/// A column does not hold what it should: the store was damaged or written by something else.
package struct UnreadableColumn: Error, Sendable {
    package let column: String
}

/// Columns as values. GRDB's own typed accessors trap on a mismatch; these throw `UnreadableColumn` or `JSONError`.
extension Row {
    package func text(_ column: String) throws -> String {
        guard let value = try optionalText(column) else { throw UnreadableColumn(column: column) }
        return value
    }

    package func optionalText(_ column: String) throws -> String? {
        let value: DatabaseValue = self[column]
        if value.isNull { return nil }
        guard case .string(let text) = value.storage else { throw UnreadableColumn(column: column) }
        return text
    }

    package func long(_ column: String) throws -> Int64 {
        guard let value = try optionalLong(column) else { throw UnreadableColumn(column: column) }
        return value
    }

    package func optionalLong(_ column: String) throws -> Int64? {
        let value: DatabaseValue = self[column]
        if value.isNull { return nil }
        guard case .int64(let number) = value.storage else { throw UnreadableColumn(column: column) }
        return number
    }

    package func flag(_ column: String) throws -> Bool { try long(column) != 0 }

    package func moment(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try long(column)) }

    package func optionalMoment(_ column: String) throws -> Timestamp? {
        try optionalLong(column).map { Timestamp(milliseconds: $0) }
    }

    package func object(_ column: String) throws -> JSONObject { try JSONParser.parseObject(try text(column).utf8) }
}
