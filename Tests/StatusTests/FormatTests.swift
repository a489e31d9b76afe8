import Status
import SyncProtocol
import Testing

struct FormatTests {
    @Test(arguments: [(0, "0 đ"), (999, "999 đ"), (1000, "1.000 đ"), (1_500_000, "1.500.000 đ"), (-20_000, "-20.000 đ")])
    func `money has dots and no odd spaces`(amount: Int64, expected: String) {
        #expect(Format.money(amount) == expected)
    }

    @Test func `the lowest number there is can be written`() {
        #expect(Format.money(.min).hasPrefix("-9.223.372"))
    }

    @Test(arguments: [
        ("2026-11-23T17:30:00Z", "24/11/2026 00:30"), ("2026-12-31T16:59:59.999Z", "31/12/2026 23:59"),
        ("1969-12-31T16:59:00Z", "31/12/1969 23:59"),
    ])
    func `times are the desk's`(moment: String, expected: String) throws {
        #expect(Format.dateTime(try #require(Timestamp(moment))) == expected)
    }

    @Test func `a time of today is short, of another day whole`() throws {
        let now = try #require(Timestamp("2026-11-24T03:00:00Z"))
        #expect(Format.shortTime(now, now: now) == "10:00")
        #expect(Format.shortTime(now + .seconds(-86_400), now: now) == "23/11/2026 10:00")
    }

    @Test(arguments: [
        (Int64(0), "0 byte", "0 bytes"), (1, "1 byte", "1 byte"), (999, "999 byte", "999 bytes"), (1000, "1 kB", "1 kB"),
        (1500, "1,5 kB", "1.5 kB"), (9960, "10 kB", "10 kB"), (999_700, "1 MB", "1 MB"), (52_428_800, "52 MB", "52 MB"),
        (3_200_000_000, "3,2 GB", "3.2 GB"),
    ])
    func `sizes have one unit and at most one decimal`(count: Int64, vi: String, en: String) {
        #expect(Format.bytes(count, .vi) == vi)
        #expect(Format.bytes(count, .en) == en)
    }

    @Test(arguments: [
        (0.0, "0 giây", "0 s"), (89, "89 giây", "89 s"), (180, "3 phút", "3 min"), (7500, "2 giờ 5 phút", "2 h 5 min"),
        (10_800, "3 giờ", "3 h"),
        (90_000, "1 ngày 1 giờ", "1 d 1 h"), (1_000_000, "12 ngày", "12 d"), (-5, "0 giây", "0 s"),
        (.infinity, "1157407 ngày", "1157407 d"),
    ])
    func `durations are as exact as a person needs`(seconds: Double, vi: String, en: String) {
        #expect(Format.duration(seconds: seconds, .vi) == vi)
        #expect(Format.duration(seconds: seconds, .en) == en)
    }

    @Test func `a time that is not a number is no crash`() {
        #expect(!Format.duration(seconds: .nan, .en).isEmpty)
        #expect(Format.rate(.nan, .en) == "0 bytes/s")
        #expect(Format.rate(45_000, .vi) == "45 kB/giây")
    }

    @Test func `ages are told from now`() throws {
        let now = Timestamp(seconds: 1_000_000)
        #expect(Format.relative(now + .seconds(-180), now: now, .vi) == "3 phút trước")
        #expect(Format.relative(now + .seconds(300), now: now, .vi) == "sau 5 phút")
        #expect(Format.relative(now + .seconds(-1), now: now, .en) == "just now")
    }
}
