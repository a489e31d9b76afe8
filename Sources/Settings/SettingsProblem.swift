/// One thing that is wrong with a configuration file or an override. Names keys, lines and kinds, never the values: a
/// value may be a secret.
package struct SettingsProblem: Sendable, Hashable {
    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// The file does not exist.
        case fileMissing
        /// The file cannot be opened or read; the system's word for why.
        case fileUnreadable(reason: String)
        /// The file is not a regular file.
        case fileNotRegular
        /// The file is longer than `limit` bytes.
        case fileTooLarge(limit: Int)
        /// The file is not UTF-8, or holds a NUL.
        case notText
        /// The text is not TOML 1.0; the parser's words.
        case syntax(String)
        /// No such key is known here.
        case unknownKey
        /// The value is of another type than wanted.
        case wrongType(found: SettingsType, wanted: SettingsType)
        /// The value is of the right type, but its text cannot be read as what is wanted, such as a duration.
        case wrongForm(wanted: SettingsType)
        /// The value lies outside of the range; both ends are allowed.
        case outOfRange(minimum: String, maximum: String)
        /// The value is none of those allowed.
        case notAllowed(allowed: [String])
        /// A key that has no default is not given.
        case missing
    }

    /// Counted from 1; `nil` where the problem is not in the file's text, such as in an environment variable.
    package let line: Int?
    /// Counted from 1, in characters.
    package let column: Int?
    /// The path of the key such as `sync.retry_cap` or `unit[0].name`, the name of an environment variable, or empty
    /// for the file as a whole.
    package let key: String
    package let kind: Kind
    /// The known key or allowed value that looks most like what was given, where one does.
    package let nearest: String?

    package init(line: Int? = nil, column: Int? = nil, key: String, kind: Kind, nearest: String? = nil) {
        self.line = line
        self.column = column
        self.key = key
        self.kind = kind
        self.nearest = nearest
    }
}

/// Everything that is wrong with the settings, at once. Never empty.
package struct SettingsError: Error, Sendable, Hashable {
    /// The path of the file, as it was given; `nil` when only the environment was read.
    package let file: String?
    /// In the order of the file; what has no line comes last.
    package let problems: [SettingsProblem]

    package init(file: String?, problems: [SettingsProblem]) {
        self.file = file
        self.problems = problems.sorted {
            ($0.line ?? .max, $0.column ?? .max, $0.key) < ($1.line ?? .max, $1.column ?? .max, $1.key)
        }
    }
}

/// What a setting's value can be.
package enum SettingsType: String, Sendable, Hashable, CaseIterable {
    case string
    case integer
    case number
    case bool
    case date
    case list
    case table
    /// A text such as `"90s"`, `"5m"` or `"1h30m"`.
    case duration
    /// A text such as `"512KiB"`, or a whole number of bytes.
    case byteSize = "byte size"
    case path
    case url = "address"
    case listOfStrings = "list of strings"
    case listOfTables = "list of tables"
    /// Hours of the day such as `["22:00-05:30"]`.
    case listOfHours = "list of hours"
}
