/// A moment as a clock on the wall in Việt Nam shows it (UTC+7 all year).
package struct LocalMoment: Sendable, Hashable, Comparable {
    package var day: CivilDay
    /// Seconds since midnight, 0 to 86,399.
    package var second: Int

    package init(secondsSince1970 seconds: Int64) {
        // Far outside of any year that a day can have, and far from overflow.
        let bounded = min(max(seconds, -62_000_000_000), 253_000_000_000) + 7 * 3600
        let days = bounded >= 0 ? bounded / 86_400 : -((-bounded + 86_399) / 86_400)
        day = CivilDay(daysSince1970: Int(days))
        second = Int(bounded - days * 86_400)
    }

    /// `minute` counts from midnight.
    package init(_ day: CivilDay, minute: Int) {
        self.day = day
        second = minute * 60
    }

    /// Seconds since 1970 in UTC.
    package var secondsSince1970: Int64 { Int64(day.daysSince1970) * 86_400 + Int64(second) - 7 * 3600 }

    /// `17:00`
    package var timeOfDay: String { "\(DigitText.pad(second / 3600, 2)):\(DigitText.pad(second / 60 % 60, 2))" }

    package static func < (a: LocalMoment, b: LocalMoment) -> Bool { (a.day, a.second) < (b.day, b.second) }
}
