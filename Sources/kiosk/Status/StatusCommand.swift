import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct StatusCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "status", "Một màn hình: kết nối, việc chờ gửi, lần thử tới, việc cần làm.",
            "One screen: link, waiting, next try, what a person must do.", examples: ["kiosk status", "kiosk status --json"],
            more: Text(
                vi: "Mã thoát 1 khi có việc cần người giải quyết.", en: "The exit code is 1 when something needs a person."))
    }

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let report = try await session.ask(ShowStatus())
        try session.show(report) { StatusScreen.draw(report, &$0) }
        // 1 is for items alone (cli.md: conflicts, refusals, quarantined items). A kiosk that was revoked or a full disk
        // stands in `attention` too, but this command did what it was asked; those that need the portal end with 69.
        return report.counts.needPerson > 0 || report.files.quarantined > 0 ? .needsPerson : .done
    }
}
