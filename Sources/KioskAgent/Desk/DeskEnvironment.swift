package import Scheduler
package import SyncProtocol

/// What the desk takes from outside: the clock, fresh ids, the rules that an administrator chose, and waiting.
package struct DeskEnvironment: Sendable {
    package var now: @Sendable () -> Timestamp
    /// A UUIDv7 that was never given before.
    package var newID: @Sendable () -> String
    package var rules: DeskRules
    /// The catalogue that came with the installation (`kiosk-config/catalogue/procedures.json`): used until the portal's
    /// own has been fetched. Asked once at most, and only when it is needed.
    package var shippedCatalogue: @Sendable () -> [UInt8]?
    /// The calendar and the communes of the place. Asked when they are needed.
    package var site: @Sendable () -> Site
    /// Waits that long, or throws when cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Timestamp, newID: @escaping @Sendable () -> String, rules: DeskRules = DeskRules(),
        shippedCatalogue: @escaping @Sendable () -> [UInt8]? = { nil }, site: @escaping @Sendable () -> Site = { Site() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.newID = newID
        self.rules = rules
        self.shippedCatalogue = shippedCatalogue
        self.site = site
        self.sleep = sleep
    }
}

/// The settings that the desk's work depends on (`kiosk.toml`).
package struct DeskRules: Sendable {
    /// Of this program, for `status` and `doctor`.
    package var version: String
    /// The unit that new dossiers are filed at when neither they nor the enrolment say.
    package var unit: String?
    /// False where the province wants no accounts made at desks any more (domain.md, 5.5).
    package var registersAccounts: Bool
    /// The largest paper, in bytes of the file itself. The portal's published limit counts too: the smaller one holds.
    package var maxFileBytes: Int64
    /// Media types, judged by content; empty allows all.
    package var fileTypes: Set<String>
    /// gzip is kept only when it saves at least this share, 0 to 100.
    package var minSavingPercent: Int
    /// How long a decision on a conflict may be taken back, in days.
    package var undoDays: Int
    /// Below this many free bytes `doctor` warns.
    package var minFreeBytes: Int64
    /// What may go over the line when, and how much of it.
    package var link: LinkRules

    package init(
        version: String = "0", unit: String? = nil, registersAccounts: Bool = true, maxFileBytes: Int64 = 50 << 20,
        fileTypes: Set<String> = [], minSavingPercent: Int = 5, undoDays: Int = 30, minFreeBytes: Int64 = 200 << 20,
        link: LinkRules = LinkRules()
    ) {
        self.version = version
        self.unit = unit
        self.registersAccounts = registersAccounts
        self.maxFileBytes = maxFileBytes
        self.fileTypes = fileTypes
        self.minSavingPercent = minSavingPercent
        self.undoDays = undoDays
        self.minFreeBytes = minFreeBytes
        self.link = link
    }
}
