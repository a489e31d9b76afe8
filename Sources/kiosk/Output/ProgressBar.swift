import Status
import SyncProtocol

/// How far something is, how fast it goes and when it will be done. Pure: time comes in with each step.
struct ProgressMeter: Sendable {
    private(set) var done: Int64 = 0
    var total: Int64
    private var lastStep: (at: Timestamp, done: Int64)?
    /// Bytes a second, smoothed over the last few seconds.
    private(set) var rate: Double?

    init(total: Int64) { self.total = total }

    /// - Parameter done: bytes so far; what was there at the first step is not counted in the rate.
    mutating func step(done: Int64, at now: Timestamp) {
        self.done = done
        guard let last = lastStep else {
            lastStep = (now, done)
            return
        }
        let seconds = Double((now - last.at).wholeMilliseconds) / 1000
        guard seconds >= 0.5, done >= last.done else { return }
        let present = Double(done - last.done) / seconds
        let weight = min(1, seconds / 5)
        rate = rate.map { $0 + (present - $0) * weight } ?? present
        lastStep = (now, done)
    }

    var fraction: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0 }

    var etaSeconds: Double? {
        guard let rate, rate >= 1, total > done else { return nil }
        return Double(total - done) / rate
    }

    /// One line of at most `columns` columns.
    func line(name: String, columns: Int, _ language: Language) -> String {
        var facts = "\(Int(fraction * 100))%  \(Format.bytes(done, language)) / \(Format.bytes(total, language))"
        if let rate { facts += "  \(Format.rate(rate, language))" }
        if let etaSeconds {
            facts += "  " + Text(vi: "còn {t:duration}", en: "{t:duration} left").render(language, ["t": String(etaSeconds)])
        }
        let bar = 16
        let filled = Int((fraction * Double(bar)).rounded(.down))
        let drawing = String(repeating: "█", count: filled) + String(repeating: "░", count: bar - filled)
        let rest = columns - 1 - bar - 4 - TextWidth.count(facts)
        let label = rest >= 6 ? TextWidth.pad(TextWidth.cut(Printable.clean(name), to: rest), to: rest) + "  " : ""
        return TextWidth.cut("\(label)\(drawing)  \(facts)", to: max(10, columns - 1))
    }
}

/// Draws a meter over and over on one line of the terminal.
struct ProgressLine: Sendable {
    let console: Console

    /// Only a terminal can be drawn on; elsewhere events are told line by line.
    var isDrawn: Bool { console.isTerminal.messages && !console.json }

    func draw(_ meter: ProgressMeter, name: String) {
        guard isDrawn else { return }
        console.sink.message("\r\u{1B}[K" + console.plain(meter.line(name: name, columns: console.columns, console.language)))
    }

    func clear() {
        guard isDrawn else { return }
        console.sink.message("\r\u{1B}[K")
    }
}
