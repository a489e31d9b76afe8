import Settings
import Status

/// Which keys there are, of which types and within which ranges.
extension KioskSettings {
    mutating func read(_ reader: SettingsReader) {
        portal.read(reader.table("portal"))
        desk.read(reader.table("desk"))
        sync.read(reader.table("sync"))
        link.read(reader.table("link"))
        attachments.read(reader.table("attachments"))
        registration.enabled = reader.table("registration").bool("enabled") ?? registration.enabled
        agent.read(reader.table("agent"))
    }
}

extension KioskSettings.Portal {
    fileprivate mutating func read(_ table: SettingsTable) {
        url = table.url("url")
        caFile = table.path("ca_file")
        clientCertificate = table.path("client_certificate")
        clientKey = table.path("client_key")
        pinnedKey = table.string("pinned_key")
        proxy = table.url("proxy", schemes: ["http", "https", "socks5", "socks5h"])
        if let pinnedKey, !Self.isPin(pinnedKey) {
            table.reject("pinned_key", .notAllowed(allowed: ["sha256//BASE64"]))
        }
        // A certificate without its key, or a key without its certificate, would only fail at the first exchange.
        if clientCertificate != nil, clientKey == nil, !table.has("client_key") { table.reject("client_key", .missing) }
        if clientKey != nil, clientCertificate == nil, !table.has("client_certificate") {
            table.reject("client_certificate", .missing)
        }
    }

    /// `sha256//` and the base64 of 32 bytes, or several of those with `;` between (curl's CURLOPT_PINNEDPUBLICKEY).
    private static func isPin(_ text: String) -> Bool {
        text.split(separator: ";", omittingEmptySubsequences: false).allSatisfy { pin in
            guard pin.hasPrefix("sha256//"), pin.utf8.count == 52, pin.hasSuffix("=") else { return false }
            return pin.dropFirst(8).dropLast().allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "+" || $0 == "/")
            }
        }
    }
}

extension KioskSettings.Desk {
    fileprivate mutating func read(_ table: SettingsTable) {
        unit = table.string("unit", length: 1...100)
        name = table.string("name", length: 1...200)
        communeCode = table.string("commune_code", length: 5...5)
        language = table.choice("language", of: Language.self) ?? language
        forms = table.path("forms")
        calendars = table.path("calendars")
        communes = table.path("communes")
        if let communeCode, !communeCode.allSatisfy({ $0.isASCII && $0.isNumber }) {
            table.reject("commune_code", .notAllowed(allowed: ["00000–99999"]))
        }
    }
}

extension KioskSettings.Sync {
    fileprivate mutating func read(_ table: SettingsTable) {
        retryCap = table.duration("retry_cap", in: .seconds(1)...(.seconds(86_400))) ?? retryCap
        retryBase = table.duration("retry_base", in: .milliseconds(10)...(.seconds(3600))) ?? retryBase
        idlePull = table.duration("idle_pull", in: .seconds(1)...(.seconds(86_400))) ?? idlePull
        chunkBytes = table.byteSize("chunk_bytes", in: 1 << 10...64 << 20) ?? chunkBytes
        lowSpeedLimit = table.byteSize("low_speed_limit", in: 1...1 << 20) ?? lowSpeedLimit
        lowSpeedTime = table.duration("low_speed_time", in: .seconds(1)...(.seconds(3600))) ?? lowSpeedTime
        fetchResults = table.byteSize("fetch_results", in: 0...1 << 30) ?? fetchResults
        connectTimeout = table.duration("connect_timeout", in: .seconds(1)...(.seconds(300))) ?? connectTimeout
        if retryBase > retryCap {
            table.reject(
                table.has("retry_base") ? "retry_base" : "retry_cap",
                .outOfRange(minimum: "retry_base", maximum: "retry_cap"))
        }
    }
}

extension KioskSettings.Attachments {
    fileprivate mutating func read(_ table: SettingsTable) {
        maxBytes = table.byteSize("max_bytes", in: 1 << 10...8 << 30) ?? maxBytes
        types = table.strings("types", count: 1...200) ?? types
        gzipMinSavingPercent = table.int("gzip_min_saving_percent", in: 0...100).map(Int.init) ?? gzipMinSavingPercent
        scans = table.choice("scans", of: KioskSettings.Scans.self) ?? scans
        if !types.allSatisfy(Self.isMediaType) {
            table.reject("types", .notAllowed(allowed: ["type/subtype"]))
        }
    }

    /// `type/subtype` (RFC 6838, section 4.2), in lower case as content is judged by it.
    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.count <= 127
                    && part.unicodeScalars.allSatisfy {
                        ("a"..."z").contains($0) || ("0"..."9").contains($0) || "!#$&-^_.+".unicodeScalars.contains($0)
                    }
            }
    }
}

extension KioskSettings.Agent {
    fileprivate mutating func read(_ table: SettingsTable) {
        socket = table.path("socket")
        socketGroup = table.string("socket_group", length: 1...32)
        logLevel = table.choice("log_level", of: KioskSettings.LogLevel.self) ?? logLevel
    }
}
