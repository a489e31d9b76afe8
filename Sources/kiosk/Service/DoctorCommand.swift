import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct DoctorCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "doctor", "Kiểm tra ổ đĩa, kho dữ liệu, đồng hồ, mạng, cổng, khóa, phiên bản.",
            "Checks disk, database, clock, link, portal, keys and versions; says what to do.", examples: ["kiosk doctor"])
    }

    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let answer = try await session.ask(RunDoctor())
        try session.show(answer) { Self.draw(answer, &$0) }
        return answer.exit
    }

    static func draw(_ answer: RunDoctor.Answer, _ screen: inout Screen) {
        for check in answer.checks {
            let sign =
                switch check.result {
                case "ok": screen.green("✓")
                case "warning": screen.yellow("!")
                default: screen.red("✗")
                }
            let name = Texts.check(check.name, in: screen.language) ?? Printable.clean(check.name)
            screen.row([(sign, 1), (name, 13)], last: Printable.clean(check.text))
            if let command = check.command { screen.paragraph("→ " + Printable.clean(command), indent: 18) }
        }
    }
}
