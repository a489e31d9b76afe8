import Status
import SyncProtocol

/// Lines of text for a person, made before they are printed, so that they can be tested.
struct Screen {
    let language: Language
    let now: Timestamp
    let columns: Int
    let colour: Bool
    private(set) var lines: [String] = []

    init(console: Console, now: Timestamp) {
        self.init(language: console.language, now: now, columns: console.columns, colour: console.colour)
    }

    init(language: Language, now: Timestamp, columns: Int = 80, colour: Bool = false) {
        self.language = language
        self.now = now
        self.columns = max(40, columns)
        self.colour = colour
    }

    mutating func line(_ text: String = "") { lines.append(text) }

    mutating func line(_ text: Text, _ parameters: [String: String] = [:]) { lines.append(text.render(language, parameters)) }

    /// `text`, wrapped to the width with `indent` columns before each line.
    mutating func paragraph(_ text: String, indent: Int = 0, first: String = "") {
        let parts = TextWidth.wrap(text, to: columns - indent)
        for (index, part) in parts.enumerated() {
            let start = index == 0 ? first : ""
            lines.append(TextWidth.pad(start, to: indent) + part)
        }
    }

    /// A name and its value, the values under one another; English names are the longer ones.
    mutating func entry(_ name: Text, _ value: String, width: Int? = nil) {
        let width = max(width ?? (language == .vi ? 20 : 24), TextWidth.count(name[language]) + 1)
        let values = TextWidth.wrap(value, to: columns - width)
        for (index, part) in values.enumerated() {
            lines.append(TextWidth.pad(index == 0 ? name[language] : "", to: width) + part)
        }
    }

    /// A table row whose last column wraps under itself.
    mutating func row(_ cells: [(text: String, width: Int)], last: String) {
        let start = cells.map { TextWidth.pad(TextWidth.cut($0.text, to: $0.width), to: $0.width + 2) }.joined()
        let indent = TextWidth.count(start)
        // A narrow terminal gets the last column on a line of its own rather than one word a line.
        guard columns - indent >= 20 else {
            lines.append(start)
            if !last.isEmpty { paragraph(last, indent: 4) }
            return
        }
        paragraph(last, indent: indent, first: start)
        if last.isEmpty { lines.append(start) }
        while lines.last?.last == " " { lines[lines.count - 1].removeLast() }
    }

    /// A table row with what it is about and a remark: beside it where both fit one line, else on lines of its own.
    mutating func row(_ cells: [(text: String, width: Int)], about: String, note: String) {
        let width = cells.reduce(0) { $0 + $1.width + 2 }
        let together = [about, note].filter { !$0.isEmpty }.joined(separator: " — ")
        if width + TextWidth.count(together) <= columns { return row(cells, last: together) }
        row(cells, last: about)
        if !note.isEmpty { paragraph(note, indent: 4) }
    }

    func time(_ moment: Timestamp) -> String { Format.shortTime(moment, now: now) }

    /// `09:12 (3 phút trước)`
    func timeAndAge(_ moment: Timestamp) -> String {
        "\(time(moment)) (\(Format.relative(moment, now: now, language)))"
    }

    func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func red(_ text: String) -> String { colour ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
    func green(_ text: String) -> String { colour ? "\u{1B}[32m\(text)\u{1B}[0m" : text }
    func yellow(_ text: String) -> String { colour ? "\u{1B}[33m\(text)\u{1B}[0m" : text }
}

extension String {
    /// As much of an id as tells it from the others of this kiosk: a UUIDv7's time and counter.
    var shortID: String { UUID7.isValid(self) ? String(prefix(18)) : Printable.clean(self) }
}
