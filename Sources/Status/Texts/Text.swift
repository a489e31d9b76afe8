import SyncProtocol

/// One text that a person sees, in every language of the program. Both are demanded here, so none can be forgotten.
///
/// Placeholders are written `{name}`. A part in square brackets is left out unless all of its placeholders have a
/// value, so that a text reads well however much is known. A placeholder may say how its value is to be spelt:
/// - `{size:bytes}`, `{wait:duration}` (seconds) and `{since:time}` (RFC 3339)
/// - `{reason:reason}`, `{state:state}`, `{type:type}`, `{field:field}`: stable words, told in the language
/// - `{count:one file|# files}`: the first form for 1, the second with the number for all others
package struct Text: Sendable, Hashable {
    /// Vietnamese, NFC.
    package let vi: String
    /// English.
    package let en: String

    package init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    /// The text as written, placeholders and all.
    package subscript(language: Language) -> String {
        switch language {
        case .vi: vi
        case .en: en
        }
    }

    /// The text for a person. Values are ids, file names, numbers and stable words, never personal data; what could
    /// upset a terminal in them is made harmless. A placeholder outside of brackets without a value becomes `…`.
    package func render(_ language: Language, _ parameters: [String: String] = [:]) -> String {
        var result = ""
        var rest = self[language][...]
        while let start = rest.firstIndex(of: "[") {
            result += Self.fill(rest[..<start], language, parameters)?.text ?? ""
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: "]") else { break }
            if let part = Self.fill(rest[..<end], language, parameters), part.isComplete { result += part.text }
            rest = rest[rest.index(after: end)...]
        }
        return result + (Self.fill(rest, language, parameters)?.text ?? "")
    }

    private static func fill(
        _ template: Substring, _ language: Language, _ parameters: [String: String]
    ) -> (text: String, isComplete: Bool)? {
        var text = ""
        var isComplete = true
        var rest = template
        while let start = rest.firstIndex(of: "{") {
            text += rest[..<start]
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: "}") else { return (text, isComplete) }
            let parts = rest[..<end].split(separator: ":", maxSplits: 1)
            if let name = parts.first, let value = parameters[String(name)], !value.isEmpty {
                text += Placeholder.spell(value, as: parts.count > 1 ? String(parts[1]) : nil, language)
            } else {
                text += "…"
                isComplete = false
            }
            rest = rest[rest.index(after: end)...]
        }
        return (text + rest, isComplete)
    }
}

/// How the value of a placeholder is spelt.
enum Placeholder {
    static func spell(_ value: String, as format: String?, _ language: Language) -> String {
        switch format {
        case "bytes": return Int64(value).map { Format.bytes($0, language) } ?? Printable.clean(value)
        case "duration": return Double(value).map { Format.duration(seconds: $0, language) } ?? Printable.clean(value)
        case "time": return Timestamp(value).map { Format.dateTime($0) } ?? Printable.clean(value)
        case "reason": return Texts.reason(value, in: language)
        case "state": return Texts.state(value, in: language)
        case "kind": return Texts.subjectKinds[value]?[language] ?? Printable.clean(value)
        case "type": return Texts.operationType(value, in: language)
        case "field": return Texts.fieldName(value, in: language)
        case let forms?:
            let forms = forms.split(separator: "|", omittingEmptySubsequences: false)
            guard forms.count == 2 else { return Printable.clean(value) }
            if value == "1" { return String(forms[0]) }
            return forms[1].split(separator: "#", omittingEmptySubsequences: false).joined(separator: Printable.clean(value))
        case nil: return Printable.clean(value)
        }
    }
}

/// Text from outside, made fit for a terminal and for one line.
package enum Printable {
    /// `text` without control characters and without marks that turn the direction of writing: a file or a portal could
    /// otherwise move the cursor, colour the screen or show a name back to front.
    package static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
        return String(scalars)
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
        default: false
        }
    }
}
