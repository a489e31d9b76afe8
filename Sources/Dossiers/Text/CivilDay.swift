import Foundation

/// A day of the calendar, without time or zone: a birth, a card's date of issue, the first day a procedure is in force.
/// Spelt `YYYY-MM-DD` in JSON and `dd/MM/yyyy` for people.
package struct CivilDay: Sendable, Hashable, Comparable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// `nil` for a day that the Gregorian calendar does not have; years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDay.daysInMonth(month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `1990-02-28`; `nil` for anything else.
    package init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = DigitText.number(parts[0]), let month = DigitText.number(parts[1]), let day = DigitText.number(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads what a person writes: `1990-02-28`, `28/02/1990`, `1/3/2021`, `28-02-1990`, `28.2.1990`; day before month. `nil` for anything else.
    package init?(written text: String) {
        if let day = CivilDay(iso: text) {
            self = day
            return
        }
        for separator in ["/", "-", "."] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count), parts[2].count == 4,
                let day = DigitText.number(parts[0]), let month = DigitText.number(parts[1]),
                let year = DigitText.number(parts[2])
            else { continue }
            self.init(year: year, month: month, day: day)
            return
        }
        return nil
    }

    /// The day it is in Việt Nam (UTC+7 all year) at a moment given in seconds since 1970 in UTC.
    package init(inVietnamAtSecondsSince1970 seconds: Int64) {
        self = LocalMoment(secondsSince1970: seconds).day
    }

    /// The day so many days after 1970-01-01, by Howard Hinnant's public-domain description of the civil calendar: eras of 400 years that begin
    /// in March. Days outside of the years that a day can have stay at the edge.
    package init(daysSince1970 number: Int) {
        let days = min(max(number, CivilDay.firstNumber), CivilDay.lastNumber)
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        self.day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        self.month = month
        self.year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 0001-01-01 and 9999-12-31.
    private static let firstNumber = -719_162
    private static let lastNumber = 2_932_896

    /// Days since 1970-01-01, by the same description.
    package var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day so many days later; earlier when `days` is negative.
    package func advanced(by days: Int) -> CivilDay {
        let (number, overflow) = daysSince1970.addingReportingOverflow(days)
        return CivilDay(daysSince1970: overflow ? (days < 0 ? Int.min : Int.max) : number)
    }

    /// 1 for Monday to 7 for Sunday; 1970-01-01 was a Thursday.
    package var weekday: Int {
        let place = (daysSince1970 + 3) % 7
        return (place < 0 ? place + 7 : place) + 1
    }

    package static func < (a: CivilDay, b: CivilDay) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// `1990-02-28`
    package var iso: String { "\(DigitText.pad(year, 4))-\(DigitText.pad(month, 2))-\(DigitText.pad(day, 2))" }

    /// `28/02/1990`, as Vietnamese papers write it, without regard to the machine's locale.
    package var written: String { "\(DigitText.pad(day, 2))/\(DigitText.pad(month, 2))/\(DigitText.pad(year, 4))" }

    /// `ngày 05 tháng 3 năm 2026`, as the text of a Vietnamese document has it: a day of one digit gets a zero, a month only when it is 1 or 2, so
    /// that neither can be changed by a stroke of the pen (domain.md, 3.2).
    package var inDocument: String {
        "ngày \(DigitText.pad(day, 2)) tháng \(month < 3 ? DigitText.pad(month, 2) : String(month)) năm \(year)"
    }

    private static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDay: CustomStringConvertible {
    package var description: String { iso }
}

extension CivilDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = CivilDay(iso: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day written YYYY-MM-DD")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso)
    }
}
