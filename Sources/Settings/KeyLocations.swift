/// Where each key of a TOML text stands, by its path such as `sync.retry_cap` or `unit[0].name`. The parser keeps no
/// positions, so this walks the text once more, knowing that it is valid TOML already.
struct KeyLocations: Sendable {
    struct Place: Sendable, Hashable {
        let line: Int
        let column: Int
    }

    private(set) var places: [String: Place] = [:]
    /// The first header that begins with no name, such as `[=a]`. The parser (toml++ 3, by TOMLKit) asserts that there is one and would
    /// end the program, so it must never see such a text.
    private(set) var namelessHeader: Place?

    /// Values within values; the parser refuses deeper ones itself, and the walk must not run out of stack before it does.
    private static let deepest = 256

    /// Where `path` stands; a table that is only implied (`[a.b]` implies `a`) stands where it is first named.
    subscript(path: String) -> Place? { places[path] }

    private var text: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    /// How many tables each array of tables has so far.
    private var counts: [String: Int] = [:]

    init(_ source: String) {
        text = Array(source.unicodeScalars)
        walk()
        text = []
    }

    private var current: Unicode.Scalar? { position < text.count ? text[position] : nil }

    private mutating func advance() {
        if current == "\n" {
            line += 1
            lineStart = position + 1
        }
        position += 1
    }

    private mutating func walk() {
        var table = ""
        while true {
            skipSpaceAndComments()
            guard let scalar = current else { return }
            if scalar == "[" { table = header() } else { member(of: table) }
            // Whatever a text that is not TOML after all holds, the walk goes forward.
            if current != nil, current != "\n", current != "#", current != "\r", current != " ", current != "\t" {
                advance()
            }
        }
    }

    /// `[a.b]` or `[[a.b]]`; returns the path that the members under it have.
    private mutating func header() -> String {
        advance()
        let isArray = current == "["
        if isArray { advance() }
        skipBlanks()
        if let scalar = current, !isBare(scalar), !"\"']".unicodeScalars.contains(scalar), namelessHeader == nil { namelessHeader = place }
        let keys = dottedKey()
        var path = ""
        for (index, key) in keys.enumerated() {
            path = path.isEmpty ? key.name : path + "." + key.name
            note(path, at: key.place)
            if index == keys.count - 1, isArray {
                counts[path, default: 0] += 1
            }
            if let count = counts[path] {
                path += "[\(count - 1)]"
                note(path, at: key.place)
            }
        }
        while current == "]" { advance() }
        return path
    }

    /// `a.b = value`
    private mutating func member(of table: String, depth: Int = 0) {
        var path = table
        for key in dottedKey() {
            path = path.isEmpty ? key.name : path + "." + key.name
            note(path, at: key.place)
        }
        skipBlanks()
        guard current == "=" else { return }
        advance()
        skipBlanks()
        value(at: path, depth: depth)
    }

    private mutating func value(at path: String, depth: Int) {
        guard depth < Self.deepest else {
            position = text.count
            return
        }
        switch current {
        case "{":
            advance()
            while true {
                skipSpaceAndComments()
                guard let scalar = current else { return }
                if scalar == "}" { return advance() }
                if scalar == "," {
                    advance()
                } else {
                    let before = position
                    member(of: path, depth: depth + 1)
                    if position == before { advance() }
                }
            }
        case "[":
            advance()
            var index = 0
            while true {
                skipSpaceAndComments()
                guard let scalar = current else { return }
                if scalar == "]" { return advance() }
                if scalar == "," {
                    index += 1
                    advance()
                } else {
                    let before = position
                    note("\(path)[\(index)]", at: place)
                    value(at: "\(path)[\(index)]", depth: depth + 1)
                    if position == before { advance() }
                }
            }
        case "\"", "'":
            _ = quoted()
        default:
            while let scalar = current, !",]}#\n".unicodeScalars.contains(scalar) { advance() }
        }
    }

    private var place: Place { Place(line: line, column: position - lineStart + 1) }

    private mutating func note(_ path: String, at place: Place) {
        if places[path] == nil { places[path] = place }
    }

    private mutating func dottedKey() -> [(name: String, place: Place)] {
        var keys: [(String, Place)] = []
        while true {
            skipBlanks()
            let start = place
            if current == "\"" || current == "'" {
                keys.append((quoted(), start))
            } else {
                var name = String.UnicodeScalarView()
                while let scalar = current, isBare(scalar) {
                    name.append(scalar)
                    advance()
                }
                keys.append((String(name), start))
            }
            skipBlanks()
            guard current == "." else { return keys }
            advance()
        }
    }

    /// A string of any of the four kinds; escapes are passed over, not undone, as keys seldom have any.
    private mutating func quoted() -> String {
        guard let quote = current else { return "" }
        let isLong = position + 2 < text.count && text[position + 1] == quote && text[position + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        var name = String.UnicodeScalarView()
        while let scalar = current {
            if scalar == "\\", quote == "\"" {
                advance()
            } else if scalar == quote {
                if !isLong {
                    advance()
                    break
                }
                var run = 0
                while current == quote {
                    run += 1
                    advance()
                }
                if run >= 3 { break }
                continue
            }
            name.append(current ?? scalar)
            advance()
        }
        return String(name)
    }

    private func isBare(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) || scalar == "-"
            || scalar == "_"
    }

    private mutating func skipBlanks() {
        while current == " " || current == "\t" { advance() }
    }

    private mutating func skipSpaceAndComments() {
        while let scalar = current {
            if scalar == "#" {
                while let inner = current, inner != "\n" { advance() }
            } else if scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" {
                advance()
            } else {
                return
            }
        }
    }
}
