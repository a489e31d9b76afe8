package import Dossiers

/// Hours of each day in Việt Nam (UTC+7 all year); those that end before they begin go on over midnight.
package struct DayWindow: Sendable, Hashable {
    /// Minutes from midnight, 0 to 1439.
    package let from: Int
    /// Minutes from midnight, 1 to 1440; the end is not part of it.
    package let to: Int

    /// Reads `22:00-05:30`, with `24:00` for the day's end; `nil` for anything else, and for hours that end where they begin.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let from = OfficeHours.minute(ends[0]),
            let to = ends[1] == "24:00" || ends[1] == "00:00" ? 1440 : OfficeHours.minute(ends[1]), to != from
        else { return nil }
        self.from = from
        self.to = to
    }

    package func contains(_ moment: LocalMoment) -> Bool {
        let minute = moment.second / 60
        return from < to ? from <= minute && minute < to : from <= minute || minute < to
    }

    /// When it opens next, later than `moment`.
    package func opening(after moment: LocalMoment) -> LocalMoment {
        let isToday = moment.second < from * 60
        return LocalMoment(isToday ? moment.day : moment.day.advanced(by: 1), minute: from)
    }
}
