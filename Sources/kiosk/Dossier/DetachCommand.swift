import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct DetachCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "detach", "Gỡ giấy tờ ra khỏi hồ sơ chưa gửi lên cổng.",
            "Takes papers out of a dossier that the portal has not been sent.",
            examples: [
                "kiosk dossier detach 01934b60-22aa --component to-khai",
                "kiosk dossier detach 01934b60-22aa --component to-khai --file trang-2.jpg",
            ])
    }

    @Argument(help: help("Mã hồ sơ, có thể viết tắt.", "The dossier's id; a unique beginning will do."))
    var id: String
    @Option(help: help("Mã thành phần hồ sơ.", "The component's code.", value: "code"))
    var component: String
    @Option(help: help("Chỉ tệp có tên này; mặc định là mọi tệp.", "Only the file of this name; all unless said.", value: "name"))
    var file: String?
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let recorded = try await session.ask(DetachFiles(dossier: id, component: component, fileName: file))
        try session.show(recorded) {
            $0.line(
                Text(
                    vi: "Đã gỡ giấy tờ của thành phần {component} khỏi hồ sơ {id}",
                    en: "Took the papers of {component} out of {id}"),
                ["component": component, "id": recorded.id.shortID])
        }
        return .done
    }
}
