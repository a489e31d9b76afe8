import ArgumentParser
import Portal
import SyncProtocol

struct AccountCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "account", "Tài khoản ở cổng.", "The portal's accounts.", examples: ["kiosk-portal account list --json"],
            subcommands: [
                ListAccountsCommand.self, ShowAccountCommand.self, EditAccountCommand.self, ConfirmAccountCommand.self,
                DeleteAccountCommand.self,
            ])
    }
}

struct ListAccountsCommand: ListCommand {
    static var configuration: CommandConfiguration {
        about("list", "Danh sách tài khoản.", "All accounts.", examples: ["kiosk-portal account list --json"])
    }

    @OptionGroup var common: CommonOptions

    static var page: Office.Page { AccountView.lines }

    static func row(_ entry: JSONObject) -> [String?] {
        [
            entry.word("id"), entry.word("revision"), entry.word("kind"),
            entry.word("organisation_name") ?? entry.word("full_name"), entry.word("confirmation"),
        ]
    }
}

struct ShowAccountCommand: ShowCommand {
    static var configuration: CommandConfiguration {
        about("show", "Một tài khoản.", "One account.", examples: ["kiosk-portal account show 01934b5e"])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    var handle: String { id }
    static var show: Office.Show { AccountView.show }
}

struct EditAccountCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "edit", "Sửa một tài khoản ở cổng.", "Changes an account at the portal.",
            examples: [
                "kiosk-portal account edit 01934b5e --set phone=0912345678 --set email=",
                "kiosk-portal account edit 01934b5e --set 'address={\"text\":\"Thôn 1, xã Sa Thầy\"}'",
            ])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: help(
            "Mục cần sửa; giá trị trống là xóa. Dùng được nhiều lần.",
            "A member to change; an empty value takes it away. May be repeated.", value: "name=value"))
    var settings: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let edit = EditAccount(account: id, settings: settings)
        try desk.output.show(try await desk.office.write { try edit.run(in: $0, $1) })
    }
}

struct ConfirmAccountCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "confirm", "Xác nhận địa chỉ của một tài khoản thay người dân.",
            "Confirms an account's address in the citizen's place.",
            examples: ["kiosk-portal account confirm 01934b5e"])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let confirm = ConfirmAccount(account: id)
        try desk.output.show(try await desk.office.write { try confirm.run(in: $0, $1) })
    }
}
