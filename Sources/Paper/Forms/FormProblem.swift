package import Settings

/// One thing that is wrong with a form's template. A template holds no secrets, so the names in it are told.
package struct FormProblem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A key or value, wrong as in any file of settings.
        case setting(SettingsProblem.Kind)
        /// `{{name}}` is no field.
        case unknownField(String)
        /// `{{name}}` is of a list's rows and stands outside of that list's table.
        case rowFieldOutsideTable(String)
        /// `{{name}}` may not stand on this form: only the portal gives it.
        case forbiddenField(String)
        /// The motto of an official paper may not stand on this form.
        case forbiddenMotto
        /// A `{{` without its `}}`, or the other way round.
        case openPlaceholder
    }

    /// Counted from 1; `nil` where the problem is not in the file's text.
    package let line: Int?
    /// The key's path such as `block[3].value`.
    package let key: String
    package let kind: Kind
    /// The field, key or value that looks most like what was given, where one does.
    package let nearest: String?

    /// The same as a problem of settings, where it is one.
    package var asSetting: SettingsProblem? {
        guard case .setting(let kind) = kind else { return nil }
        return SettingsProblem(line: line, key: key, kind: kind, nearest: nearest)
    }
}

/// Everything that is wrong with a template, at once. Never empty.
package struct FormTemplateError: Error, Sendable, Hashable {
    /// The path of the file, as it was given.
    package let file: String?
    /// In the order of the file.
    package let problems: [FormProblem]

    init(file: String?, problems: [FormProblem]) {
        self.file = file
        self.problems = problems.sorted { ($0.line ?? .max, $0.key) < ($1.line ?? .max, $1.key) }
    }

    init(_ error: SettingsError, and problems: [FormProblem] = []) {
        let settings = error.problems.map {
            FormProblem(line: $0.line, key: $0.key, kind: .setting($0.kind), nearest: $0.nearest)
        }
        self.init(file: error.file, problems: settings + problems)
    }
}

extension FormProblem: CustomStringConvertible {
    /// One English sentence without the file's name, such as
    /// `line 12: block[3].value: {{dosier.code}} is no field; did you mean {{dossier.code}}?`
    package var description: String {
        let place = line.map { "line \($0): " } ?? ""
        return switch kind {
        case .setting(let kind):
            SettingsProblem(line: line, key: key, kind: kind, nearest: nearest).description
        case .unknownField(let name):
            "\(place)\(key): {{\(name)}} is no field" + (nearest.map { "; did you mean {{\($0)}}?" } ?? "")
        case .rowFieldOutsideTable(let name):
            "\(place)\(key): {{\(name)}} has a value in the columns of its own table only"
        case .forbiddenField(let name):
            "\(place)\(key): {{\(name)}} may not stand on a provisional slip: the portal alone gives it"
        case .forbiddenMotto:
            "\(place)\(key): the national motto may not stand on a provisional slip, which is no official paper"
        case .openPlaceholder: "\(place)\(key): a {{ without its }}, or a }} without its {{"
        }
    }
}

extension FormTemplateError: CustomStringConvertible {
    /// One line for each problem, each with the file's name.
    package var description: String {
        problems.map { (file.map { "\($0): " } ?? "") + $0.description }.joined(separator: "\n")
    }
}
