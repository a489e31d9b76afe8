import TOMLKit

/// A TOML document as a value, apart from the library that parsed it.
enum SettingsValue: Sendable {
    case string(String)
    case integer(Int64)
    case number(Double)
    case bool(Bool)
    /// Dates and times are parsed, but no setting is one.
    case date
    case list([SettingsValue])
    case table([String: SettingsValue])

    var type: SettingsType {
        switch self {
        case .string: .string
        case .integer: .integer
        case .number: .number
        case .bool: .bool
        case .date: .date
        case .list: .list
        case .table: .table
        }
    }

    /// The document's root table. Throws `TOMLParseError`.
    static func parse(_ text: String) throws -> [String: SettingsValue] {
        members(of: try TOMLTable(string: text))
    }

    private static func members(of table: TOMLTable) -> [String: SettingsValue] {
        var members: [String: SettingsValue] = [:]
        for key in table.keys { members[key] = table[key].map { SettingsValue($0) } }
        return members
    }

    private init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .table: self = .table(value.table.map(Self.members) ?? [:])
        case .array: self = .list(value.array.map { array in (0..<array.count).map { SettingsValue(array[$0]) } } ?? [])
        case .string: self = .string(value.string ?? "")
        case .int: self = .integer(Int64(value.int ?? 0))
        case .double: self = .number(value.double ?? 0)
        case .bool: self = .bool(value.bool ?? false)
        case .date, .time, .dateTime: self = .date
        }
    }
}
