/// The days of one year on which offices are closed, or work though it is a weekend: announced year by year, therefore data
/// (`kiosk-config/calendars/`), never a rule of the program (domain.md, 4.3).
package struct CalendarYear: Sendable, Hashable {
    /// A day that is not what its weekday says.
    package struct Exception: Sendable, Hashable {
        package let day: CivilDay
        /// Why, in Vietnamese.
        package let name: String
        /// Whether a source says so; an appointment that rests on one that is not certain says it.
        package let isCertain: Bool
    }

    package let year: Int
    /// Where the days were found, for people.
    package let source: String
    /// When somebody last compared them with the source.
    package let checkedOn: CivilDay?
    package let hours: OfficeHours
    /// Holidays, days given for holidays on a weekend, and days swapped away; in order.
    package let off: [Exception]
    /// Weekend days that are worked for a day swapped away; in order.
    package let makeUp: [Exception]
}
