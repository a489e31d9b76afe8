import ArgumentParser
import Status

struct AccountCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "account", "Tài khoản của công dân, tổ chức và cán bộ.", "Accounts of citizens, organisations and officers.",
            examples: ["kiosk account list", "kiosk account add --kind citizen --full-name 'Y Blar' --identity 062190000123"],
            subcommands: [
                AddAccountCommand.self, EditAccountCommand.self, ConfirmAccountCommand.self, ListAccountsCommand.self,
                ShowAccountCommand.self,
            ])
    }
}
