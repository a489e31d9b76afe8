/// When a result is due, and how that is known. The portal's date always wins over what is computed here (domain.md, 4.3).
package struct Appointment: Sendable, Hashable {
    /// Who says so. Raw words are stable.
    package enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
        /// Computed from the procedure's time and the calendar: to be shown as an estimate.
        case estimate
        case portal
    }

    package let due: LocalMoment
    package let basis: Basis
    /// For an estimate: that it is one, the years whose calendar is missing, and the holidays on which it rests that are not certain.
    package let warnings: [DomainWarning]

    /// Whether people must be told that the date is only an estimate.
    package var isEstimate: Bool { basis == .estimate }

    init(due: LocalMoment, basis: Basis, warnings: [DomainWarning]) {
        self.due = due
        self.basis = basis
        self.warnings = warnings
    }

    /// The portal's appointment, at a moment given in seconds since 1970 in UTC.
    package init(byPortalAtSecondsSince1970 seconds: Int64) {
        self.init(due: LocalMoment(secondsSince1970: seconds), basis: .portal, warnings: [])
    }

    /// The date to show: the portal's if there is one, the estimate otherwise.
    package static func toShow(portal: Appointment?, estimate: Appointment?) -> Appointment? { portal ?? estimate }
}

extension WorkingCalendar {
    /// When a matter that was received at `received` (seconds since 1970 in UTC) is due, by the catalogue's time:
    /// - `working_day`: the day of receipt does not count; the end of the N-th working day after it.
    /// - `day`: the end of the N-th day after it; of the next working day if offices are closed then (Bộ luật Dân sự 2015, Art. 148.5).
    /// - `hour`: so many working hours, from the receipt or, outside of the hours, from the next session.
    /// - `same_day`, `immediate`: the end of a working day on which it came by 15:00, else the end of the next working day.
    ///
    /// It is an estimate, and says so, with what was not known.
    package func estimate(_ time: ProcessingTime, receivedAt received: Int64) -> Appointment {
        let start = LocalMoment(secondsSince1970: received)
        let amount = min(max(0, time.amount), 10_000)
        let due: LocalMoment
        switch time.unit {
        case .workingDay:
            // None is as good as the same day.
            if amount == 0 { return estimate(ProcessingTime(amount: 0, unit: .sameDay), receivedAt: received) }
            var day = start.day
            for _ in 0..<amount { day = workingDay(after: day) }
            due = closing(of: day)
        case .day:
            let last = start.day.advanced(by: amount)
            due = closing(of: isWorking(last) ? last : workingDay(after: last))
        case .hour: due = end(ofWorkingMinutes: amount * 60, from: start)
        case .sameDay, .immediate:
            let isToday = isWorking(start.day) && start.second <= hours(on: start.day).lastReceipt * 60
            due = closing(of: isToday ? start.day : workingDay(after: start.day))
        }
        return Appointment(due: due, basis: .estimate, warnings: doubts(from: start.day, to: due.day))
    }

    private func closing(of day: CivilDay) -> LocalMoment { LocalMoment(day, minute: hours(on: day).closing) }

    private func end(ofWorkingMinutes minutes: Int, from start: LocalMoment) -> LocalMoment {
        var (day, left) = (start.day, minutes * 60)
        var earliest = start.second
        while true {
            if isWorking(day) {
                for session in hours(on: day).sessions where session.to * 60 > earliest {
                    let from = max(session.from * 60, earliest)
                    let length = session.to * 60 - from
                    if left <= length {
                        var moment = LocalMoment(day, minute: 0)
                        moment.second = from + left
                        return moment
                    }
                    left -= length
                }
            }
            day = workingDay(after: day)
            earliest = 0
        }
    }

    /// What the estimate does not know about the days that it ran through.
    private func doubts(from first: CivilDay, to last: CivilDay) -> [DomainWarning] {
        var warnings = [DomainWarning(.estimatedAppointment, field: "due_at")]
        for year in first.year...max(first.year, last.year) where years[year] == nil {
            warnings.append(DomainWarning(.calendarMissing, field: "due_at", parameters: ["year": String(year)]))
        }
        let uncertain = (first.year...max(first.year, last.year))
            .flatMap { year in (years[year]?.off ?? []) + (years[year]?.makeUp ?? []) }
            .filter { !$0.isCertain && first <= $0.day && $0.day <= last }
        for exception in uncertain.sorted(by: { $0.day < $1.day }) {
            warnings.append(
                DomainWarning(
                    .uncertainHoliday, field: "due_at",
                    parameters: ["day": exception.day.written, "name": exception.name]))
        }
        return warnings
    }
}
