import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct ListAccountsCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "list", "Danh sách tài khoản trên máy này; lọc không cần dấu.",
            "The accounts on this machine; words filter without regard to diacritics.",
            examples: ["kiosk account list", "kiosk account list nguyen thi dao"])
    }

    @Argument(help: help("Chữ cần tìm.", "Words to look for."))
    var words: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let words = words.isEmpty ? nil : words.joined(separator: " ")
        let shown = try await session.list {
            ListAccounts(words: words, page: $0)
        } row: {
            AccountView.row($0, &$1)
        }
        if shown == 0 { session.console.message(Text(vi: "Không có tài khoản nào.", en: "There are no accounts.")) }
        return .done
    }
}

struct ShowAccountCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "show", "Một tài khoản, và việc gửi nó đến đâu rồi.", "One account, and how far its delivery has come.",
            examples: ["kiosk account show 01934b5e-1c2d"])
    }

    @Argument(help: help("Mã tài khoản, có thể viết tắt.", "The account's id; a unique beginning will do."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let account = try await session.ask(ShowAccount(id: id))
        try session.show(account) { AccountView.page(account, &$0) }
        return .done
    }
}
