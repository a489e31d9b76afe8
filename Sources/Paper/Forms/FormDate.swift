/// Dates and times in the words of an administrative document: the day has two digits always, the month a leading 0 for
/// January and February alone, so that nobody can put a 1 before them (domain.md, 3.2).
package enum FormDate {
    /// Such as `ngày 05 tháng 3 năm 2026`, or `ngày 05 tháng 02 năm 2026`.
    package static func words(day: Int, month: Int, year: Int) -> String {
        "ngày \(twoDigits(day)) tháng \(month < 3 ? twoDigits(month) : String(month)) năm \(year)"
    }

    /// Such as `09 giờ 05 phút, ngày 05 tháng 3 năm 2026`.
    package static func words(hour: Int, minute: Int, day: Int, month: Int, year: Int) -> String {
        "\(twoDigits(hour)) giờ \(twoDigits(minute)) phút, \(words(day: day, month: month, year: year))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
