extension SettingsTable {
    /// A text of `length` characters, without line breaks or other control characters.
    package func string(_ key: String, length: ClosedRange<Int> = 1...4096) -> String? {
        guard let (text, given) = text(of: key, wanted: .string) else { return nil }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            add(.wrongForm(wanted: .string), to: given)
            return nil
        }
        return inRange(text, text.count, length, given, text: { "\($0) characters" })
    }

    /// A whole number.
    package func int(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let given = given(key) else { return nil }
        switch given.value {
        case .integer(let value):
            return inRange(value, value, range, given, text: { "\($0)" })
        case .string(let text) where given.isOverride:
            guard let value = Int64(text) else {
                add(.wrongForm(wanted: .integer), to: given)
                return nil
            }
            return inRange(value, value, range, given, text: { "\($0)" })
        default:
            add(.wrongType(found: given.value.type, wanted: .integer), to: given)
            return nil
        }
    }

    /// `true` or `false`.
    package func bool(_ key: String) -> Bool? {
        guard let given = given(key) else { return nil }
        switch given.value {
        case .bool(let value):
            return value
        case .string(let text) where given.isOverride:
            guard let value = Bool(text) else {
                add(.wrongForm(wanted: .bool), to: given)
                return nil
            }
            return value
        default:
            add(.wrongType(found: given.value.type, wanted: .bool), to: given)
            return nil
        }
    }

    /// A text such as `"90s"`, `"5m"` or `"1h30m"` (units d, h, m, s, ms).
    package func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let (text, given) = text(of: key, wanted: .duration) else { return nil }
        guard let value = ValueForms.duration(text) else {
            add(.wrongForm(wanted: .duration), to: given)
            return nil
        }
        return inRange(value, value, range, given, text: ValueForms.text)
    }

    /// A text such as `"512KiB"` (units B, kB, MB, GB, KiB, MiB, GiB), or a whole number of bytes.
    package func byteSize(_ key: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let given = given(key) else { return nil }
        let value: Int64?
        switch given.value {
        case .integer(let bytes): value = bytes
        case .string(let text): value = ValueForms.byteSize(text) ?? (given.isOverride ? Int64(text) : nil)
        default:
            add(.wrongType(found: given.value.type, wanted: .byteSize), to: given)
            return nil
        }
        guard let value else {
            add(.wrongForm(wanted: .byteSize), to: given)
            return nil
        }
        return inRange(value, value, range, given, text: ValueForms.text(bytes:))
    }

    /// The path of a file or folder. A relative one counts from the folder of the configuration file, or from the
    /// working folder when an override gives it.
    package func path(_ key: String) -> String? {
        guard let (text, given) = text(of: key, wanted: .path) else { return nil }
        guard !text.isEmpty, text.utf8.count < 4096, !text.unicodeScalars.contains("\0") else {
            add(.wrongForm(wanted: .path), to: given)
            return nil
        }
        guard !text.hasPrefix("/"), !given.isOverride, let file = log.file, let end = file.lastIndex(of: "/") else {
            return text
        }
        return file[...end] + text
    }

    /// An absolute address with a host and one of `schemes`, without user, password and fragment.
    package func url(_ key: String, schemes: [String] = ["https", "http"]) -> String? {
        guard let (text, given) = text(of: key, wanted: .url) else { return nil }
        guard text.utf8.count <= 2048, ValueForms.isAddress(text, schemes: schemes) else {
            add(.wrongForm(wanted: .url), to: given)
            return nil
        }
        return text
    }

    /// One of the raw values of `type`.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice? {
        guard let (text, given) = text(of: key, wanted: .string) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let allowed = Choice.allCases.map(\.rawValue)
        add(.notAllowed(allowed: allowed), to: given, nearest: NearestName.of(text, among: allowed))
        return nil
    }

    /// A list of at most `count` texts. An override has them with commas between.
    package func strings(_ key: String, count: ClosedRange<Int> = 0...1000) -> [String]? {
        guard let given = given(key) else { return nil }
        var strings: [String] = []
        switch given.value {
        case .string(let text) where given.isOverride:
            strings = text.split(separator: ",").map { String($0.drop(while: { $0 == " " })) }
        case .list(let values):
            for value in values {
                guard case .string(let text) = value else {
                    add(.wrongType(found: value.type, wanted: .listOfStrings), to: given)
                    return nil
                }
                strings.append(text)
            }
        default:
            add(.wrongType(found: given.value.type, wanted: .listOfStrings), to: given)
            return nil
        }
        return inRange(strings, strings.count, count, given, text: { "\($0) items" })
    }

    /// A secret, either in the file under `key`, or better in a file of its own whose path stands under `<key>_file`
    /// (as systemd's `LoadCredential=` makes one). A line break at that file's end does not count. Both at once is wrong.
    package func secret(_ key: String) -> Secret? {
        let path = path(key + "_file")
        guard let path else { return text(of: key, wanted: .string).map { Secret($0.text) } }
        if has(key) { reject(key + "_file", .notAllowed(allowed: [key])) }
        do {
            var bytes = try SettingsSource.contents(of: path)
            while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                reject(key + "_file", .notText)
                return nil
            }
            return Secret(text)
        } catch {
            for problem in error.problems { reject(key + "_file", problem.kind) }
            return nil
        }
    }

    /// Keeps a problem when `key` is not set.
    package func require(_ key: String) {
        if !has(key) { reject(key, .missing) }
    }

    private func text(of key: String, wanted: SettingsType) -> (text: String, given: Given)? {
        guard let given = given(key) else { return nil }
        guard case .string(let text) = given.value else {
            add(.wrongType(found: given.value.type, wanted: wanted), to: given)
            return nil
        }
        return (text, given)
    }

    private func inRange<Value, Measure: Comparable>(
        _ value: Value, _ measure: Measure, _ range: ClosedRange<Measure>, _ given: Given, text: (Measure) -> String
    ) -> Value? {
        if range.contains(measure) { return value }
        add(.outOfRange(minimum: text(range.lowerBound), maximum: text(range.upperBound)), to: given)
        return nil
    }
}
