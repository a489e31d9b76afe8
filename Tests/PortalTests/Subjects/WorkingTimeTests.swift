import Dossiers
import SyncProtocol
import Testing

@testable import Portal

@Suite struct WorkingTimeTests {
    @Test(arguments: [
        // Tuesday 09:00, Friday 16:00 and Saturday 10:00 in Việt Nam.
        ("2026-11-24T02:00:00Z", 1, ProcessingTime.Unit.workingDay, "2026-11-25T10:00:00Z"),
        ("2026-11-24T02:00:00Z", 5, .workingDay, "2026-12-01T10:00:00Z"),
        ("2026-11-27T09:00:00Z", 1, .workingDay, "2026-11-30T10:00:00Z"),
        ("2026-11-28T03:00:00Z", 1, .workingDay, "2026-11-30T10:00:00Z"),
        ("2026-11-24T02:00:00Z", 7, .day, "2026-12-01T10:00:00Z"),
        ("2026-11-24T02:00:00Z", 24, .hour, "2026-11-25T02:00:00Z"),
        ("2026-11-24T02:00:00Z", 0, .sameDay, "2026-11-24T10:00:00Z"),
        ("2026-11-24T08:30:00Z", 0, .sameDay, "2026-11-25T10:00:00Z"),
        ("2026-11-27T09:00:00Z", 0, .immediate, "2026-11-30T10:00:00Z"),
    ]) func `appointments fall on working days, at the closing hour`(
        _ start: String, _ amount: Int, _ unit: ProcessingTime.Unit, _ end: String
    ) throws {
        let moment = try #require(Timestamp(start))
        #expect(WorkingTime.end(of: ProcessingTime(amount: amount, unit: unit), from: moment).description == end)
    }

    @Test func `the day of a code is Việt Nam's`() throws {
        #expect(WorkingTime.sixDigits(try #require(Timestamp("2026-11-24T16:59:59Z"))) == "261124")
        #expect(WorkingTime.sixDigits(try #require(Timestamp("2026-11-24T17:00:00Z"))) == "261125")
    }
}
