import ArgumentParser
import Status

/// `kiosk`: everything that a clerk, field staff or an administrator can ask of this machine.
struct Kiosk: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "kiosk", "Ghi tài khoản và hồ sơ tại quầy, cả khi mất mạng, rồi gửi đến cổng của tỉnh.",
            "Records accounts and dossiers at the desk, offline too, and delivers them to the provincial portal.",
            examples: ["kiosk status", "kiosk account add --scan \"$(cat)\"", "kiosk queue", "kiosk sync"],
            subcommands: [
                StatusCommand.self, AccountCommand.self, DossierCommand.self, ProcedureCommand.self, PaymentCommand.self,
                NoticeCommand.self, ReportCommand.self, QueueCommand.self,
                SyncCommand.self, ConflictCommand.self, LogCommand.self, EnrolCommand.self, DoctorCommand.self,
                ConfigCommand.self, AgentCommand.self,
            ])
    }
}
