import ArgumentParser
import Foundation
import Logging
import Portal
import Status
import SyncProtocol
import SystemdNotify

/// `kiosk-portal serve`: the portal itself, in the foreground.
struct ServeCommand: OfficeCommand {
    static var configuration: CommandConfiguration {
        about(
            "serve", "Chạy cổng mẫu.", "Runs the reference portal.",
            examples: ["kiosk-portal serve --home ./portal --listen 127.0.0.1:8080"])
    }

    @Option(
        help: help("Lắng nghe tại; cổng 0 lấy một cổng trống.", "Where to listen; port 0 takes a free one.", value: "addr:port"))
    var listen: String?
    @Option(
        help: help(
            "Tệp cơ sở dữ liệu SQLite (mặc định: portal.sqlite).", "The SQLite database file (default: portal.sqlite).",
            value: "url"))
    var database: String?
    @OptionGroup var common: CommonOptions

    func run(in desk: OfficeDesk) async throws {
        let server = try PortalServer(
            settings: desk.settings, home: desk.office.home, listen: listen, database: database,
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }, log: Self.logger())
        let output = desk.output
        try await server.run(notifier: SystemdNotifier(environment: ProcessInfo.processInfo.environment)) { url in
            // Whoever started us may have gone away; that is no reason to stop.
            do {
                if output.json {
                    try output.show(["url": .string(url)])
                } else {
                    output.message(Text(vi: "Cổng đang chạy tại \(url)", en: "The portal runs at \(url)"))
                }
            } catch {}
        }
    }

    /// What an administrator should know, on standard error.
    private static func logger() -> Logger {
        var logger = Logger(label: "kiosk-portal") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }
}
