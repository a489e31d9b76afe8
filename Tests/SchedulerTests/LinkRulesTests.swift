import Dossiers
import Scheduler
import SyncProtocol
import Testing

@Suite struct LinkRulesTests {
    private static let big: Int64 = 312_000_000
    private static let middle: Int64 = 1 << 20

    private func window(_ text: String) throws -> DayWindow { try #require(DayWindow(text)) }

    /// A moment as a wall clock in Việt Nam shows it.
    private func moment(_ day: String, _ time: String = "00:00", second: Int64 = 0) throws -> Timestamp {
        let minute = try #require(OfficeHours.minute(time))
        return Timestamp(
            seconds: LocalMoment(try #require(CivilDay(iso: day)), minute: minute).secondsSince1970 + second)
    }

    @Test func `without rules everything goes at any time`() throws {
        let rules = LinkRules()
        #expect(
            rules.mayGo(bytes: .max, at: try moment("2026-11-24"), spentToday: .max, spentThisMonth: .max) == .now)
        #expect(rules.left(spentToday: .max, spentThisMonth: .max) == nil)
    }

    @Test(arguments: [
        ("2026-11-24", "21:59", "2026-11-24", "22:00"), ("2026-11-24", "05:30", "2026-11-24", "22:00"),
        ("2026-12-31", "12:00", "2026-12-31", "22:00"),
    ])
    func `a big file waits for the hours that go on over midnight`(
        _ day: String, _ time: String, _ opensOn: String, _ opensAt: String
    ) throws {
        let rules = LinkRules(bigFiles: [try window("22:00-05:30")])
        let decision = rules.mayGo(bytes: Self.big, at: try moment(day, time), spentToday: 0, spentThisMonth: 0)
        #expect(decision == .from(try moment(opensOn, opensAt), .windowClosed))
        #expect(rules.mayGo(bytes: Self.middle, at: try moment(day, time), spentToday: 0, spentThisMonth: 0) == .now)
    }

    @Test(arguments: ["22:00", "23:59", "00:00", "05:29"])
    func `a big file goes from the first to the last second of its hours`(_ time: String) throws {
        let rules = LinkRules(bigFiles: [try window("22:00-05:30")])
        for second: Int64 in [0, 59] {
            let now = try moment("2028-02-29", time, second: second)
            #expect(rules.mayGo(bytes: Self.big, at: now, spentToday: 0, spentThisMonth: 0) == .now)
        }
    }

    @Test(arguments: [
        ("2026-11-30", "2026-12-01"), ("2026-12-31", "2027-01-01"), ("2028-02-28", "2028-02-29"), ("2028-02-29", "2028-03-01"),
        ("2027-02-28", "2027-03-01"),
    ])
    func `a budget of the day that is spent comes back at midnight`(_ day: String, _ next: String) throws {
        let rules = LinkRules(dailyBytes: 50 << 20)
        for time in ["00:00", "12:00", "23:59"] {
            let decision = rules.mayGo(
                bytes: Self.middle, at: try moment(day, time), spentToday: 50 << 20, spentThisMonth: 50 << 20)
            #expect(decision == .from(try moment(next), .budgetSpent))
        }
    }

    @Test(arguments: [
        ("2028-01-31", "2028-02-01"), ("2028-02-01", "2028-03-01"), ("2028-02-29", "2028-03-01"), ("2026-12-01", "2027-01-01"),
        ("2026-11-30", "2026-12-01"),
    ])
    func `a budget of the month that is spent comes back with the next month`(_ day: String, _ next: String) throws {
        let rules = LinkRules(dailyBytes: 50 << 20, monthlyBytes: 1 << 30)
        let decision = rules.mayGo(bytes: Self.middle, at: try moment(day, "12:00"), spentToday: 0, spentThisMonth: 1 << 30)
        #expect(decision == .from(try moment(next), .budgetSpent))
    }

    @Test func `a small file goes when the hours are over and the budget is spent`() throws {
        let rules = LinkRules(
            dailyBytes: 1 << 20, bigFiles: [try window("22:00-05:30")], bigFileBytes: 1 << 20, smallBytes: 100_000)
        let now = try moment("2026-11-24", "12:00")
        #expect(rules.mayGo(bytes: 100_000, at: now, spentToday: .max, spentThisMonth: .max) == .now)
        #expect(rules.mayGo(bytes: 100_001, at: now, spentToday: .max, spentThisMonth: .max) != .now)
    }

    @Test func `what keeps a file back for longest is told, and the moment is when all let it go`() throws {
        let rules = LinkRules(dailyBytes: 50 << 20, bigFiles: [try window("12:00-13:00"), try window("22:00-23:00")])
        func decision(_ time: String, _ spent: Int64) throws -> LinkRules.Decision {
            rules.mayGo(bytes: Self.big, at: try moment("2026-11-24", time), spentToday: spent, spentThisMonth: spent)
        }
        #expect(try decision("14:00", 0) == .from(try moment("2026-11-24", "22:00"), .windowClosed))
        // The window opens before the budget does: told is the budget, and meant the first window after it.
        #expect(try decision("14:00", 50 << 20) == .from(try moment("2026-11-25", "12:00"), .budgetSpent))
        #expect(try decision("12:30", 50 << 20) == .from(try moment("2026-11-25", "12:00"), .budgetSpent))
        #expect(try decision("23:30", 50 << 20) == .from(try moment("2026-11-25", "12:00"), .windowClosed))
    }

    @Test func `a rest of a budget that is no piece of a file is spent`() throws {
        let rules = LinkRules(dailyBytes: 1 << 20)
        #expect(rules.left(spentToday: (1 << 20) - (16 << 10), spentThisMonth: 0) == 16 << 10)
        #expect(rules.left(spentToday: (1 << 20) - 1, spentThisMonth: 0) == 0)
        let now = try moment("2026-11-24")
        #expect(rules.mayGo(bytes: Self.big, at: now, spentToday: (1 << 20) - 1, spentThisMonth: 0) != .now)
    }

    @Test(arguments: [
        "", "22:00", "25:00-05:30", "22:00-24:01", "22:60-05:30", "2:00-05:30", "08:00-08:00", "00:00-5", "24:00-01:00",
    ])
    func `hours that no clock shows are none`(_ text: String) { #expect(DayWindow(text) == nil) }

    /// A year with a leap day, every minute where a month begins and ends and every thirteenth else, and the seconds around it: a moment
    /// that lies ahead, not too far, at which the file goes.
    @Test(arguments: [
        (["22:00-05:30"], 368), (["00:00-00:01"], 33), (["23:59-24:00"], 33), (["12:00-13:00", "22:00-05:30"], 33), ([], 33),
    ])
    func `at any minute of a year the file goes, or a moment is named at which it does`(
        _ windows: [String], _ days: Int
    ) async throws {
        let rules = LinkRules(dailyBytes: 50 << 20, monthlyBytes: 1 << 30, bigFiles: try windows.map(window))
        let start = try moment("2027-12-31", "23:00")
        for day in 0..<Int64(days) {
            // So much work at once is not to keep other tests from the processor.
            await Task.yield()
            var shown: Set<[Int64]> = []
            let today = CivilDay(at: start + .seconds(day * 86_400))
            let isEdge = today.day == 1 || today.advanced(by: 1).day == 1 || today.advanced(by: 2).day == 1
            for minute in stride(from: Int64(0), to: 1440, by: isEdge ? 1 : 13) {
                // Nothing spent, the day's, the month's, by turns.
                let spent = minute % 3
                let now = start + .seconds(day * 86_400 + minute * 60 + spent)
                let (today, month): (Int64, Int64) = spent == 0 ? (0, 0) : spent == 1 ? (50 << 20, 50 << 20) : (0, 1 << 30)
                let decision = rules.mayGo(bytes: Self.big, at: now, spentToday: today, spentThisMonth: month)
                // A failed expectation for each of half a million minutes would take the test's time.
                guard case .from(let moment, _) = decision else {
                    guard spent == 0 else { throw Wrong(now: now, moment: now) }
                    continue
                }
                guard moment > now, moment - now <= .seconds((spent == 2 ? 33 : 2) * 86_400) else {
                    throw Wrong(now: now, moment: moment)
                }
                let (before, after) = (CivilDay(at: now), CivilDay(at: moment))
                let isSameMonth = (before.year, before.month) == (after.year, after.month)
                let rest = (today: before == after ? today : 0, month: isSameMonth ? month : 0)
                guard shown.insert([moment.milliseconds, rest.today, rest.month]).inserted else { continue }
                let then = rules.mayGo(bytes: Self.big, at: moment, spentToday: rest.today, spentThisMonth: rest.month)
                guard then == .now else { throw Wrong(now: now, moment: moment) }
            }
        }
    }

    private struct Wrong: Error {
        let now: Timestamp
        let moment: Timestamp
    }
}

@Suite struct LinkSpendingTests {
    private let noon = Timestamp(seconds: 1_795_497_600)

    @Test func `a new day and a new month begin with nothing spent`() {
        var spending = LinkSpending()
        spending.add(100, at: noon)
        spending.add(50, at: noon + .seconds(86_400))
        #expect(spending.today(at: noon) == 100 && spending.thisMonth(at: noon) == 150)
        #expect(spending.today(at: noon + .seconds(2 * 86_400)) == 0)
        #expect(spending.thisMonth(at: noon + .seconds(20 * 86_400)) == 0)
    }

    @Test func `a clock that is set forth and back forgets nothing`() {
        var spending = LinkSpending()
        spending.add(100, at: noon)
        for day: Int64 in [400, 30_000, -10_000] { spending.add(7, at: noon + .seconds(day * 86_400)) }
        #expect(spending.today(at: noon) == 100 && spending.thisMonth(at: noon) == 100)
    }

    @Test func `it stays small, and the days of the month are kept`() {
        var spending = LinkSpending()
        for day: Int64 in 0..<1000 { spending.add(1, at: noon + .seconds(day * 86_400)) }
        let kept = LinkSpending(json: spending.json)
        #expect(kept == spending && kept.json.objectValue?.count == 64)
        let last = noon + .seconds(999 * 86_400)
        #expect(kept.thisMonth(at: last) == Int64(CivilDay(at: last).day))
    }

    @Test func `what cannot be read is nothing spent`() {
        let spending = LinkSpending(json: ["2026-11-24": .string("x"), "2026-13-01": 5, "2026-11-23": .integer(-1)])
        #expect(spending == LinkSpending() && LinkSpending(json: nil) == LinkSpending())
    }

    @Test func `more than a number holds is the most that it holds`() {
        var spending = LinkSpending()
        spending.add(.max, at: noon)
        spending.add(.max, at: noon)
        spending.add(5, at: noon + .seconds(86_400))
        #expect(spending.today(at: noon) == .max && spending.thisMonth(at: noon) == .max)
    }
}

extension CivilDay {
    init(at moment: Timestamp) { self.init(inVietnamAtSecondsSince1970: moment.milliseconds / 1000) }
}
