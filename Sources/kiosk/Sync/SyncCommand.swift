import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct SyncCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "sync", "Gửi ngay, có báo tiến độ; khi dịch vụ chạy thì nhờ dịch vụ gửi.",
            "Sends now, with progress; when the service runs, asks it and follows.",
            examples: ["kiosk sync", "kiosk sync --until-empty --timeout 600"],
            more: Text(
                vi: "Mã thoát: 0 đã gửi hết, 1 có việc cần người giải quyết, 2 chưa gửi hết nhưng sẽ tự gửi tiếp.",
                en: "Exit codes: 0 all delivered, 1 something needs a person, 2 not all delivered yet."))
    }

    @Flag(help: help("Gửi tiếp theo lịch cho đến khi không còn gì chờ.", "Goes on, by the schedule, until nothing waits."))
    var untilEmpty = false
    @Option(help: help("Dừng sau ngần này giây.", "Stops after this many seconds.", value: "seconds"))
    var timeout: Double?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        if let timeout, !(timeout > 0 && timeout <= 86_400 * 30) {
            throw KioskProblem(.invalidValue, field: "timeout", ["example": "60"])
        }
        let follower = SyncFollower(console: session.console, now: session.now)
        let outcome = try await session.desk.withDesk(reading: false) { desk in
            try await desk.sync(SyncNow(untilEmpty: untilEmpty, timeoutSeconds: timeout), context: session.context) { event in
                await follower.take(event)
            }
        }
        await follower.finish()
        try session.show(outcome) { SyncOutcomeView.draw(outcome, &$0) }
        return outcome.exit
    }
}

/// How a sync ended, as text.
enum SyncOutcomeView {
    static func draw(_ outcome: SyncOutcome, _ screen: inout Screen) {
        screen.paragraph(Printable.clean(outcome.text))
        let facts = [
            "delivered": String(outcome.delivered), "remaining": String(outcome.remaining), "files": String(outcome.filesDone),
            "filesLeft": String(outcome.filesRemaining), "bytes": String(outcome.bytesSent),
        ]
        screen.line(
            Text(
                vi: "Đã gửi {delivered} mục, {files} tệp ({bytes:bytes}); còn {remaining} mục, {filesLeft} tệp.",
                en:
                    "Delivered: {delivered:1 item|# items}, {files:1 file|# files} ({bytes:bytes}); left: {remaining:1 item|# items}, "
                    + "{filesLeft:1 file|# files}."), facts)
        for item in outcome.attention {
            screen.paragraph(Printable.clean(item.text), indent: 2, first: screen.red("!") + " ")
            screen.paragraph("→ " + Printable.clean(item.command), indent: 4)
        }
    }
}
