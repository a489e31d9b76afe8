package import Dossiers
package import Status

/// What is known of the place that the desk stands in: data of `kiosk-config/`, which differ from province to province.
package struct Site: Sendable {
    package var calendar: WorkingCalendar
    /// `nil` where no file of communes is there, or one is wrong: addresses are then taken as they are.
    package var communes: CommuneRegister?
    /// Files that are wrong and were left out. Work goes on without them; `doctor` tells.
    package var problems: [KioskProblem]

    package init(
        calendar: WorkingCalendar = .weekendsOnly, communes: CommuneRegister? = nil, problems: [KioskProblem] = []
    ) {
        self.calendar = calendar
        self.communes = communes
        self.problems = problems
    }
}
