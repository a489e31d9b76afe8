import Foundation
import KioskAgent
import Logging
import Synchronization
import Testing

/// The lines that `body` logs.
private func lines(_ environment: [String: String], level: Logger.Level = .trace, _ body: (Logger) -> Void) -> [String] {
    let written = Lines()
    let logger = Logger(label: "sync") { label in
        JournalLogHandler(
            label: label, level: level, environment: environment,
            now: { Date(timeIntervalSince1970: 1_772_352_000.25) }, write: { written.add($0) })
    }
    body(logger)
    return written.all
}

private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

@Suite struct JournalLogHandlerTests {
    private let journal = ["JOURNAL_STREAM": "8:12345"]

    @Test(arguments: zip(Logger.Level.allCases, [7, 7, 6, 5, 4, 3, 2]))
    func `the journal gets the priority of each level`(level: Logger.Level, priority: Int) {
        #expect(lines(journal) { $0.log(level: level, "started") } == ["<\(priority)>sync: started\n"])
    }

    @Test func `a terminal gets the time and the level`() {
        #expect(lines([:]) { $0.warning("slow line") } == ["2026-03-01T08:00:00.250Z warning sync: slow line\n"])
    }

    @Test func `facts stand behind the message in order, quoted where they must be`() {
        let found = lines(journal) {
            $0.info(
                "sent", metadata: ["operation": "0190", "count": "3", "reason": "no link", "empty": "", "q": "a\"b"])
        }
        #expect(found == ["<6>sync: sent count=3 empty=\"\" operation=0190 q=\"a\\\"b\" reason=\"no link\"\n"])
    }

    @Test func `facts of the logger stay and those of the event win`() {
        let found = lines(journal) { logger in
            var logger = logger
            logger[metadataKey: "kiosk"] = "k1"
            logger[metadataKey: "try"] = "1"
            logger.info("sent", metadata: ["try": "2"])
        }
        #expect(found == ["<6>sync: sent kiosk=k1 try=2\n"])
    }

    @Test func `no text can forge a line or steer a terminal`() {
        let found = lines(journal) { $0.info("a\n<0>b\r\u{1B}[2J\u{2028}c", metadata: ["x": "y\nz"]) }
        #expect(found == ["<6>sync: a\\n<0>b\\r\\u{1b}[2J\\u{2028}c x=\"y\\nz\"\n"])
    }

    @Test func `what is below the level is not written`() {
        #expect(
            lines(journal, level: .warning) {
                $0.info("no"); $0.error("yes")
            } == ["<3>sync: yes\n"])
    }
}
