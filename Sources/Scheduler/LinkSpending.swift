import Dossiers
package import SyncProtocol

/// How many bytes went over the line on which civil day of Việt Nam. Days are kept apart, so that a clock that is set forth
/// and back again finds what was spent on each.
package struct LinkSpending: Sendable, Hashable {
    /// More than the days of a month, and few enough to be written with each piece.
    static let limit = 64

    private var days: [CivilDay: Int64] = [:]

    package init() {}

    /// Bytes of the civil day that it is at `now`.
    package func today(at now: Timestamp) -> Int64 { days[LocalMoment(now).day] ?? 0 }

    /// Bytes of the month that it is at `now`.
    package func thisMonth(at now: Timestamp) -> Int64 {
        let today = LocalMoment(now).day
        return days.reduce(0) { sum, entry in
            (entry.key.year, entry.key.month) == (today.year, today.month) ? sum.addingClamped(entry.value) : sum
        }
    }

    /// `bytes` went over the line at `now`.
    package mutating func add(_ bytes: Int64, at now: Timestamp) {
        let today = LocalMoment(now).day
        days[today] = (days[today] ?? 0).addingClamped(max(0, bytes))
        while days.count > Self.limit {
            let number = today.daysSince1970
            // The oldest, or one of a time in which the clock was wrong.
            guard let farthest = days.keys.max(by: { abs($0.daysSince1970 - number) < abs($1.daysSince1970 - number) }) else {
                return
            }
            days[farthest] = nil
        }
    }

    // MARK: As it is kept

    /// An object with the bytes of each day, such as `{"2026-11-24":52428800}`.
    package var json: JSONValue {
        .object(JSONObject(uniqueKeysWithValues: days.map { ($0.key.iso, .integer($0.value)) }))
    }

    /// What cannot be read counts as nothing spent.
    package init(json: JSONValue?) {
        for (day, bytes) in json?.objectValue ?? [:] {
            guard let day = CivilDay(iso: day), let bytes = bytes.integerValue, bytes >= 0 else { continue }
            days[day] = bytes
        }
    }
}

extension Int64 {
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
