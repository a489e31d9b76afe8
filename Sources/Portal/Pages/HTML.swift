/// HTML whose texts and attributes are always escaped: there is no way to put raw text in.
package indirect enum HTML: Sendable {
    case text(String)
    case element(String, [(name: String, value: String)], [HTML])

    /// The markup.
    package var markup: String {
        switch self {
        case .text(let text): Self.escape(text)
        case .element(let name, let attributes, let children):
            "<\(name)" + attributes.map { " \($0.name)=\"\(Self.escape($0.value))\"" }.joined() + ">"
                + (Self.void.contains(name) ? "" : children.map(\.markup).joined() + "</\(name)>")
        }
    }

    /// Elements without an end.
    private static let void: Set<String> = ["meta", "link", "br"]

    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self = .text(value) }
}

/// An element by its name, which the code gives and no data does.
func tag(_ name: StaticString, _ attributes: [(name: String, value: String)] = [], _ children: [HTML] = []) -> HTML {
    .element("\(name)", attributes, children)
}
