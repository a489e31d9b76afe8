import ArgumentParser
import Foundation
import SyncProtocol

@main
struct Main {
    static func main() async {
        // A reader that goes away is an error of one write, not the end of the program.
        _ = signal(SIGPIPE, SIG_IGN)
        let invocation = Invocation(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) })
        exit(await invocation.run())
    }
}

/// `kiosk-portal`: the reference portal and its office.
struct KioskPortal: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        about(
            "kiosk-portal", "Cổng mẫu: nhận tài khoản và hồ sơ từ các kiosk; các lệnh của văn phòng.",
            "The reference portal: receives accounts and dossiers from kiosks; the office's commands.",
            examples: [
                "kiosk-portal serve --home ./portal --listen 127.0.0.1:8080",
                "kiosk-portal kiosk invite --home ./portal --unit 23527",
            ],
            subcommands: [
                ServeCommand.self, KioskCommand.self, AccountCommand.self, DossierCommand.self, PaymentCommand.self,
                FileCommand.self,
            ])
    }
}
