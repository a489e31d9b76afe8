package import Foundation
package import Logging

/// Writes the log to stderr: with systemd's priority prefix when the journal reads it (sd-daemon(3): `<6>` …), else as
/// plain lines with the time for a terminal or a file. One event is one line, whatever its texts hold.
package struct JournalLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let isJournal: Bool
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - label: which part speaks.
    ///   - level: the least that is written.
    ///   - environment: `JOURNAL_STREAM` there says that systemd's journal reads stderr.
    ///   - now: the wall clock, for plain lines.
    ///   - write: takes one whole line with its `\n`.
    package init(
        label: String, level: Logger.Level, environment: [String: String],
        now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void = { JournalLogHandler.writeToStandardError($0) }
    ) {
        self.label = label
        self.logLevel = level
        self.isJournal = environment["JOURNAL_STREAM"].map { !$0.isEmpty } ?? false
        self.now = now
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var facts = metadata
        if let provided = metadataProvider?.get() { facts.merge(provided) { $1 } }
        if let own = event.metadata { facts.merge(own) { $1 } }
        if let error = event.error { facts["error"] = "\(error)" }
        var line = ""
        if isJournal {
            line += "<\(Self.priority(event.level))>"
        } else {
            line += now().formatted(
                .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
            line += " \(event.level.rawValue) "
        }
        line += "\(label): " + Self.oneLine("\(event.message)")
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            line += " \(Self.oneLine(key))=\(Self.quoted("\(value)"))"
        }
        write(line + "\n")
    }

    /// The priorities of syslog(3).
    package static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// Line breaks and other control characters become visible escapes: a text from outside can neither forge a line of
    /// the log nor steer a terminal.
    private static func oneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case "\u{2028}", "\u{2029}": line += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                if scalar.properties.generalCategory == .control {
                    line += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    line.unicodeScalars.append(scalar)
                }
            }
        }
        return line
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = !value.isEmpty && !value.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
        return isPlain ? oneLine(value) : "\"" + oneLine(value.replacing("\"", with: "\\\"")) + "\""
    }

    /// One write for one line, so lines of several tasks do not mix. A log that cannot be written stops nothing.
    package static func writeToStandardError(_ line: String) {
        do { try FileHandle.standardError.write(contentsOf: Data(line.utf8)) } catch { return }
    }
}
