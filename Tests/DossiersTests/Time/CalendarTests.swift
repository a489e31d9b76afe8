import Foundation
import Testing

@testable import Dossiers

/// A file of the project's own data.
func projectFile(_ path: String) throws -> Data {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()
    return try Data(contentsOf: root.appending(path: path))
}

/// The calendars that the project ships.
func shippedCalendar() throws -> WorkingCalendar {
    try WorkingCalendar(
        ["vn-2025", "vn-2026"].map { try CalendarYear.load(json: try projectFile("kiosk-config/calendars/\($0).json")) }
    )
}

@Suite struct CalendarLoadingTests {
    func refusal(_ json: String) -> DomainError? {
        do {
            _ = try CalendarYear.load(json: Data(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func `a calendar is read with its hours`() throws {
        let json = """
            {"year":2027,"source":"x","checked_on":"2026-11-24","hours":[{"from":"08:00","to":"12:00"}],"last_receipt":"11:00",
            "off":[{"date":"2027-09-02","name":"b"},{"date":"2027-01-01","name":"a","certain":true}],"make_up":[{"date":"2027-01-02","name":"c"}]}
            """
        let calendar = try CalendarYear.load(json: Data(json.utf8))
        #expect(calendar.off.map(\.day.iso) == ["2027-01-01", "2027-09-02"])
        #expect(calendar.off.map(\.isCertain) == [true, false])
        #expect(calendar.makeUp.map(\.name) == ["c"])
        #expect(calendar.hours == OfficeHours(sessions: [OfficeHours.Session(from: 480, to: 720)], lastReceipt: 660))
        #expect(try CalendarYear.load(json: Data(#"{"year":2027,"source":"x"}"#.utf8)).hours == .usual)
    }

    @Test(arguments: [
        (#"{"source":"x"}"#, DomainError.Kind.missingField, "year"),
        (#"{"year":2026}"#, .missingField, "source"),
        (#"{"year":2026,"source":"x","holidays":[]}"#, .unknownField, "holidays"),
        (
            #"{"year":2026,"source":"x","off":[{"date":"2026-01-01","name":"a"},{"date":"2026-02-30","name":"b"}]}"#,
            .invalidDate, "off.1.date"
        ),
        (#"{"year":2026,"source":"x","off":[{"date":"01/01/2026","name":"a"}]}"#, .invalidDate, "off.0.date"),
        (#"{"year":2026,"source":"x","off":[{"date":"2025-01-01","name":"a"}]}"#, .invalidDate, "off.0.date"),
        (
            #"{"year":2026,"source":"x","off":[{"date":"2026-01-01","name":"a"},{"date":"2026-01-01","name":"b"}]}"#,
            .invalidDate, "off.1.date"
        ),
        (#"{"year":2026,"source":"x","off":[{"date":"2026-01-01"}]}"#, .missingField, "off.0.name"),
        (#"{"year":2026,"source":"x","off":[{"day":"2026-01-01","name":"a"}]}"#, .unknownField, "off.0.day"),
        (#"{"year":2026,"source":"x","make_up":[{"date":"2026-01-09","name":"a"}]}"#, .invalidDate, "make_up.0.date"),
        (
            #"{"year":2026,"source":"x","off":[{"date":"2026-01-10","name":"a"}],"make_up":[{"date":"2026-01-10","name":"a"}]}"#,
            .invalidDate, "make_up.0.date"
        ),
        (#"{"year":2026,"source":"x","hours":[{"from":"7:30","to":"11:30"}]}"#, .invalidValue, "hours.0.from"),
        (
            #"{"year":2026,"source":"x","hours":[{"from":"13:00","to":"17:00"},{"from":"07:30","to":"11:30"}]}"#,
            .invalidValue, "hours.1"
        ),
        (#"{"year":2026,"source":"x","hours":[{"from":"13:00","to":"12:00"}]}"#, .invalidValue, "hours.0"),
        (#"{"year":2026,"source":"x","last_receipt":"24:00"}"#, .invalidValue, "last_receipt"),
        (#"{"year":2026,"source":"x","checked_on":"today"}"#, .invalidDate, "checked_on"),
        (#"{"year":2026,"source":"x","off":{}}"#, .invalidValue, "off"),
        (#"[]"#, .invalidJSON, ""),
    ])
    func `a wrong calendar is refused by the row's name`(json: String, kind: DomainError.Kind, field: String) {
        #expect(refusal(json)?.kind == kind)
        #expect(refusal(json)?.field == field)
    }

    @Test func `a misspelt member is told with the right one, and a wrong day with the day`() {
        #expect(refusal(#"{"year":2026,"source":"x","makeup":[]}"#)?.hint == "make_up")
        #expect(
            refusal(#"{"year":2026,"source":"x","off":[{"date":"2026-02-30","name":"b"}]}"#)?.detail.contains(
                "2026-02-30") == true)
    }

    @Test func `a year has one calendar`() throws {
        let year = try CalendarYear.load(json: Data(#"{"year":2027,"source":"x"}"#.utf8))
        #expect(kind { () throws(DomainError) in _ = try WorkingCalendar([year, year]) } == .invalidValue)
    }

    @Test(arguments: [
        // Tết 2026, Giỗ Tổ on a Sunday with its compensation, the swap days, the day of culture.
        ("2026-02-13", true), ("2026-02-16", false), ("2026-02-20", false), ("2026-02-23", true), ("2026-04-26", false),
        ("2026-04-27", false), ("2026-04-28", true), ("2026-01-10", true), ("2026-01-17", false), ("2026-11-23", true),
        ("2026-11-24", false), ("2025-09-02", false), ("2025-04-26", true), ("2027-01-01", true), ("2027-01-02", false),
    ])
    func `the shipped calendars know the days`(day: String, isWorking: Bool) throws {
        #expect(try shippedCalendar().isWorking(try #require(CivilDay(iso: day))) == isWorking)
    }

    @Test func `each shipped holiday has its name`() throws {
        let calendar = try shippedCalendar()
        #expect(calendar.exception(on: try #require(CivilDay(iso: "2026-11-24")))?.name == "Ngày Văn hóa Việt Nam")
        #expect(calendar.exception(on: try #require(CivilDay(iso: "2026-11-25"))) == nil)
        #expect(calendar.years.keys.sorted() == [2025, 2026])
    }
}

@Suite struct CivilDayArithmeticTests {
    @Test(arguments: [
        ("1970-01-01", 4), ("2026-11-24", 2), ("2026-04-26", 7), ("2024-02-29", 4), ("1969-12-28", 7),
        ("0001-01-01", 1),
    ])
    func `days have their weekday`(day: String, weekday: Int) {
        #expect(CivilDay(iso: day)?.weekday == weekday)
    }

    @Test(arguments: [
        ("2026-12-31", 1, "2027-01-01"), ("2024-02-28", 1, "2024-02-29"), ("2025-02-28", 1, "2025-03-01"),
        ("2026-03-01", -1, "2026-02-28"),
        ("9999-12-31", 1, "9999-12-31"), ("0001-01-01", -1, "0001-01-01"), ("2026-01-01", Int.max, "9999-12-31"),
    ])
    func `days are counted over months, years and the edges`(day: String, by: Int, end: String) {
        #expect(CivilDay(iso: day)?.advanced(by: by).iso == end)
    }

    @Test func `numbers and days go there and back`() {
        for number in stride(from: -719_162, through: 2_932_896, by: 997) {
            #expect(CivilDay(daysSince1970: number).daysSince1970 == number)
        }
    }

    @Test(arguments: [
        ("2026-03-05", "ngày 05 tháng 3 năm 2026"), ("2026-02-05", "ngày 05 tháng 02 năm 2026"),
        ("2026-01-15", "ngày 15 tháng 01 năm 2026"),
        ("2026-10-01", "ngày 01 tháng 10 năm 2026"), ("2026-12-31", "ngày 31 tháng 12 năm 2026"),
    ])
    func `a document's day has two digits, its month a zero before 1 and 2 alone`(day: String, words: String) {
        #expect(CivilDay(iso: day)?.inDocument == words)
    }
}
