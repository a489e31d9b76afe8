import Foundation
import KioskAgent
import Scheduler
import Settings
import Status
import Testing

private let example = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../kiosk-config/kiosk.toml"
)
.standardized.path

@Suite struct KioskSettingsTests {
    @Test func `the shipped file has every key and changes nothing`() throws {
        let text = try String(contentsOfFile: example, encoding: .utf8)
        let shipped = try KioskSettings(SettingsSource(text: text))
        #expect(shipped == KioskSettings())
        // With every "#" before a key taken away, each key of the settings is there and in its range.
        let open = text.replacing(/(?m)^# ([a-z_]+ = )/) { "\($0.1)" }
        _ = try KioskSettings(SettingsSource(text: open))
        for key in try KioskSettings.keys() {
            let parts = key.split(separator: ".")
            let table = try #require(open.components(separatedBy: "[\(parts[0])]\n").dropFirst().first)
            let body = table.components(separatedBy: "\n[").first ?? ""
            #expect(body.contains(try Regex("(?m)^\(parts[1]) = ")), "\(key) is not in kiosk.toml")
        }
    }

    @Test func `every value of a file arrives`() throws {
        let settings = try KioskSettings(
            SettingsSource(
                text: """
                    [portal]
                    url = "http://127.0.0.1:8080"
                    ca_file = "ca.pem"
                    client_certificate = "k.pem"
                    client_key = "/k.key"
                    pinned_key = "sha256//\(String(repeating: "A", count: 43))="
                    proxy = "socks5h://10.0.0.1:1080"
                    [desk]
                    unit = "sa-thay"
                    name = "Sa Thầy"
                    commune_code = "23527"
                    language = "en"
                    [sync]
                    retry_cap = "1m"
                    retry_base = "100ms"
                    idle_pull = "1h"
                    chunk_bytes = "64KiB"
                    low_speed_limit = "10B"
                    low_speed_time = "30s"
                    connect_timeout = "5s"
                    [link]
                    small_bytes = "100KiB"
                    daily_bytes = "50MiB"
                    monthly_bytes = "1GiB"
                    big_files = ["22:00-05:30", "12:00-13:00"]
                    big_file_bytes = "1MiB"
                    rate_limit = "16KiB"
                    [attachments]
                    max_bytes = "6MiB"
                    types = ["application/pdf"]
                    gzip_min_saving_percent = 10
                    scans = "pdf"
                    [registration]
                    enabled = false
                    [agent]
                    socket = "/run/kiosk/kiosk.sock"
                    socket_group = "kiosk"
                    log_level = "debug"
                    """, file: "/etc/kiosk/kiosk.toml"))
        #expect(settings.file == "/etc/kiosk/kiosk.toml")
        #expect(settings.portal.url == "http://127.0.0.1:8080" && settings.portal.caFile == "/etc/kiosk/ca.pem")
        #expect(settings.portal.clientCertificate == "/etc/kiosk/k.pem" && settings.portal.clientKey == "/k.key")
        #expect(settings.portal.pinnedKey != nil && settings.portal.proxy == "socks5h://10.0.0.1:1080")
        #expect(
            settings.desk.unit == "sa-thay" && settings.desk.name == "Sa Thầy" && settings.desk.communeCode == "23527")
        #expect(settings.desk.language == .en)
        #expect(settings.sync.retryCap == .seconds(60) && settings.sync.retryBase == .milliseconds(100))
        #expect(settings.sync.idlePull == .seconds(3600) && settings.sync.chunkBytes == 65_536)
        #expect(settings.sync.lowSpeedLimit == 10 && settings.sync.lowSpeedTime == .seconds(30))
        #expect(settings.sync.connectTimeout == .seconds(5))
        let rules = settings.link.rules
        #expect(rules.smallBytes == 100 << 10 && rules.dailyBytes == 50 << 20 && rules.monthlyBytes == 1 << 30)
        #expect(rules.bigFiles == ["22:00-05:30", "12:00-13:00"].compactMap(DayWindow.init) && rules.bigFiles.count == 2)
        #expect(rules.bigFileBytes == 1 << 20 && settings.link.rateLimit == 16 << 10)
        #expect(settings.attachments.maxBytes == 6 << 20 && settings.attachments.types == ["application/pdf"])
        #expect(settings.attachments.gzipMinSavingPercent == 10 && settings.attachments.scans == .pdf && !settings.registration.enabled)
        #expect(settings.agent.socket == "/run/kiosk/kiosk.sock" && settings.agent.socketGroup == "kiosk")
        #expect(settings.agent.logLevel == .debug)
    }

