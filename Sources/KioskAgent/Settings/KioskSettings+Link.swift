package import Scheduler
import Settings

extension KioskSettings {
    /// `[link]`: what may go over the line when, and how much of it. Nothing is limited by itself.
    package struct Link: Sendable, Hashable {
        /// Budgets and hours.
        package var rules = LinkRules()
        /// Pieces of files go at most at so many bytes a second; `nil` for as fast as the line carries.
        package var rateLimit: Int64?
    }
}

extension KioskSettings.Link {
    /// A budget smaller than this would hold no piece of a file worth a request.
    private static let budgets: ClosedRange<Int64> = 1 << 20...1 << 40

    mutating func read(_ table: SettingsTable) {
        rules.dailyBytes = table.byteSize("daily_bytes", in: Self.budgets)
        rules.monthlyBytes = table.byteSize("monthly_bytes", in: Self.budgets)
        rules.bigFileBytes = table.byteSize("big_file_bytes", in: 1 << 10...8 << 30) ?? rules.bigFileBytes
        rules.smallBytes = table.byteSize("small_bytes", in: 0...8 << 30) ?? rules.smallBytes
        rateLimit = table.byteSize("rate_limit", in: 1 << 10...1 << 30)
        if let texts = table.strings("big_files", count: 0...24) {
            rules.bigFiles = texts.compactMap(DayWindow.init)
            if rules.bigFiles.count < texts.count { table.reject("big_files", .wrongForm(wanted: .listOfHours)) }
        }
        // A day's budget that no month holds, and small files that are big, are slips.
        if let day = rules.dailyBytes, let month = rules.monthlyBytes, day > month {
            table.reject("daily_bytes", .outOfRange(minimum: "1MiB", maximum: "monthly_bytes"))
        }
        if rules.smallBytes > rules.bigFileBytes {
            if table.has("small_bytes") {
                table.reject("small_bytes", .outOfRange(minimum: "0", maximum: "big_file_bytes (\(rules.bigFileBytes))"))
            } else {
                table.reject("big_file_bytes", .outOfRange(minimum: "small_bytes (\(rules.smallBytes))", maximum: "8GiB"))
            }
        }
    }
}
