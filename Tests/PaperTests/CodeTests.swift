import Paper
import Testing

struct CodeTests {
    /// The modules as a picture with a quiet zone.
    private static func picture(of symbol: CodeSymbol, rowHeight: Int = 1) -> Picture {
        let quiet = CodeSymbol.barcodeQuietZone
        var picture = Picture(
            width: (symbol.width + 2 * quiet) * 3, height: (symbol.height * rowHeight + 2 * quiet) * 3)
        for row in 0..<symbol.height * rowHeight {
            for column in 0..<symbol.width {
                picture.fill(
                    column: column + quiet, row: row + quiet, side: 3,
                    isDark: symbol.isDark(row: row / rowHeight, column: column))
            }
        }
        return picture
    }

    @Test(
        .enabled(if: ZBar.isInstalled, ZBar.missing), .timeLimit(.minutes(1)),
        arguments: ["H48.53.02-261124-0012", "000.00.53.H48-220921-0099", "a1495221", "0"])
    func `a scanner reads a barcode back`(text: String) async throws {
        let symbol = try CodeSymbol.barcode(text)
        #expect(symbol.height == 1)
        #expect(try await ZBar.codes(in: Self.picture(of: symbol, rowHeight: 30)) == ["CODE-128:" + text])
    }

    @Test(
        .enabled(if: ZBar.isInstalled, ZBar.missing), .timeLimit(.minutes(1)),
        arguments: [
            FormSamples.payment, FormSamples.tracking, "Nguyễn Thị Đào",
            String(repeating: "x", count: CodeSymbol.qrLimit),
        ])
    func `a scanner reads a QR code back`(text: String) async throws {
        let symbol = try CodeSymbol.qr(text)
        #expect(symbol.width == symbol.height && (symbol.width - 17).isMultiple(of: 4))
        #expect(try await ZBar.codes(in: Self.picture(of: symbol)) == ["QR-Code:" + text])
    }

    @Test(
        .enabled(if: ZBar.isInstalled, ZBar.missing), .timeLimit(.minutes(1)), arguments: QRText.Screen.allCases)
    func `a QR code on a terminal is read back, whatever the terminal's colours`(screen: QRText.Screen) async throws {
        var lines = try QRText.lines(FormSamples.payment, on: screen)
        if screen == .colours {
            #expect(lines.allSatisfy { $0.hasPrefix("\u{1B}[30;107m") && $0.hasSuffix("\u{1B}[0m") })
            lines = lines.map { String($0.dropFirst("\u{1B}[30;107m".count).dropLast("\u{1B}[0m".count)) }
        }
        let width = try #require(lines.first?.count)
        #expect(width <= 80 && lines.allSatisfy { $0.count == width })
        // The terminal's ground around it, two characters wide, is what a scanner sees, too.
        let isGroundDark = screen == .darkGround
        var picture = Picture(width: (width + 4) * 4, height: (lines.count * 2 + 4) * 4)
        for row in 0..<lines.count * 2 + 4 {
            for column in 0..<width + 4 { picture.fill(column: column, row: row, side: 4, isDark: isGroundDark) }
        }
        for (row, line) in lines.enumerated() {
            for (column, character) in line.enumerated() {
                let upper = character == "█" || character == "▀"
                let lower = character == "█" || character == "▄"
                picture.fill(column: column + 2, row: 2 * row + 2, side: 4, isDark: upper != isGroundDark)
                picture.fill(column: column + 2, row: 2 * row + 3, side: 4, isDark: lower != isGroundDark)
            }
        }
        #expect(try await ZBar.codes(in: picture) == ["QR-Code:" + FormSamples.payment])
    }

    @Test func `a QR code in ASCII is read back`() async throws {
        for colours in [true, false] {
            let lines = try QRText.plainLines("thu", colours: colours)
            #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
            let symbol = try CodeSymbol.qr("thu")
            let rows = lines.map { $0.replacing("\u{1B}[30;107m", with: "").replacing("\u{1B}[0m", with: "") }
            #expect(rows.count == symbol.height + 4 && rows.allSatisfy { $0.count == 2 * (symbol.width + 4) })
            for row in 0..<symbol.height {
                let signs = Array(rows[row + 2])
                for column in 0..<symbol.width {
                    #expect((signs[2 * (column + 2)] == "#") == (symbol.isDark(row: row, column: column) == colours))
                }
            }
        }
    }

    @Test func `a code has a quiet zone of four modules around it`() throws {
        let lines = try QRText.lines("x", on: .lightGround)
        #expect(lines.prefix(2).allSatisfy { $0.allSatisfy { $0 == " " } })
        #expect(lines.allSatisfy { $0.hasPrefix("    ") && $0.hasSuffix("    ") })
        #expect(lines[2].hasPrefix("    █▀▀▀▀▀█"))
    }

    @Test func `what no code can show is refused`() {
        #expect(throws: CodeError.empty) { try CodeSymbol.barcode("") }
        #expect(throws: CodeError.empty) { try CodeSymbol.qr("") }
        #expect(throws: CodeError.notPrintable) { try CodeSymbol.barcode("hồ sơ") }
        #expect(throws: CodeError.notPrintable) { try CodeSymbol.barcode("a\nb") }
        #expect(throws: CodeError.tooLong(limit: 60)) { try CodeSymbol.barcode(String(repeating: "1", count: 61)) }
        #expect(throws: CodeError.tooLong(limit: 800)) { try CodeSymbol.qr(String(repeating: "1", count: 801)) }
    }

    @Test(arguments: [
        (5, 3, "ngày 05 tháng 3 năm 2026"), (5, 2, "ngày 05 tháng 02 năm 2026"), (31, 1, "ngày 31 tháng 01 năm 2026"),
        (10, 10, "ngày 10 tháng 10 năm 2026"), (1, 12, "ngày 01 tháng 12 năm 2026"),
    ])
    func `a date is worded as on administrative documents`(day: Int, month: Int, words: String) {
        #expect(FormDate.words(day: day, month: month, year: 2026) == words)
        #expect(FormDate.words(hour: 9, minute: 5, day: day, month: month, year: 2026) == "09 giờ 05 phút, " + words)
    }
}
