import Foundation
import Testing

@testable import Dossiers

@Suite struct VietnameseOrderTests {
    @Test func `letters stand as in the Vietnamese alphabet`() {
        let letters = ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "p", "u", "ư", "v", "y"]
        #expect(letters.reversed().sorted { VietnameseOrder.compare($0, $1) == .orderedAscending } == letters)
    }

    @Test func `tones stand after letters, in the order of the schools`() {
        let words = ["a", "à", "ả", "ã", "á", "ạ", "an", "àn", "anh", "ă", "ằ"]
        #expect(words.reversed().sorted { VietnameseOrder.compare($0, $1) == .orderedAscending } == words)
    }

    @Test func `names stand by the given name, then by the family name`() {
        let names = [
            "A Ánh", "Lê Thị Bình", "Nguyễn An Bình", "Y Blar", "Trần Văn Dũng", "Đào", "Phạm Đức", "Bùi Ê", "A Thu", "Thu",
        ]
        let expected = [
            "A Ánh", "Lê Thị Bình", "Nguyễn An Bình", "Y Blar", "Trần Văn Dũng", "Đào", "Phạm Đức", "Bùi Ê", "Thu", "A Thu",
        ]
        #expect(names.reversed().sorted { VietnameseOrder.compareNames($0, $1) == .orderedAscending } == expected)
        #expect(VietnameseOrder.sorted(Array(names.reversed()), byName: { $0 }) == expected)
    }

    @Test func `texts stand word by word, whatever the values are`() {
        let places = ["Mô Rai", "Đắk Tô", "Dak Glei", "Ia Đal", "Sa Thầy", "Sa Bình", "Sa", "Ia Dal"]
        let expected = ["Dak Glei", "Đắk Tô", "Ia Dal", "Ia Đal", "Mô Rai", "Sa", "Sa Bình", "Sa Thầy"]
        #expect(VietnameseOrder.sorted(places.enumerated().map { ($0.offset, $0.element) }, by: \.1).map(\.1) == expected)
    }

    @Test func `both normal forms are the same name`() {
        let name = "Nguyễn Thị Đào"
        #expect(VietnameseOrder.compareNames(name, name.decomposedStringWithCanonicalMapping) == .orderedSame)
    }

    @Test func `the index key sorts as the names do`() {
        let names = samples.filter { !$0.isEmpty }
        for a in names {
            for b in names where VietnameseOrder.nameKey(a) != VietnameseOrder.nameKey(b) {
                let byKey = VietnameseOrder.nameKey(a).lexicographicallyPrecedes(VietnameseOrder.nameKey(b))
                #expect(byKey == (VietnameseOrder.compareNames(a, b) == .orderedAscending))
            }
        }
    }
}

@Suite struct FormatTests {
    @Test(arguments: [
        (0, "0 đ"), (999, "999 đ"), (7_000, "7.000 đ"), (1_500_000, "1.500.000 đ"), (-8_000, "-8.000 đ"),
        (1_000_000_000, "1.000.000.000 đ"),
    ])
    func `money has dots and a plain space`(amount: Int, text: String) {
        #expect(Money.format(amount) == text)
    }

    @Test(arguments: [
        ("1990-02-28", "28/02/1990"), ("28/02/1990", "28/02/1990"), ("1/3/2021", "01/03/2021"), ("29.2.2024", "29/02/2024"),
    ])
    func `days are read as people write them`(text: String, written: String) {
        #expect(CivilDay(written: text)?.written == written)
    }

    @Test(arguments: [
        "31/02/2021", "2021-02-29", "2021-2-01", "00/01/2020", "1990", "28/02/90", "+1/02/1990", "", "2021-13-01", "１/02/1990",
    ])
    func `days that do not exist are not read`(text: String) {
        #expect(CivilDay(written: text) == nil)
    }

    @Test(
        arguments: [
            (1_614_556_800, "2021-03-01"), (1_614_531_599, "2021-02-28"), (1_614_531_600, "2021-03-01"), (-1, "1970-01-01"),
            (-25_201, "1969-12-31"),
        ] as [(Int64, String)])
    func `the day in Việt Nam turns at 17 hours UTC`(seconds: Int64, day: String) {
        #expect(CivilDay(inVietnamAtSecondsSince1970: seconds).iso == day)
    }

    @Test(arguments: [
        ("2026-11-24T01:02:03Z", true), ("2026-11-24T01:02:03.456+07:00", true), ("2026-02-30T01:02:03Z", false),
        ("2026-11-24", false),
        ("2026-11-24T25:02:03Z", false), ("2026-11-24T01:02:03", false), ("2026-11-24T01:02:03.Z", false),
    ])
    func `moments are held to RFC 3339`(text: String, isValid: Bool) {
        #expect(MomentText.isValid(text) == isValid)
    }
}
