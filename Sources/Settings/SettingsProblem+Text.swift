extension SettingsProblem.Kind {
    /// A stable word for the kind, for scripts and for catalogues of texts.
    package var word: String {
        switch self {
        case .fileMissing: "file-missing"
        case .fileUnreadable: "file-unreadable"
        case .fileNotRegular: "file-not-regular"
        case .fileTooLarge: "file-too-large"
        case .notText: "not-text"
        case .syntax: "syntax"
        case .unknownKey: "unknown-key"
        case .wrongType: "wrong-type"
        case .wrongForm: "wrong-form"
        case .outOfRange: "out-of-range"
        case .notAllowed: "not-allowed"
        case .missing: "missing"
        }
    }
}

extension SettingsType {
    /// The type in English with an example where the form is not plain.
    package var text: String {
        switch self {
        case .duration: "a duration such as \"5m\" or \"90s\""
        case .byteSize: "a size such as \"512KiB\" or a number of bytes"
        case .path: "a path"
        case .url: "an address such as \"https://portal.example\""
        case .integer: "an integer"
        case .bool: "true or false"
        case .listOfHours: "a list of hours such as [\"22:00-05:30\"]"
        default: "a \(rawValue)"
        }
    }
}

extension SettingsProblem: CustomStringConvertible {
    /// One English sentence without the file's name: `line 12: sync.retry_cpa is not a known key; did you mean …?`
    package var description: String {
        let place =
            switch (line, column) {
            case (let line?, let column?): "line \(line), column \(column): "
            case (let line?, nil): "line \(line): "
            default: ""
            }
        let guess = nearest.map { "; did you mean \($0)?" } ?? ""
        return place + sentence + guess
    }

    private var sentence: String {
        switch kind {
        case .fileMissing: "the file does not exist"
        case .fileUnreadable(let reason): "the file cannot be read (\(reason))"
        case .fileNotRegular: "this is not a regular file"
        case .fileTooLarge(let limit): "the file is longer than \(limit) bytes"
        case .notText: "the file is not UTF-8 text"
        case .syntax(let words): words
        case .unknownKey: "\(key) is not a known key"
        case .wrongType(let found, let wanted): "\(key) must be \(wanted.text), not \(found.text)"
        case .wrongForm(let wanted): "\(key) must be \(wanted.text)"
        case .outOfRange(let minimum, let maximum): "\(key) must be from \(minimum) to \(maximum)"
        case .notAllowed(let allowed): "\(key) must be one of \(allowed.joined(separator: ", "))"
        case .missing: "\(key) is not set and has no default"
        }
    }
}

extension SettingsError: CustomStringConvertible {
    /// One line for each problem, each with the file's name.
    package var description: String {
        problems.map { problem in (file.map { "\($0): " } ?? "") + problem.description }.joined(separator: "\n")
    }
}
