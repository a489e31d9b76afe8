import ArgumentParser
import CommandWords
import Foundation
import Status

/// The options of every command (cli.md, “Everywhere”).
struct CommonOptions: ParsableArguments {
    @Option(
        help: help(
            "Thư mục dữ liệu của cổng (hoặc KIOSK_PORTAL_HOME, KIOSK_HOME).",
            "Where the portal's data lives (or KIOSK_PORTAL_HOME, KIOSK_HOME).", value: "dir"))
    var home: String?

    @Option(
        help: help("Tệp cấu hình (hoặc KIOSK_PORTAL_CONFIG).", "The configuration file (or KIOSK_PORTAL_CONFIG).", value: "file"))
    var config: String?

    @Flag(help: help("In dữ kiện dạng JSON ra stdout.", "Print facts as JSON on stdout."))
    var json = false

    @Option(help: help("Ngôn ngữ: vi hoặc en (hoặc KIOSK_LANG).", "The language: vi or en (or KIOSK_LANG).", value: "vi|en"))
    var lang: LanguageName?

    /// The portal's folder: the option, the environment, then the system's or the person's place for state.
    func folder(_ environment: [String: String]) -> String {
        func set(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let given = home ?? set("KIOSK_PORTAL_HOME") ?? set("KIOSK_HOME") { return given }
        if geteuid() == 0 { return "/var/lib/kiosk-portal" }
        return (set("XDG_STATE_HOME") ?? (set("HOME") ?? "/tmp") + "/.local/state") + "/kiosk-portal"
    }
}

extension ArgumentOrder {
    /// The options that every command of `kiosk-portal` has.
    static let portal = ArgumentOrder(withValue: ["--home", "--config", "--lang"], flags: ["--json"])
}

/// A language as an option names it.
enum LanguageName: String, ExpressibleByArgument, CaseIterable { case vi, en }
