import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct LogCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "log", "Nhật ký: việc gì đã diễn ra, lúc nào.", "What happened, for administrators.",
            examples: ["kiosk log --since 2h", "kiosk log --subject 01934b5e-1c2d", "kiosk log --follow"])
    }

    @Flag(name: [.short, .long], help: help("Theo dõi tiếp cho đến khi bấm Ctrl-C.", "Goes on until Ctrl-C."))
    var follow = false
    @Option(
        help: help(
            "Từ lúc nào: 2h, 30m, 3d, 24/11/2026, 2026-11-24 hoặc thời điểm RFC 3339.",
            "Since when: 2h, 30m, 3d, a date or an RFC 3339 time.", value: "time"))
    var since: String?
    @Option(help: help("Chỉ về tài khoản hoặc hồ sơ này.", "Only about this account or dossier.", value: "id"))
    var subject: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let start = try since.map { text in
            guard let moment = Moment.read(text, now: session.now()) else {
                throw KioskProblem(.invalidValue, field: "since", ["example": "2h, 3d, 2026-11-24T07:30"])
            }
            return moment
        }
        if follow {
            try await watch(ListJournal(since: start, subject: subject), session)
        } else {
            let shown = try await session.list {
                ListJournal(since: start, subject: subject, page: $0)
            } row: {
                Self.row($0, &$1)
            }
            if shown == 0 { session.console.message(Text(vi: "Nhật ký không có gì.", en: "The journal has nothing.")) }
        }
        return .done
    }

    /// Prints entries as they come, until cancelled or until nobody reads any more.
    private func watch(_ request: ListJournal, _ session: Session) async throws {
        let (entries, feed) = AsyncStream.makeStream(of: JournalLine.self, bufferingPolicy: .unbounded)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                try await session.desk.withDesk(reading: true) { desk in
                    try await desk.follow(request, context: session.context) { feed.yield($0) }
                }
            }
            defer { group.cancelAll() }
            for await entry in entries {
                if session.console.json {
                    try session.console.document(entry)
                } else {
                    var screen = Screen(console: session.console, now: session.now())
                    Self.row(entry, &screen)
                    try session.console.facts(screen.lines)
                }
            }
            try await group.waitForAll()
        }
    }

    static func row(_ entry: JournalLine, _ screen: inout Screen) {
        screen.row(
            [(Format.dateTime(entry.at) + Format.clock(entry.at).suffix(3), 19), (entry.subject?.shortID ?? "", 18)],
            last: Printable.clean(entry.text))
    }
}

/// Moments as people give them.
enum Moment {
    /// `2h`, `30m`, `45s`, `3d` before `now`; a date, at its start here; or an RFC 3339 time.
    static func read(_ text: String, now: Timestamp) -> Timestamp? {
        if let moment = Timestamp(text) { return moment }
        if let unit = text.last, let seconds = ["s": 1, "m": 60, "h": 3600, "d": 86_400][unit],
            let amount = Int64(text.dropLast()), amount >= 0, amount < 1_000_000
        {
            return now + .seconds(-amount * Int64(seconds))
        }
        let isoParts = text.split(separator: "-")
        let parts = isoParts.count == 3 ? isoParts.map(String.init) : text.split(separator: "/").reversed().map(String.init)
        guard parts.count == 3, parts[0].count == 4 else { return nil }
        let padded = [parts[0]] + parts[1...].map { $0.count == 1 ? "0" + $0 : $0 }
        return Timestamp(padded.joined(separator: "-") + "T00:00:00+07:00")
    }
}
