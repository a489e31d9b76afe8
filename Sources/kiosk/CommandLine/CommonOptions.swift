import ArgumentParser
import Status

/// The options of every command (cli.md, “Everywhere”).
struct CommonOptions: ParsableArguments {
    @Option(
        help: help("Thư mục dữ liệu của kiosk (hoặc KIOSK_HOME).", "Where the kiosk's data lives (or KIOSK_HOME).", value: "dir"))
    var home: String?

    @Option(help: help("Tệp cấu hình (hoặc KIOSK_CONFIG).", "The configuration file (or KIOSK_CONFIG).", value: "file"))
    var config: String?

    @Flag(help: help("In dữ kiện dạng JSON ra stdout.", "Print facts as JSON on stdout."))
    var json = false

    @Option(help: help("Ngôn ngữ: vi hoặc en (hoặc KIOSK_LANG).", "The language: vi or en (or KIOSK_LANG).", value: "vi|en"))
    var lang: LanguageName?

    @Option(
        help: help(
            "Tài khoản cán bộ đứng tên việc làm (hoặc KIOSK_OFFICER).",
            "The officer's account that work is done for (or KIOSK_OFFICER).", value: "id"))
    var officer: String?

    @Flag(
        name: [.customLong("khong-dau"), .customLong("ascii")],
        help: help(
            "In chữ không dấu; tự bật trên màn hình dòng lệnh không dùng UTF-8.",
            "Print without diacritics; by itself on a terminal that is not UTF-8."))
    var withoutDiacritics = false
}

/// A language as an option names it.
enum LanguageName: String, ExpressibleByArgument, CaseIterable { case vi, en }
