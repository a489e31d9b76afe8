import SyncProtocol
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-24T01:02:03Z", 1_795_482_123_000),
        ("2026-11-24T08:02:03+07:00", 1_795_482_123_000),
        ("2026-11-23T20:32:03-04:30", 1_795_482_123_000), ("2026-11-24T01:02:03.4Z", 1_795_482_123_400),
        ("2026-11-24T01:02:03.456789012345678901234567890Z", 1_795_482_123_456), ("2026-11-24t01:02:03z", 1_795_482_123_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1969-12-31T23:59:59.999Z", -1), ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2026-11-24T01:02:03-00:00", 1_795_482_123_000),
    ])
    func `RFC 3339 is read to the millisecond whatever the offset`(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-24", "2026-11-24T01:02:03", "2026-11-24T01:02Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026-11-24T24:00:00Z",
        "2026-11-24T01:60:00Z", "2026-11-24T01:02:61Z", "2026-11-24T01:02:03.Z", "2026-11-24T01:02:03+7:00",
        "2026-11-24T01:02:03+24:00", "2026-11-24T01:02:03+07:60", "2026-11-24T01:02:03+0700", "2026-11-24T01:02:03Zx",
        " 2026-11-24T01:02:03Z", "26-11-24T01:02:03Z", "٢٠٢٦-11-24T01:02:03Z", "2026-11-24T01:02:-3Z",
    ])
    func `impossible times are refused`(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `a moment is spelt in UTC and read back`() {
        var random = Seeded(3)
        for _ in 0..<5_000 {
            // 0001-01-01 to 9999-12-31
            let moment = Timestamp(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random))
            #expect(Timestamp(moment.description) == moment)
        }
        #expect(Timestamp(milliseconds: 1_795_482_123_000).description == "2026-11-24T01:02:03Z")
        #expect(Timestamp(milliseconds: 1_795_482_123_007).description == "2026-11-24T01:02:03.007Z")
        #expect(Timestamp(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    }

    @Test func `what would leave the range stays at its edge and can be spelt`() {
        #expect(Timestamp(milliseconds: .max) + .seconds(1) == Timestamp(milliseconds: .max))
        #expect(Timestamp(milliseconds: .min) + .seconds(-1) == Timestamp(milliseconds: .min))
        #expect(Timestamp(milliseconds: 5) + .seconds(Int64.max) == Timestamp(milliseconds: .max))
        #expect(Timestamp(milliseconds: .max) - Timestamp(milliseconds: .min) > .zero)
        #expect(Timestamp(milliseconds: .min) - Timestamp(milliseconds: .max) < .zero)
        #expect(!Timestamp(milliseconds: .min).description.isEmpty)
        #expect(!Timestamp(milliseconds: .max).description.isEmpty)
    }

    @Test func `the calendar goes day by day through leap years`() {
        var (year, month, day) = (Int64(1896), Int64(1), Int64(1))
        let first = CivilDate.days(year: year, month: month, day: day)
        for count in 0..<(366 * 210) {
            let date = CivilDate.civil(fromDays: first + Int64(count))
            guard date == (year, month, day) else { Issue.record("day \(count) is wrong"); return }
            day += 1
            if day > CivilDate.length(ofMonth: month, year: year) { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
    }
}

@Suite struct HTTPDateTests {
    @Test func `a date is spelt as RFC 9110 wants it and read back`() {
        let moment = Timestamp(milliseconds: 1_795_482_123_999)
        #expect(HTTPDate.format(moment) == "Tue, 24 Nov 2026 01:02:03 GMT")
        #expect(HTTPDate.parse("Tue, 24 Nov 2026 01:02:03 GMT") == Timestamp(milliseconds: 1_795_482_123_000))
        #expect(HTTPDate.format(Timestamp(milliseconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(HTTPDate.parse("Sat, 31 Dec 2016 23:59:60 GMT") == Timestamp("2017-01-01T00:00:00Z"))
    }

    @Test(arguments: [
        "", "Tuesday, 24-Nov-26 01:02:03 GMT", "Tue Nov 24 01:02:03 2026", "Tue, 24 Nov 2026 01:02:03 UTC",
        "Tue, 31 Feb 2026 01:02:03 GMT",
        "Tue, 24 Nov 2026 25:02:03 GMT", "Tue, 24 Nov 2026 01:02 GMT", "Tue, 24 Nox 2026 01:02:03 GMT",
        "Tue, -4 Nov 2026 01:02:03 GMT",
        "Tue, 24 Nov 99999999999999999999 01:02:03 GMT",
    ])
    func `anything else is no date`(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }
}
