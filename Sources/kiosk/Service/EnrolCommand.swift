import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct EnrolCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "enrol", "Đăng ký máy này với cổng bằng mã do quản trị cổng cấp.", "Enrols this machine with a portal.",
            examples: ["kiosk enrol --portal https://cong.vidu.gov.vn --code ABCD-EFGH"])
    }

    @Option(help: help("Địa chỉ cổng.", "The portal's address.", value: "url"))
    var portal: String
    @Option(help: help("Mã đăng ký dùng một lần.", "The one-time code.", value: "code"))
    var code: String
    @Option(help: help("Tên của máy này.", "What to call this machine.", value: "name"))
    var name: String?
    @Option(help: help("Mã đơn vị.", "The unit's code.", value: "code"))
    var unit: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let answer = try await session.ask(Enrol(portal: portal, code: code, kioskName: name, unit: unit))
        try session.show(answer) { screen in
            screen.line(
                Text(
                    vi: "Đã đăng ký máy này với cổng “{portal}” ({unit}).",
                    en: "This machine is enrolled with “{portal}” ({unit})."),
                ["portal": answer.name, "unit": answer.unit])
            screen.entry(Text(vi: "Mã máy", en: "Kiosk"), answer.kioskID)
        }
        return .done
    }
}
