package import SyncProtocol

/// Numbers, amounts and times as people at the desk write them. Made by hand, since a formatter's output changes with
/// the system's locale data (domain.md, 9).
package enum Format {
    /// `1.500.000 đ`
    package static func money(_ amount: Int64) -> String { "\(grouped(amount, by: ".")) đ" }

    /// `1.500.000` or `1,500,000`
    package static func number(_ value: Int64, _ language: Language) -> String {
        grouped(value, by: language == .vi ? "." : ",")
    }

    private static func grouped(_ value: Int64, by separator: String) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += separator }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    /// One decimal below ten, none above: `1,5`, `12`.
    private static func decimal(_ value: Double, _ language: Language) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "…" }
        let tenths = Int64((value * 10).rounded())
        if tenths >= 100 || tenths % 10 == 0 { return number(Int64(value.rounded()), language) }
        return "\(tenths / 10)\(language == .vi ? "," : ".")\(tenths % 10)"
    }

    /// `850 byte`, `1,5 kB`, `12 MB`: powers of 1,000.
    package static func bytes(_ count: Int64, _ language: Language) -> String {
        var value = Double(count)
        if count < 1000 { return "\(count) \(language == .vi || count == 1 ? "byte" : "bytes")" }
        for unit in ["kB", "MB", "GB"] {
            value /= 1000
            // 999,6 would be rounded to 1.000 of the smaller unit.
            if value < 999.5 { return "\(decimal(value, language)) \(unit)" }
        }
        return "\(decimal(value / 1000, language)) TB"
    }

    /// `45 kB/s` in English, `45 kB/giây` in Vietnamese.
    package static func rate(_ bytesPerSecond: Double, _ language: Language) -> String {
        let whole = Int64(exactly: max(0, bytesPerSecond).rounded()) ?? 0
        return bytes(whole, language) + (language == .vi ? "/giây" : "/s")
    }

    /// `30 giây`, `3 phút`, `2 giờ 5 phút`, `4 ngày`: as exact as a person needs. Negative durations count as zero.
    package static func duration(seconds: Double, _ language: Language) -> String {
        let total = Int64(exactly: min(max(0, seconds), 1e11).rounded()) ?? 0
        let units: (String, String, String, String) = language == .vi ? ("giây", "phút", "giờ", "ngày") : ("s", "min", "h", "d")
        switch total {
        case ..<90: return "\(total) \(units.0)"
        case ..<(90 * 60): return "\((total + 30) / 60) \(units.1)"
        case ..<(24 * 3600):
            let minutes = (total + 30) / 60
            return minutes % 60 == 0 ? "\(minutes / 60) \(units.2)" : "\(minutes / 60) \(units.2) \(minutes % 60) \(units.1)"
        case ..<(4 * 86_400):
            let hours = (total + 1800) / 3600
            return hours % 24 == 0 ? "\(hours / 24) \(units.3)" : "\(hours / 24) \(units.3) \(hours % 24) \(units.2)"
        default: return "\((total + 43_200) / 86_400) \(units.3)"
        }
    }

    /// `3 phút trước`, `sau 2 giờ`, `vừa xong`: `moment` as seen from `now`.
    package static func relative(_ moment: Timestamp, now: Timestamp, _ language: Language) -> String {
        let seconds = Double((now - moment).wholeMilliseconds) / 1000
        if seconds.magnitude < 5 { return Labels.justNow[language] }
        let text = duration(seconds: seconds.magnitude, language)
        return (seconds > 0 ? Labels.ago : Labels.from).render(language, ["age": text])
    }

    /// `24/11/2026 14:05`, in the desk's time zone.
    package static func dateTime(_ moment: Timestamp, zone: DeskZone = .vietnam) -> String {
        let parts = zone.parts(moment)
        return "\(date(moment, zone: zone)) \(two(parts.hour)):\(two(parts.minute))"
    }

    /// `24/11/2026`
    package static func date(_ moment: Timestamp, zone: DeskZone = .vietnam) -> String {
        let parts = zone.parts(moment)
        return "\(two(parts.day))/\(two(parts.month))/\(parts.year)"
    }

    /// `14:05:09`
    package static func clock(_ moment: Timestamp, zone: DeskZone = .vietnam) -> String {
        let parts = zone.parts(moment)
        return "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }

    /// `14:05` for a moment of today, with the date for any other.
    package static func shortTime(_ moment: Timestamp, now: Timestamp, zone: DeskZone = .vietnam) -> String {
        let day = date(moment, zone: zone)
        let time = dateTime(moment, zone: zone)
        return day == date(now, zone: zone) ? String(time.dropFirst(day.count + 1)) : time
    }

    private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
}

/// The time zone of the desk as its distance from UTC. Việt Nam has one zone and no summer time, so no zone data needs
/// to be installed on a kiosk.
package struct DeskZone: Sendable, Hashable {
    /// East of Greenwich is positive.
    package var offsetSeconds: Int64
    package init(offsetSeconds: Int64) { self.offsetSeconds = min(max(offsetSeconds, -64_800), 64_800) }
    /// Asia/Ho_Chi_Minh, UTC+7.
    package static let vietnam = DeskZone(offsetSeconds: 7 * 3600)

    func parts(_ moment: Timestamp) -> (year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
        let local = (moment + .seconds(offsetSeconds)).milliseconds
        var days = local / 86_400_000
        if local % 86_400_000 < 0 { days -= 1 }
        let seconds = (local - days * 86_400_000) / 1000
        let (year, month, day) = CivilDate.civil(fromDays: days)
        return (year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60)
    }
}
