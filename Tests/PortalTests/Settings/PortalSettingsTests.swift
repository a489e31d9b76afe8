import Foundation
import Settings
import Testing

@testable import Portal

private let example = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../kiosk-config/portal.toml")
    .standardized.path

@Suite struct PortalSettingsTests {
    @Test func `the shipped file has every key and changes nothing`() throws {
        let text = try String(contentsOfFile: example, encoding: .utf8)
        #expect(try PortalSettings(SettingsSource(text: text)) == PortalSettings())
        // With every "#" before a key taken away, each key of the settings is there and in its range.
        let open = text.replacing(/(?m)^# ([a-z_]+ = )/) { "\($0.1)" }
        _ = try PortalSettings(SettingsSource(text: open))
        let keys = try PortalSettings.keys()
        #expect(keys.count > 15)
        for key in keys {
            let parts = key.split(separator: ".")
            let table = try #require(open.components(separatedBy: "[\(parts[0])]\n").dropFirst().first)
            let body = table.components(separatedBy: "\n[").first ?? ""
            #expect(body.contains(try Regex("(?m)^\(parts[1]) = ")), "\(key) is not in portal.toml")
        }
    }

    @Test func `every value of a file arrives`() throws {
        let settings = try PortalSettings(
            SettingsSource(
                text: """
                    [portal]
                    name = "Cổng Sa Thầy"
                    agency_code = "H34.01"
                    listen = "[::1]:0"
                    public_url = "https://cong.vidu.vn/"
                    behind_proxy = true
                    catalogue = "c.json"
                    calendars = "days"
                    minimum_agent = "0.2.0"
                    [limits]
                    max_operations = 7
                    max_batch_bytes = "64KiB"
                    max_file_bytes = "6MiB"
                    file_types = []
                    [tokens]
                    lifetime = "5m"
                    [enrolment]
                    code_lifetime = "15m"
                    [mail]
                    smtp_host = "mail.vidu.vn"
                    smtp_port = 2525
                    from = "cong@vidu.vn"
                    folder = "/var/mail/x"
                    [payment]
                    bank = "970403"
                    account = "0011012345678"
                    account_name = "KHO BAC"
                    [office]
                    supplement_term = "10d"
                    """, file: "/etc/kiosk/portal.toml"))
        #expect(settings.name == "Cổng Sa Thầy" && settings.agencyCode == "H34.01" && settings.listen == "[::1]:0")
        #expect(settings.publicURL == "https://cong.vidu.vn" && settings.behindProxy && settings.minimumAgent == "0.2.0")
        #expect(
            settings.catalogue == "/etc/kiosk/c.json" && settings.calendars == "/etc/kiosk/days"
                && settings.limits.maxOperations == 7)
        #expect(
            settings.limits.maxBatchBytes == 65_536 && settings.limits.maxFileBytes == 6 << 20
                && settings.limits.fileTypes.isEmpty)
        #expect(settings.tokenLifetime == 300 && settings.codeLifetime == 900)
        #expect(settings.mail.smtpHost == "mail.vidu.vn" && settings.mail.smtpPort == 2525)
        #expect(settings.mail.from == "cong@vidu.vn" && settings.mail.folder == "/var/mail/x")
        #expect(settings.office.beneficiary == OfficeRules.Beneficiary(bank: "970403", account: "0011012345678", name: "KHO BAC"))
        #expect(settings.office.supplementTerm == .seconds(864_000))
    }

    @Test(
        arguments: [
            ("[portal]\nagency_code = \"h34\"", "portal.agency_code"), ("[portal]\nlisten = \"8080\"", "portal.listen"),
            ("[portal]\nlisten = \"127.0.0.1:99999\"", "portal.listen"),
            ("[portal]\npublic_url = \"ftp://x\"", "portal.public_url"),
            ("[limits]\nmax_operations = 0", "limits.max_operations"), ("[limits]\nfile_types = [\"pdf\"]", "limits.file_types"),
            ("[enrolment]\ncode_lifetime = \"1m\"", "enrolment.code_lifetime"),
            ("[enrolment]\ncode_lifetime = \"73h\"", "enrolment.code_lifetime"), ("[mail]\nfrom = \"a b@c\"", "mail.from"),
            ("[mail]\nfrom = \"a@b\\r\\nRCPT\"", "mail.from"), ("[mail]\nsmtp_host = \"a b\"", "mail.smtp_host"),
            ("[payment]\nbank = \"97040x\"", "payment.bank"), ("[limit]\nmax_operations = 1", "limit"),
        ])
    func `what cannot be is refused by its key`(text: String, key: String) {
        let error = #expect(throws: SettingsError.self) { try PortalSettings(SettingsSource(text: text)) }
        #expect(error?.problems.map(\.key) == [key])
    }

    @Test func `a variable wins over the file`() throws {
        let settings = try PortalSettings(
            SettingsSource(text: "[limits]\nmax_operations = 5"), environment: ["KIOSK_PORTAL_SETTING_LIMITS_MAX_OPERATIONS": "9"]
        )
        #expect(settings.limits.maxOperations == 9)
    }

    @Test func `a slip ends with 78 and the nearest right key`() throws {
        try withFolder { folder in
            try Data("[limits]\nmax_operatons = 5\n".utf8).write(to: URL(filePath: folder + "/portal.toml"))
            let error = #expect(throws: PortalError.self) { try PortalSettings.load(option: nil, home: folder, environment: [:]) }
            #expect(error?.exitCode == 78 && error?.field == "limits.max_operatons")
            #expect(error?.english.contains("limits.max_operations") == true && error?.vietnamese.contains(":2") == true)
        }
    }

    @Test func `a file that was named must be there`() {
        let error = #expect(throws: PortalError.self) {
            try PortalSettings.load(option: "/nonexistent.toml", home: "/", environment: [:])
        }
        #expect(error?.exitCode == 78 && error?.type == "config-missing")
    }
}
