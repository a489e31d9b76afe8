import ArgumentParser
import SyncProtocol

struct DeleteAccountCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "delete", "Xóa một tài khoản khỏi cổng và báo cho các kiosk.", "Deletes an account from the portal and tells the kiosks.",
            examples: ["kiosk-portal account delete 01934b5e --yes"])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @Flag(help: help("Đồng ý xóa, không lấy lại được.", "Yes, delete it for good."))
    var yes = false
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws { try await desk.delete(id, kind: .account, yes: yes) }
}
