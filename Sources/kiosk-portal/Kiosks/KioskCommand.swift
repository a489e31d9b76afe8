import ArgumentParser
import Portal
import Status
import SyncProtocol

struct KioskCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "kiosk", "Mã đăng ký và các máy kiosk.", "Enrolment codes and kiosks.",
            examples: ["kiosk-portal kiosk invite --unit 23527", "kiosk-portal kiosk list"],
            subcommands: [InviteCommand.self, ListKiosksCommand.self, RevokeCommand.self])
    }
}

struct InviteCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "invite", "Cấp mã đăng ký dùng một lần cho một máy.", "Makes a one-time code with which one machine enrols.",
            examples: ["kiosk-portal kiosk invite --unit 23527 --valid-for 24h"])
    }

    @Option(help: help("Mã đơn vị của máy.", "The unit that the machine will belong to.", value: "code"))
    var unit: String
    @Option(help: help("Hiệu lực của mã, từ 15m đến 72h.", "How long the code lives, 15m to 72h.", value: "duration"))
    var validFor: String?
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let invite = InviteKiosk(
            unit: unit, validFor: try validFor.map(DurationText.read) ?? .seconds(desk.settings.codeLifetime))
        let answer = try await desk.office.write(making: true) { db, context in
            var random = SystemRandomNumberGenerator()
            return try invite.run(in: db, now: context.now(), using: &random)
        }
        try desk.output.show(answer)
    }
}

struct ListKiosksCommand: ListCommand {
    static var configuration: CommandConfiguration {
        about("list", "Các máy đã đăng ký.", "The machines that have enrolled.", examples: ["kiosk-portal kiosk list --json"])
    }

    @OptionGroup var common: CommonOptions

    static var page: Office.Page { KioskView.lines }

    static func row(_ entry: JSONObject) -> [String?] {
        [entry.word("id"), entry.word("unit"), entry.word("name"), entry.word("revoked_at")]
    }
}

struct RevokeCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "revoke", "Thu hồi quyền của một máy.", "Takes a machine's right to call away.",
            examples: ["kiosk-portal kiosk revoke 01934b5e"])
    }

    @Argument(help: help("Mã máy, có thể viết tắt.", "The kiosk's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let id = id
        try desk.output.show(try await desk.office.write { try KioskView.revoke(id, at: $1.now(), in: $0) })
    }
}
