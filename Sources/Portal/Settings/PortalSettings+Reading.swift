package import Settings

extension PortalSettings {
    /// What variables that override the file start with: `KIOSK_PORTAL_SETTING_LIMITS_MAX_OPERATIONS=100`.
    package static let variables = "KIOSK_PORTAL_SETTING"

    /// The settings in `source`, the defaults where it says nothing, with the environment's overrides.
    /// - Throws: `SettingsError` with everything that is wrong, unknown keys included.
    package init(_ source: SettingsSource?, environment: [String: String] = [:]) throws(SettingsError) {
        let reader = try SettingsReader(source, environment: environment, prefix: Self.variables)
        self.init()
        read(reader)
        try reader.finish()
    }

    /// Every key that there is, such as `limits.max_operations`.
    package static func keys() throws(SettingsError) -> [String] {
        let reader = try SettingsReader(nil, prefix: nil)
        var settings = PortalSettings()
        settings.read(reader)
        return reader.knownKeys
    }

    private mutating func read(_ reader: SettingsReader) {
        readPortal(reader.table("portal"))
        limits.read(reader.table("limits"))
        tokenLifetime =
            seconds(reader.table("tokens").duration("lifetime", in: .seconds(60)...(.seconds(86_400)))) ?? tokenLifetime
        codeLifetime = seconds(reader.table("enrolment").duration("code_lifetime", in: InvitationCode.lifetimes)) ?? codeLifetime
        mail.read(reader.table("mail"))
        payment.read(reader.table("payment"))
        let office = reader.table("office")
        supplementTerm =
            seconds(office.duration("supplement_term", in: .seconds(86_400)...(.seconds(366 * 86_400)))) ?? supplementTerm
    }

    private mutating func readPortal(_ table: SettingsTable) {
        name = table.string("name", length: 1...200) ?? name
        agencyCode = table.string("agency_code", length: 1...35) ?? agencyCode
        if !agencyCode.utf8.allSatisfy(Self.isAgencyByte) || agencyCode.hasPrefix(".") || agencyCode.hasSuffix(".") {
            table.reject("agency_code", .notAllowed(allowed: ["0-9, A-Z, ."]))
        }
        listen = table.string("listen", length: 3...255) ?? listen
        if let colon = listen.lastIndex(of: ":"), colon > listen.startIndex, UInt16(listen[listen.index(after: colon)...]) != nil
        {
        } else {
            table.reject("listen", .notAllowed(allowed: ["ADDRESS:PORT"]))
        }
        publicURL = table.url("public_url").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        behindProxy = table.bool("behind_proxy") ?? behindProxy
        catalogue = table.path("catalogue")
        calendars = table.path("calendars")
        minimumAgent = table.string("minimum_agent", length: 5...32)
    }

    /// QĐ 20/2020/QĐ-TTg: at most 35 of these.
    private static func isAgencyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."): true
        default: false
        }
    }

    private func seconds(_ duration: Duration?) -> Int? { duration.map { Int($0.components.seconds) } }
}

extension PortalSettings.Limits {
    fileprivate mutating func read(_ table: SettingsTable) {
        maxOperations = table.int("max_operations", in: 1...10_000).map(Int.init) ?? maxOperations
        maxBatchBytes = table.byteSize("max_batch_bytes", in: 4 << 10...64 << 20).map(Int.init) ?? maxBatchBytes
        maxFileBytes = table.byteSize("max_file_bytes", in: 1 << 10...8 << 30).map(Int.init) ?? maxFileBytes
        fileTypes = table.strings("file_types", count: 0...100) ?? fileTypes
        if !fileTypes.allSatisfy({ $0.split(separator: "/", omittingEmptySubsequences: false).count { !$0.isEmpty } == 2 }) {
            table.reject("file_types", .notAllowed(allowed: ["type/subtype"]))
        }
    }
}

extension PortalSettings.Mail {
    fileprivate mutating func read(_ table: SettingsTable) {
        smtpHost = table.string("smtp_host", length: 1...255)
        smtpPort = table.int("smtp_port", in: 1...65_535).map(Int.init) ?? smtpPort
        from = table.string("from", length: 3...254) ?? from
        folder = table.path("folder")
        // The address stands in a header of the mail and in a command of SMTP.
        if from.contains(where: { !$0.isASCII || $0.isWhitespace || "<>\"(),;:\\".contains($0) })
            || from.split(separator: "@").count != 2
        {
            table.reject("from", .notAllowed(allowed: ["name@host"]))
        }
        if let smtpHost, smtpHost.contains(where: { !($0.isASCII && ($0.isLetter || $0.isNumber || ".-:".contains($0))) }) {
            table.reject("smtp_host", .notAllowed(allowed: ["host"]))
        }
    }
}

extension PortalSettings.Payment {
    fileprivate mutating func read(_ table: SettingsTable) {
        bank = table.string("bank", length: 6...6)
        account = table.string("account", length: 1...19)
        accountName = table.string("account_name", length: 1...70)
        if let bank, !bank.allSatisfy({ $0.isASCII && $0.isNumber }) {
            table.reject("bank", .notAllowed(allowed: ["000000–999999"]))
        }
        if let account, !account.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
            table.reject("account", .notAllowed(allowed: ["A-Z, 0-9"]))
        }
    }
}
