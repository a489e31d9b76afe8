/// Which days offices work: Monday to Friday, but for what the calendars of the known years say.
package struct WorkingCalendar: Sendable, Hashable {
    /// By year.
    package let years: [Int: CalendarYear]

    /// Weekends alone: every year is missing, and appointments say so.
    package static let weekendsOnly = WorkingCalendar()

    private init() { years = [:] }

    /// - Throws: `invalidValue` when a year is given twice.
    package init(_ calendars: [CalendarYear]) throws(DomainError) {
        var years: [Int: CalendarYear] = [:]
        for calendar in calendars where years.updateValue(calendar, forKey: calendar.year) != nil {
            throw DomainError(.invalidValue, field: "year", detail: "two calendars for \(calendar.year)")
        }
        self.years = years
    }

    /// Whether offices work on `day`, as far as it is known.
    package func isWorking(_ day: CivilDay) -> Bool {
        guard let calendar = years[day.year] else { return day.weekday <= 5 }
        if calendar.off.contains(where: { $0.day == day }) { return false }
        return day.weekday <= 5 || calendar.makeUp.contains { $0.day == day }
    }

    /// Why `day` is not what its weekday says, if it is not.
    package func exception(on day: CivilDay) -> CalendarYear.Exception? {
        guard let calendar = years[day.year] else { return nil }
        return calendar.off.first { $0.day == day } ?? calendar.makeUp.first { $0.day == day }
    }

    /// The first working day after `day`.
    package func workingDay(after day: CivilDay) -> CivilDay {
        var next = day.advanced(by: 1)
        // No calendar closes for a year; the bound keeps a mistaken one from holding the program.
        for _ in 0..<400 where !isWorking(next) { next = next.advanced(by: 1) }
        return next
    }

    /// The hours of `day`'s year.
    package func hours(on day: CivilDay) -> OfficeHours { years[day.year]?.hours ?? .usual }
}
