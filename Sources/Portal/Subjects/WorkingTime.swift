import Dossiers
import SyncProtocol

/// Appointments, in Việt Nam's time (UTC+7 all year), from Monday to Friday. Holidays are the office's to know.
enum WorkingTime {
    private static let offset: Int64 = 7 * 3600
    private static let day: Int64 = 86_400
    /// The offices close at 17:00; what comes after 15:00 is the next working day's (domain.md, 4.3).
    private static let closing: Int64 = 17 * 3600
    private static let lastForToday: Int64 = 15 * 3600

    /// When a time that begins at `start` is over.
    static func end(of time: ProcessingTime, from start: Timestamp) -> Timestamp {
        let local = start.milliseconds / 1000 + offset
        let today = local / day
        let amount = Int64(max(0, time.amount))
        switch time.unit {
        case .hour: return Timestamp(milliseconds: start.milliseconds + amount * 3_600_000)
        case .day: return atClosing(today + amount)
        case .workingDay: return atClosing(workingDay(after: today, count: amount))
        case .sameDay, .immediate:
            let isToday = isWorkingDay(today) && local % day <= lastForToday
            return atClosing(isToday ? today : workingDay(after: today, count: 1))
        }
    }

    /// The day in Việt Nam as dossier codes have it: `YYMMDD`.
    static func sixDigits(_ moment: Timestamp) -> String {
        let civil = CivilDay(inVietnamAtSecondsSince1970: moment.milliseconds / 1000)
        return String(civil.iso.filter { $0 != "-" }.suffix(6))
    }

    /// The day of receipt does not count. Of more than ten years the rest is not walked.
    private static func workingDay(after start: Int64, count: Int64) -> Int64 {
        var (date, left) = (start, min(count, 2600))
        while left > 0 || !isWorkingDay(date) {
            date += 1
            if isWorkingDay(date) { left -= 1 }
        }
        return date
    }

    /// Day 0, 1970-01-01, was a Thursday.
    private static func isWorkingDay(_ date: Int64) -> Bool { (1...5).contains((date + 4) % 7) }

    private static func atClosing(_ date: Int64) -> Timestamp { Timestamp(seconds: date * day + closing - offset) }
}
