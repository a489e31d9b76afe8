package import Settings
package import Status

/// Every setting of a kiosk, validated. The values here are the defaults: they are code, not a file, so a kiosk without
/// a file works. `kiosk-config/kiosk.toml` shows each of them.
package struct KioskSettings: Sendable, Hashable {
    /// `[portal]`: where the portal is, and how its line is trusted.
    package struct Portal: Sendable, Hashable {
        /// The portal's address; `nil` until `enrol --portal` names it.
        package var url: String?
        /// Certificates (PEM) that the portal's must descend from, instead of the system's.
        package var caFile: String?
        /// The kiosk's own certificate (PEM) for portals that want one.
        package var clientCertificate: String?
        /// The key (PEM) of `clientCertificate`.
        package var clientKey: String?
        /// The digest of the portal's public key in curl's form, `sha256//BASE64`.
        package var pinnedKey: String?
        /// A proxy such as `http://10.0.0.1:3128`.
        package var proxy: String?
    }

    /// `[desk]`: which desk this is.
    package struct Desk: Sendable, Hashable {
        /// The administrative unit's code as the portal knows it.
        package var unit: String?
        /// What people call the desk.
        package var name: String?
        /// The commune's code in the General Statistics Office's list: 5 digits.
        package var communeCode: String?
        /// The language of texts when neither `--lang`, `KIOSK_LANG` nor the locale names one.
        package var language: Language = .vi
        /// The folder of the forms' templates; `nil` for those that came with the program.
        package var forms: String?
        /// The folder of the calendars, a file for each year; `nil` for those that came with the program.
        package var calendars: String?
        /// The folder with the files of communes (`*communes.json`); `nil` for those that came with the program.
        package var communes: String?
    }

    /// `[sync]`: when to try, and how a line is judged.
    package struct Sync: Sendable, Hashable {
        /// The longest wait between two tries.
        package var retryCap: Duration = .seconds(300)
        /// The wait after the first failure, doubled with each further one.
        package var retryBase: Duration = .seconds(2)
        /// How often to ask for changes when nothing is to be sent.
        package var idlePull: Duration = .seconds(900)
        /// The starting size of an upload piece; it adapts to the line from there.
        package var chunkBytes: Int64 = 256 << 10
        /// A transfer slower than this many bytes a second for `lowSpeedTime` is given up and resumed later.
        package var lowSpeedLimit: Int64 = 64
        /// How long a transfer may be too slow.
        package var lowSpeedTime: Duration = .seconds(60)
        /// Results up to this many bytes are fetched by themselves; larger ones when a person asks.
        package var fetchResults: Int64 = 2 << 20
        /// The longest wait for a connection.
        package var connectTimeout: Duration = .seconds(20)
    }

    /// `[attachments]`: which files are taken in. A portal may allow less.
    package struct Attachments: Sendable, Hashable {
        /// The largest file, in bytes before compression.
        package var maxBytes: Int64 = 100 << 20
        /// The media types that are taken in, judged by content.
        package var types = [
            "application/pdf", "image/jpeg", "image/png", "image/tiff", "image/webp", "image/heic",
            "application/msword", "application/vnd.ms-excel",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ]
        /// A file is kept as it is when gzip would save less than this share of it, in per cent.
        package var gzipMinSavingPercent = 2
        /// What becomes of scans that are bitmaps or TIFFs.
        package var scans: Scans = .ask
    }

    /// What becomes of a scan that is a bitmap or a TIFF: large, because scanners hardly compress those. Nothing else is ever turned.
    package enum Scans: String, Sendable, Hashable, CaseIterable {
        /// A person on a terminal is asked; else it stays as it is.
        case ask
        /// It stays as it is.
        case keep
        /// It is turned into a PDF of JPEG pages, and that is told each time.
        case pdf
    }

    /// `[registration]`: recording new accounts at this desk.
    package struct Registration: Sendable, Hashable {
        /// Whether `account add` is offered here.
        package var enabled = true
    }

    /// `[agent]`: the service on this machine.
    package struct Agent: Sendable, Hashable {
        /// The agent's socket; `nil` for `HOME/run/kiosk.sock`.
        package var socket: String?
        /// The group whose members may use the agent besides its own user; `nil` for that user's group.
        package var socketGroup: String?
        /// What goes to the log.
        package var logLevel: LogLevel = .info
    }

    /// How much the agent tells the log.
    package enum LogLevel: String, Sendable, Hashable, CaseIterable {
        case trace, debug, info, notice, warning, error, critical
    }

    package var portal = Portal()
    package var desk = Desk()
    package var sync = Sync()
    package var link = Link()
    package var attachments = Attachments()
    package var registration = Registration()
    package var agent = Agent()

    /// The defaults.
    package init() {}

    /// The file that these were read from; `nil` for the defaults.
    package private(set) var file: String?

    /// The settings of `source` and of the `KIOSK_SYNC_<TABLE>_<KEY>` variables in `environment`, which win.
    ///
    /// - Throws: `SettingsError` with everything that is wrong.
    package init(_ source: SettingsSource?, environment: [String: String] = [:]) throws(SettingsError) {
        let reader = try SettingsReader(source, environment: environment, prefix: "KIOSK_SYNC")
        file = source?.file
        read(reader)
        try reader.finish()
    }

    /// The paths of all keys, sorted.
    package static func keys() throws(SettingsError) -> [String] {
        let reader = try SettingsReader(nil, prefix: nil)
        var settings = KioskSettings()
        settings.read(reader)
        return reader.knownKeys
    }
}
