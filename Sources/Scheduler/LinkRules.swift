import Dossiers
package import SyncProtocol

/// What an administrator allows on the line: when big files may go, and how many bytes a day and a month. Operations always go,
/// and so do small files. A pure value, asked with the wall clock's time: days, months and hours are those of Việt Nam.
package struct LinkRules: Sendable, Hashable {
    /// Why a file waits; the raw value is the stable word of the queue.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        case windowClosed = "window-closed"
        case budgetSpent = "budget-spent"
    }

    package enum Decision: Sendable, Hashable {
        case now
        /// Not before that moment. It lies ahead, and the file may go then if nothing else is sent before.
        case from(Timestamp, Reason)
    }

    /// Bytes of a day; `nil` for no limit.
    package var dailyBytes: Int64?
    /// Bytes of a month; `nil` for no limit.
    package var monthlyBytes: Int64?
    /// The hours in which big files may go; empty for any.
    package var bigFiles: [DayWindow]
    /// A file of more bytes, as they are sent, is big.
    package var bigFileBytes: Int64
    /// A file of at most so many bytes, as they are sent, always goes.
    package var smallBytes: Int64

    package init(
        dailyBytes: Int64? = nil, monthlyBytes: Int64? = nil, bigFiles: [DayWindow] = [], bigFileBytes: Int64 = 5 << 20,
        smallBytes: Int64 = 64 << 10
    ) {
        self.dailyBytes = dailyBytes
        self.monthlyBytes = monthlyBytes
        self.bigFiles = bigFiles
        self.bigFileBytes = bigFileBytes
        self.smallBytes = smallBytes
    }

    package var hasBudget: Bool { dailyBytes != nil || monthlyBytes != nil }

    /// The sizes above which something else holds, ascending: all files between two of them are alike.
    package var thresholds: [Int64] { Set([smallBytes, max(smallBytes, bigFileBytes)]).sorted() }

    /// What is left of the budgets; `nil` for no limit. A rest that is too little for a piece of a file is nothing: a request for
    /// its sake would cost more than it carries.
    package func left(spentToday: Int64, spentThisMonth: Int64) -> Int64? {
        let rests = [dailyBytes.map { $0 - spentToday }, monthlyBytes.map { $0 - spentThisMonth }].compactMap(\.self)
        return rests.min().map { $0 < PieceSize.smallest ? 0 : $0 }
    }

    /// Whether a piece of a file of `bytes`, as they are sent, may go.
    /// - Parameters:
    ///   - spentToday: bytes of the civil day that it is at `now`.
    ///   - spentThisMonth: bytes of its month.
    package func mayGo(bytes: Int64, at now: Timestamp, spentToday: Int64, spentThisMonth: Int64) -> Decision {
        guard bytes > smallBytes else { return .now }
        let start = LocalMoment(now)
        var moment = start
        var (today, thisMonth) = (spentToday, spentThisMonth)
        var reason: Reason?
        // A month, a day and a window, each of which may move the moment once more after the one before.
        for _ in 0..<8 {
            guard let (next, why) = obstacle(bytes, at: moment, today, thisMonth) else { break }
            if next.day != moment.day { today = 0 }
            if (next.day.year, next.day.month) != (moment.day.year, moment.day.month) { thisMonth = 0 }
            moment = next
            // What keeps it back now is what a person is told, not what comes after that.
            reason = reason ?? why
        }
        guard let reason, moment > start else { return .now }
        return .from(Timestamp(seconds: moment.secondsSince1970), reason)
    }

    /// What keeps the file back at `moment`, and when that ends: the last to end, where there are several.
    private func obstacle(
        _ bytes: Int64, at moment: LocalMoment, _ today: Int64, _ thisMonth: Int64
    ) -> (LocalMoment, Reason)? {
        if left(of: monthlyBytes, thisMonth) == 0 { return (moment.nextMonth, .budgetSpent) }
        let midnight = left(of: dailyBytes, today) == 0 ? moment.nextDay : nil
        var opening: LocalMoment?
        if bytes > bigFileBytes, !bigFiles.isEmpty, !bigFiles.contains(where: { $0.contains(moment) }) {
            opening = bigFiles.map { $0.opening(after: moment) }.min()
        }
        switch (midnight, opening) {
        case (let midnight?, let opening?): return midnight > opening ? (midnight, .budgetSpent) : (opening, .windowClosed)
        case (let midnight?, nil): return (midnight, .budgetSpent)
        case (nil, let opening?): return (opening, .windowClosed)
        case (nil, nil): return nil
        }
    }

    private func left(of budget: Int64?, _ spent: Int64) -> Int64? {
        budget.map { $0 - spent < PieceSize.smallest ? 0 : $0 - spent }
    }
}

extension LocalMoment {
    /// The second in which `moment` lies.
    init(_ moment: Timestamp) {
        let (seconds, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1000)
        self.init(secondsSince1970: rest < 0 ? seconds - 1 : seconds)
    }

    fileprivate var nextDay: LocalMoment { LocalMoment(day.advanced(by: 1), minute: 0) }

    fileprivate var nextMonth: LocalMoment {
        // No month is longer, and none shorter than what goes beyond it.
        let later = day.advanced(by: 32 - day.day)
        return LocalMoment(later.advanced(by: 1 - later.day), minute: 0)
    }
}
