/// A text of a template with its placeholders, such as `Mã hồ sơ: {{dossier.code}}`.
struct FormText: Sendable, Hashable {
    enum Piece: Sendable, Hashable {
        case words(String)
        case field(FormField)
        case row(FormRowField)
    }

    /// What is wrong with a placeholder.
    enum Fault: Sendable, Hashable {
        case unknown(String)
        case open
    }

    private(set) var pieces: [Piece] = []

    /// Reads `source`; what is wrong with it is added to `faults`, and left out of the text.
    init(_ source: String, faults: inout [Fault]) {
        var rest = source[...]
        while let start = rest.firstRange(of: "{{") {
            words(rest[..<start.lowerBound])
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}"), !rest[..<end.lowerBound].contains("{") else {
                faults.append(.open)
                return
            }
            let name = rest[..<end.lowerBound].drop(while: \.isWhitespace)
            let trimmed = String(name.prefix(while: { !$0.isWhitespace }))
            if let field = FormField(rawValue: trimmed) {
                pieces.append(.field(field))
            } else if let row = FormRowField(rawValue: trimmed) {
                pieces.append(.row(row))
            } else {
                faults.append(.unknown(trimmed))
            }
            rest = rest[end.upperBound...]
        }
        if rest.contains("}}") { faults.append(.open) }
        words(rest)
    }

    private mutating func words(_ text: Substring) {
        if !text.isEmpty { pieces.append(.words(String(text))) }
    }

    var fields: [FormField] { pieces.compactMap { if case .field(let field) = $0 { field } else { nil } } }
    var rowFields: [FormRowField] { pieces.compactMap { if case .row(let field) = $0 { field } else { nil } } }

    /// What stands inside a sentence where a value is to be written by hand.
    static let dots = "……"

    /// - Parameter unknown: what stands for a value that is not known.
    func filled(_ values: FormValues, row: [FormRowField: String] = [:], unknown: String = "") -> String {
        func given(_ value: String) -> String { value.isEmpty ? unknown : value }
        return pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .field(let field): given(values[field])
            case .row(let field): given(row[field] ?? "")
            }
        }.joined()
    }

    /// Whether it has placeholders and none of them a value: what is left are words around nothing.
    func isBlank(_ values: FormValues, row: [FormRowField: String] = [:]) -> Bool {
        let given = pieces.compactMap { piece -> Bool? in
            switch piece {
            case .words: nil
            case .field(let field): !values[field].isEmpty
            case .row(let field): !(row[field] ?? "").isEmpty
            }
        }
        return pieces.isEmpty || (!given.isEmpty && !given.contains(true))
    }
}
