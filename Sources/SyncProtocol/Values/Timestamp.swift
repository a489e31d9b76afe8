/// A moment in milliseconds since 1970-01-01T00:00:00Z, spelt on the wire as RFC 3339 in UTC (protocol.md, section 1).
package struct Timestamp: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// The moment `duration` later. A result out of range stays at the edge rather than trap.
    package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
        let (sum, overflow) = moment.milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        return Timestamp(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// How long after `earlier` this is; negative when it is before.
    package static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        let (difference, overflow) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return .milliseconds(overflow ? (later < earlier ? Int64.min / 2 : Int64.max / 2) : difference)
    }
}

extension Duration {
    /// The duration in whole milliseconds, towards zero.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? .min : .max }
        return scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
    }
}

extension Timestamp: CustomStringConvertible {
    /// `2026-11-24T01:02:03.456Z`; the fraction is left out when it is zero.
    package var description: String {
        let days = milliseconds.flooredDivision(by: 86_400_000)
        // The days' own milliseconds may lie below what the type holds.
        let time = (milliseconds % 86_400_000 + 86_400_000) % 86_400_000
        let (year, month, day) = CivilDate.civil(fromDays: days)
        let fraction = time % 1000
        let clock = "\(pad(time / 3_600_000)):\(pad(time / 60_000 % 60)):\(pad(time / 1000 % 60))"
        return "\(pad(year, 4))-\(pad(month))-\(pad(day))T\(clock)\(fraction == 0 ? "" : ".\(pad(fraction, 3))")Z"
    }

    /// Reads RFC 3339 with any offset and any number of fraction digits; digits past milliseconds are dropped.
    /// `nil` for anything else, impossible dates included. A leap second `:60` counts as the next second.
    package init?(_ text: String) {
        var digits = Array(text.utf8)[...]
        func fail() -> Int64? { nil }
        func take(_ count: Int) -> Int64? {
            guard digits.count >= count else { return fail() }
            var value: Int64 = 0
            for byte in digits.prefix(count) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            digits = digits.dropFirst(count)
            return value
        }
        func skip(_ allowed: StaticString) -> UInt8? {
            guard let byte = digits.first, "\(allowed)".utf8.contains(byte) else { return nil }
            digits = digits.dropFirst()
            return byte
        }
        guard let year = take(4), skip("-") != nil, let month = take(2), skip("-") != nil, let day = take(2),
            CivilDate.isValid(year: year, month: month, day: day), skip("Tt ") != nil,
            let hour = take(2), hour < 24, skip(":") != nil, let minute = take(2), minute < 60,
            skip(":") != nil, let second = take(2), second <= 60
        else { return nil }
        var fraction: Int64 = 0
        if skip(".") != nil {
            var weight: Int64 = 100
            var count = 0
            while let digit = digits.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
                fraction += Int64(digit - UInt8(ascii: "0")) * weight
                weight /= 10
                count += 1
                digits = digits.dropFirst()
            }
            guard count > 0 else { return nil }
        }
        var offset: Int64 = 0
        guard let sign = skip("Zz+-") else { return nil }
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            guard let hours = take(2), hours < 24, skip(":") != nil, let minutes = take(2), minutes < 60 else { return nil }
            offset = (hours * 60 + minutes) * 60_000 * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
        guard digits.isEmpty else { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        let time = (hour * 3600 + minute * 60 + second) * 1000 + fraction
        self.init(milliseconds: days * 86_400_000 + time - offset)
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an RFC 3339 time")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The proleptic Gregorian calendar as arithmetic: days counted from 1970-01-01.
package enum CivilDate {
    package static func isValid(year: Int64, month: Int64, day: Int64) -> Bool {
        (1...9999).contains(year) && (1...12).contains(month) && day >= 1 && day <= length(ofMonth: month, year: year)
    }

    package static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = y.flooredDivision(by: 400)
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let z = days + 719_468
        let era = z.flooredDivision(by: 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp + (mp < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        // Without negating, which the smallest value does not survive.
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}

private func pad(_ value: Int64, _ width: Int = 2) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
