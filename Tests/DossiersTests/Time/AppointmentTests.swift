import Foundation
import Testing

@testable import Dossiers

@Suite struct AppointmentTests {
    /// Seconds since 1970 of a time on the wall in Việt Nam: `2026-11-20 10:00`.
    func moment(_ text: String) throws -> Int64 {
        let parts = text.split(separator: " ")
        let day = try #require(CivilDay(iso: String(parts[0])))
        return LocalMoment(day, minute: try #require(OfficeHours.minute(String(parts[1])))).secondsSince1970
    }

    func estimate(_ amount: Int, _ unit: ProcessingTime.Unit, from received: String) throws -> Appointment {
        try shippedCalendar().estimate(ProcessingTime(amount: amount, unit: unit), receivedAt: try moment(received))
    }

    @Test(arguments: [
        // The domain's reference: Friday 10:00 and three working days end on Wednesday.
        ("2026-11-06 10:00", 3, "2026-11-11"), ("2026-11-06 16:30", 3, "2026-11-11"),
        // Over the day of culture, Tuesday 24 November 2026.
        ("2026-11-20 10:00", 3, "2026-11-26"), ("2026-11-23 09:00", 1, "2026-11-25"),
        ("2026-11-24 09:00", 1, "2026-11-25"),
        // Over the compensation for Giỗ Tổ, Monday 27 April 2026, and the two days after it.
        ("2026-04-24 09:00", 1, "2026-04-28"), ("2026-04-24 09:00", 3, "2026-05-04"),
        // Over Tết, 16 to 20 February 2026.
        ("2026-02-13 09:00", 1, "2026-02-23"), ("2026-02-13 09:00", 5, "2026-02-27"),
        // Over the turn of the year, and a Saturday that is worked.
        ("2025-12-31 09:00", 1, "2026-01-05"), ("2025-12-31 09:00", 6, "2026-01-10"),
        ("2025-04-25 09:00", 1, "2025-04-26"),
        // Received at a weekend.
        ("2026-11-07 10:00", 1, "2026-11-09"), ("2026-11-08 22:00", 3, "2026-11-11"),
    ])
    func `working days end at closing, without the day of receipt`(received: String, amount: Int, day: String) throws {
        let appointment = try estimate(amount, .workingDay, from: received)
        #expect(appointment.due.day.iso == day)
        #expect(appointment.due.timeOfDay == "17:00")
        #expect(appointment.isEstimate)
    }

    @Test(arguments: [
        ("2026-11-23 07:00", "2026-11-23"), ("2026-11-23 15:00", "2026-11-23"), ("2026-11-23 15:01", "2026-11-25"),
        ("2026-11-06 15:01", "2026-11-09"), ("2026-11-07 09:00", "2026-11-09"), ("2026-11-24 09:00", "2026-11-25"),
        ("2026-01-10 09:00", "2026-01-10"),
    ])
    func `what comes after 15:00 or on a day off is the next working day's`(received: String, day: String) throws {
        for unit in [ProcessingTime.Unit.sameDay, .immediate] {
            #expect(try estimate(0, unit, from: received).due.day.iso == day)
        }
        #expect(try estimate(0, .workingDay, from: received).due.day.iso == day)
    }

    @Test(arguments: [
        ("2026-11-02 09:00", 15, "2026-11-17"), ("2026-11-09 09:00", 15, "2026-11-25"),
        ("2026-11-06 09:00", 1, "2026-11-09"), ("2026-11-06 09:00", 0, "2026-11-06"),
    ])
    func `calendar days end on a working day`(received: String, amount: Int, day: String) throws {
        #expect(try estimate(amount, .day, from: received).due.day.iso == day)
    }

    @Test(arguments: [
        ("2026-11-05 09:00", 2, "2026-11-05 11:00"), ("2026-11-05 10:30", 2, "2026-11-05 14:00"),
        ("2026-11-05 16:00", 4, "2026-11-06 10:30"),
        ("2026-11-06 16:00", 8, "2026-11-09 16:00"), ("2026-11-07 09:00", 4, "2026-11-09 11:30"),
        ("2026-11-05 12:00", 1, "2026-11-05 14:00"),
        ("2026-11-05 20:00", 8, "2026-11-06 17:00"), ("2026-11-05 06:00", 0, "2026-11-05 07:30"),
        ("2026-11-05 09:00", 24, "2026-11-10 09:00"),
    ])
    func `hours are working hours`(received: String, amount: Int, due: String) throws {
        let appointment = try estimate(amount, .hour, from: received)
        #expect("\(appointment.due.day.iso) \(appointment.due.timeOfDay)" == due)
    }

    @Test func `an estimate says that it is one, and what it does not know`() throws {
        let known = try estimate(3, .workingDay, from: "2026-11-06 10:00")
        #expect(known.warnings.map(\.kind) == [.estimatedAppointment])
        let doubtful = try estimate(3, .workingDay, from: "2026-11-20 10:00")
        #expect(doubtful.warnings.map(\.kind) == [.estimatedAppointment, .uncertainHoliday])
        #expect(doubtful.warnings.last?.parameters == ["day": "24/11/2026", "name": "Ngày Văn hóa Việt Nam"])
        let beyond = try estimate(5, .workingDay, from: "2026-12-30 10:00")
        #expect(beyond.due.day.iso == "2027-01-06")
        #expect(beyond.warnings.map(\.kind) == [.estimatedAppointment, .calendarMissing])
        #expect(beyond.warnings.last?.parameters == ["year": "2027"])
        let none = WorkingCalendar.weekendsOnly.estimate(
            ProcessingTime(amount: 1, unit: .day), receivedAt: try moment("2026-12-31 10:00"))
        #expect(none.warnings.map { $0.parameters["year"] } == [nil, "2026", "2027"])
    }

    @Test func `the portal's date wins`() throws {
        let portal = Appointment(byPortalAtSecondsSince1970: try moment("2026-12-01 10:00"))
        let estimate = try estimate(3, .workingDay, from: "2026-11-06 10:00")
        #expect(Appointment.toShow(portal: portal, estimate: estimate) == portal)
        #expect(Appointment.toShow(portal: nil, estimate: estimate) == estimate)
        #expect(Appointment.toShow(portal: nil, estimate: nil) == nil)
        #expect(!portal.isEstimate)
        #expect(portal.warnings.isEmpty)
        #expect(portal.due.timeOfDay == "10:00")
    }

    @Test func `absurd times stay at the edge`() throws {
        #expect(try estimate(-5, .workingDay, from: "2026-11-06 10:00").due.day.iso == "2026-11-06")
        let last = WorkingCalendar.weekendsOnly.estimate(ProcessingTime(amount: 3, unit: .workingDay), receivedAt: .max)
        #expect(last.due.day.year == 9987)
        #expect(try estimate(.max, .day, from: "2026-11-06 10:00").due.day.year == 2054)
    }

    @Test func `a moment goes there and back, and is told in the time of Việt Nam`() {
        // 2021-03-01T00:00Z (domain.md, 9).
        let morning = LocalMoment(secondsSince1970: 1_614_556_800)
        #expect(morning.day.written == "01/03/2021")
        #expect(morning.timeOfDay == "07:00")
        for seconds in [0, -1, 1_795_000_000, -25_201, 86_399] as [Int64] {
            #expect(LocalMoment(secondsSince1970: seconds).secondsSince1970 == seconds)
        }
    }
}
