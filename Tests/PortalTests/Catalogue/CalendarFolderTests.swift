import Dossiers
import Foundation
import SyncProtocol
import Testing

@testable import Portal

@Suite(.timeLimit(.minutes(1))) struct CalendarFolderTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../kiosk-config/calendars").standardized.path

    private func put(_ text: String, _ name: String, in folder: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }

    @Test func `the shipped calendars are found beside the program`() throws {
        try withFolder { home in
            let calendar = try CalendarFolder.find(setting: nil, home: home)
            #expect(try calendar == CalendarFolder.load(Self.shipped) && calendar.years.keys.contains(2026))
        }
    }

    @Test func `a portal's own calendars win`() throws {
        try withFolder { home in
            try FileManager.default.createDirectory(atPath: home + "/calendars", withIntermediateDirectories: false)
            #expect(try CalendarFolder.find(setting: nil, home: home) == .weekendsOnly)
            try put(
                #"{"year": 2031, "source": "thử", "off": [{"date": "2031-01-01", "name": "Tết"}]}"#, "a.json",
                in: home + "/calendars")
            try put("no calendar", "README.md", in: home + "/calendars")
            #expect(try CalendarFolder.find(setting: nil, home: home).years.keys.sorted() == [2031])
        }
    }

    @Test func `a wrong day is told with its file and row, and stops the portal`() throws {
        try withFolder { folder in
            try put(#"{"year": 2031, "source": "thử", "off": [{"date": "2031-02-30", "name": "Tết"}]}"#, "vn.json", in: folder)
            let error = #expect(throws: PortalError.self) { try CalendarFolder.load(folder) }
            #expect(error?.exitCode == 78 && error?.english.contains("vn.json: off.0.date") == true)
        }
    }

    @Test func `a folder that is not there is told`() {
        #expect(throws: PortalError.self) { try CalendarFolder.find(setting: "/nonexistent/calendars", home: "/tmp") }
    }

    @Test(arguments: [true, false]) func `an appointment rests on the holidays, and a year without them is said`(isKnown: Bool)
        async throws
    {
        // The bench's day is Tuesday, 24 November 2026; its procedure takes one working day.
        let year = try CalendarYear.load(
            json: Data(#"{"year": 2026, "source": "thử", "off": [{"date": "2026-11-25", "name": "Nghỉ", "certain": true}]}"#.utf8)
        )
        let bench = try SyncDeskBench(calendar: isKnown ? WorkingCalendar([year]) : .weekendsOnly)
        let caller = try await bench.kiosk("k1", unit: "1")
        let (owner, dossier) = (bench.id(), bench.id())
        _ = try await bench.send(.accountPut, owner, SyncDeskBench.account("001090000001"), as: caller)
        _ = try await bench.send(.dossierPut, dossier, ["procedure": "1.001193", "owner": .string(owner)], as: caller)
        _ = try await bench.send(.dossierSubmit, dossier, ["files": 0], as: caller)
        let state = try #require(try await bench.changes(for: caller).changes.first { $0.subject == dossier }?.state)
        #expect(state["due_at"]?.stringValue == (isKnown ? "2026-11-26T10:00:00Z" : "2026-11-25T10:00:00Z"))
        let note = state["steps"]?.arrayValue?.last?["note"]?.stringValue
        #expect(isKnown ? note == nil : note?.contains("2026") == true)
    }

    @Test func `the day of a code is Việt Nam's`() throws {
        #expect(PortalNumbers.sixDigits(try #require(Timestamp("2026-11-24T16:59:59Z"))) == "261124")
        #expect(PortalNumbers.sixDigits(try #require(Timestamp("2026-11-24T17:00:00Z"))) == "261125")
    }
}