    @Test(
        arguments: [
            ("[portal]\nclient_key = \"k\"", "portal.client_certificate"),
            ("[portal]\npinned_key = \"abc\"", "portal.pinned_key"),
            ("[desk]\ncommune_code = \"2352\"", "desk.commune_code"),
            ("[desk]\ncommune_code = \"2352x\"", "desk.commune_code"),
            ("[desk]\nlanguage = \"fr\"", "desk.language"), ("[sync]\nretry_base = \"6m\"", "sync.retry_base"),
            ("[sync]\nretry_cap = \"1s\"", "sync.retry_cap"), ("[attachments]\ntypes = [\"pdf\"]", "attachments.types"),
            ("[attachments]\ntypes = []", "attachments.types"), ("[portal]\nurl = \"ftp://a\"", "portal.url"),
            ("[link]\nbig_files = [\"25:00-05:30\"]", "link.big_files"),
            ("[link]\nbig_files = \"22:00-05:30\"", "link.big_files"),
            ("[link]\nbig_files = [\"22:00-05:30\", \"8-9\"]", "link.big_files"),
            ("[link]\ndaily_bytes = \"50\"", "link.daily_bytes"), ("[link]\ndaily_bytes = 0", "link.daily_bytes"),
            ("[link]\ndaily_bytes = \"2GiB\"\nmonthly_bytes = \"1GiB\"", "link.daily_bytes"),
            ("[link]\nsmall_bytes = \"6MiB\"", "link.small_bytes"), ("[link]\nbig_file_bytes = \"1KiB\"", "link.big_file_bytes"),
            ("[link]\nrate_limit = \"10B\"", "link.rate_limit"), ("[link]\nbig_flies = []", "link.big_flies"),
            ("[agent]\nsocket_grup = \"x\"", "agent.socket_grup"),
        ])
    func `what cannot be is refused by its key`(text: String, key: String) {
        let error = #expect(throws: SettingsError.self) { try KioskSettings(SettingsSource(text: text)) }
        #expect(error?.problems.map(\.key) == [key])
    }

    @Test func `hours of big files can be given by a variable, and their form is told in both languages`() throws {
        let variables = ["KIOSK_SYNC_LINK_BIG_FILES": "22:00-05:30, 12:00-13:00"]
        let rules = try KioskSettings(nil, environment: variables).link.rules
        #expect(rules.bigFiles == ["22:00-05:30", "12:00-13:00"].compactMap(DayWindow.init))
        let text = "[link]\nbig_files = [\"25:00-05:30\"]"
        let error = #expect(throws: SettingsError.self) { try KioskSettings(SettingsSource(text: text)) }
        #expect(error?.problems.first?.description.contains("22:00-05:30") == true)
    }

    @Test func `the fragments of real sites are whole configurations`() throws {
        let folder = URL(filePath: example).deletingLastPathComponent().appending(path: "sites").path
        let sites = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".toml") }
        #expect(!sites.isEmpty)
        for site in sites {
            let settings = try KioskSettings(SettingsSource.read("\(folder)/\(site)"))
            #expect(settings.portal.url != nil && settings.desk.unit != nil, "\(site)")
            #expect(settings.sync == KioskSettings().sync, "\(site)")
        }
    }
}

@Suite struct SettingsLoadingTests {
    @Test func `the first file that is named or there is read`() async throws {
        try await withShortFolder { folder async throws in
            let home = HomeFolder(path: folder + "/home")
            try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
            let machine = folder + "/machine.toml"
            func chosen(_ option: String?, _ environment: [String: String] = [:]) -> String? {
                KioskSettings.file(option: option, home: home, environment: environment, machineFile: machine)
            }
            #expect(chosen(nil) == nil)
            try Data().write(to: URL(filePath: machine))
            #expect(chosen(nil) == machine)
            try Data().write(to: URL(filePath: home.settingsFile))
            #expect(chosen(nil) == home.settingsFile)
            #expect(chosen(nil, ["KIOSK_CONFIG": "/v"]) == "/v")
            #expect(chosen("/o", ["KIOSK_CONFIG": "/v"]) == "/o")
        }
    }

    @Test func `a slip becomes a problem with file, line, key and the nearest right one`() async throws {
        try await withShortFolder { folder async throws in
            try Data("[sync]\nretry_cpa = \"5m\"\nidle_pull = 3\n".utf8).write(
                to: URL(filePath: folder + "/kiosk.toml"))
            let home = HomeFolder(path: folder)
            let error = #expect(throws: KioskProblem.self) {
                try KioskSettings.load(option: nil, home: home, environment: [:])
            }
            #expect(error?.kind == .configInvalid && error?.field == "sync.retry_cpa")
            #expect(error?.parameters["line"] == "2" && error?.parameters["nearest"] == "sync.retry_cap")
            #expect(error?.parameters["path"] == folder + "/kiosk.toml" && error?.parameters["count"] == "2")
            #expect(error?.text(in: .vi).contains("không có mục này") == true)
            #expect(error?.text(in: .en).contains("there is no such key") == true)
            let all = KioskSettings.check(option: nil, home: home, environment: [:])
            #expect(all.map(\.field) == ["sync.retry_cpa", "sync.idle_pull"])
        }
    }

    @Test func `a named file that is missing is told as missing`() {
        let error = #expect(throws: KioskProblem.self) {
            try KioskSettings.load(option: "/nonexistent/k.toml", home: HomeFolder(path: "/tmp"), environment: [:])
        }
        #expect(error?.kind == .configMissing && error?.parameters["path"] == "/nonexistent/k.toml")
    }
}
