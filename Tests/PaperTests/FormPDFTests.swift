import Foundation
import Paper
import Settings
import Testing

@Suite(.enabled(if: Poppler.isInstalled, Poppler.missing), .timeLimit(.minutes(1)))
struct FormPDFTests {
    private static let made = "2026-11-24T02:30:00Z"

    @Test func `the receipt says all that Mẫu 01 asks for, once for each copy`() async throws {
        let form = try FormSamples.form(.receipt)
        #expect(form.pages == 2)
        let pages = try await Poppler.text(of: form.bytes, ["-layout"]).split(separator: "\u{0C}").map {
            $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(pages.count == 2)
        for (page, copy) in zip(pages, ["Liên 1: Lưu", "Liên 2: Giao người nộp hồ sơ"]) {
            for text in [
                "ỦY BAN NHÂN DÂN XÃ SA THẦY", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                "Sa Thầy, ngày 05 tháng 3 năm 2026", "Mã hồ sơ: \(FormSamples.code)",
                "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", copy,
                "Tiếp nhận hồ sơ của: Nguyễn Thị Ƀ Ằng Đỗ Ữ Ẵm", "Thôn Kà Bầy, xã Sa Nhơn, huyện Sa Thầy, tỉnh Kon Tum",
                "0385 000 123",
                "062190000123", "Đăng ký khai sinh cho cháu Y Thử Đặng Ước", "1. Thành phần hồ sơ nộp gồm:",
                "Tên giấy tờ",
                "2. Số lượng hồ sơ: 01 (bộ)", "theo quy định là: 03 ngày làm việc",
                "4. Thời gian nhận hồ sơ: 09 giờ 30 phút, ngày 24 tháng 11 năm 2026",
                "17 giờ 00 phút, ngày 27 tháng 11",
                "6. Đăng ký nhận kết quả tại: Trung tâm Phục vụ hành chính công xã Sa Thầy", "Quyển số: 01",
                "Số thứ tự: 312",
                "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Cán Bộ", "Trang 1/1",
            ] { #expect(page.contains(text), "\(text)") }
        }
    }

    @Test(arguments: [
        (
            FormKind.supplement,
            [
                "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Văn bản ủy quyền của cha hoặc mẹ",
                "Tệp đã gửi không đọc được",
            ]
        ),
        (.refusal, ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "chưa gửi kết quả xác minh."]),
        (
            .apology,
            [
                "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "Kính gửi: Nguyễn Thị",
                "17 giờ 00 phút, ngày 01 tháng 12 năm 2026.", "GIÁM ĐỐC",
            ]
        ),
        (
            .register,
            [
                "SỔ THEO DÕI HỒ SƠ", "Quyển số 01 – từ 02/01/2026 đến 31/12/2026", "H48.53.02-261124-0003",
                "Tổng số: 3 hồ sơ.",
            ]
        ),
        (
            .provisional,
            [
                "PHIẾU GHI NHẬN TẠM", "Số tạm (của máy này): a1495221",
                "Ghi tại quầy: 09 giờ 05 phút, ngày 24 tháng 11 năm 2026",
            ]
        ),
    ])
    func `every form says what it is for`(kind: FormKind, texts: [String]) async throws {
        let words = try await Poppler.words(of: FormSamples.form(kind).bytes)
        for text in texts { #expect(words.contains(text), "\(text)") }
    }

    @Test(.enabled(if: ZBar.isInstalled, ZBar.missing))
    func `a scanner reads the code of the receipt and the payment of the slip`() async throws {
        let receipt = try await Poppler.picture(of: FormSamples.form(.receipt).bytes, resolution: 200)
        #expect(
            try await ZBar.codes(in: receipt) == ["CODE-128:" + FormSamples.code, "QR-Code:" + FormSamples.tracking])
        let slip = try await Poppler.picture(of: FormSamples.form(.provisional).bytes, resolution: 200)
        #expect(try await ZBar.codes(in: slip) == ["QR-Code:" + FormSamples.payment])
    }

    @Test func `a provisional slip says on every page what it is, and nothing of the portal`() async throws {
        let slip = try FormSamples.form(.provisional, components: 40)
        #expect(slip.pages > 1)
        for page in try await Poppler.text(of: slip.bytes, ["-layout"]).split(separator: "\u{0C}") {
            #expect(page.contains("Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ"))
            #expect(!page.contains(FormSamples.code) && !page.contains("CỘNG HÒA") && !page.contains("27 tháng 11"))
        }
    }

    @Test(arguments: [
        (FormKind.receipt, FormField.dossierCode), (.receipt, .dossierReceived), (.receipt, .dossierDue),
        (.refusal, .dossierReason),
        (.apology, .dossierNewDue), (.provisional, .dossierNumber),
    ])
    func `an official paper without what makes it one is not printed`(kind: FormKind, field: FormField) throws {
        var values = FormSamples.values()
        values[field] = ""
        let template = try FormSamples.template(kind)
        #expect(throws: FormError.missing(field)) { try FormPDF(template, values, madeAt: Self.made) }
    }

    @Test func `many papers go on to further pages, each with the table's headings and its number`() async throws {
        let form = try FormSamples.form(.receipt, components: 60)
        let pages = try await Poppler.text(of: form.bytes, ["-layout"]).split(separator: "\u{0C}")
        #expect(pages.count == form.pages && form.pages.isMultiple(of: 2))
        let half = form.pages / 2
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Mã hồ sơ: \(FormSamples.code) · Trang \(index % half + 1)/\(half)"))
            if page.contains("Văn bản số") { #expect(page.contains("Tên giấy tờ")) }
        }
        let first = pages.prefix(half).joined()
        for number in 1...60 { #expect(first.contains("Văn bản số \(number) ")) }
        // The signatures' page says more than who signs.
        let last = try #require(pages.last)
        #expect(last.contains("NGƯỜI NỘP HỒ SƠ") && last.contains("Số thứ tự"))
    }

    @Test(arguments: [
        String(repeating: "Nguyễn Thị Đào ", count: 60), String(repeating: "W", count: 900),
        "a\u{0}b\n\u{202E}c\u{2029}d", "🙂 \u{10FFFF}",
    ])
    func `no text leaves the margins, however long or odd`(text: String) async throws {
        var values = FormSamples.values()
        for field in FormField.allCases where field != .dossierCode && field != .paymentQR && field != .dossierTracking {
            values[field] = text
        }
        values.lists[.components] = [[.componentTitle: text, .componentOriginals: text], [.componentTitle: text]]
        for kind in [FormKind.receipt, .apology, .provisional] {
            let form = try FormPDF(FormSamples.template(kind), values, madeAt: Self.made)
            let boxes = try await Poppler.text(of: form.bytes, ["-bbox"])
            let edges = boxes.matches(of: /xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)"/)
            #expect(edges.count > 30)
            for edge in edges {
                let (xMin, xMax, yMax) = try (
                    #require(Double(edge.1)), #require(Double(edge.3)), #require(Double(edge.4))
                )
                #expect(xMin >= 27 && xMax <= 419.53 - 27 && yMax <= 595.28 - 4, "\(kind) \(edge.0)")
            }
        }
    }

    @Test func `a value that is not known is left to be written by hand, or left out`() async throws {
        var values = FormSamples.values()
        for field in [FormField.ownerPhone, .submitterName, .dossierTracking] { values[field] = "" }
        let words = try await Poppler.words(
            of: FormPDF(FormSamples.template(.receipt), values, madeAt: Self.made).bytes)
        #expect(words.contains("Số điện thoại:") && !words.contains("Người nộp thay") && !words.contains("Quét mã"))
    }

    @Test func `pages have the template's size, and the letters are in the document`() async throws {
        func size(_ form: FormPDF) async throws -> [Int] {
            let page = try await Poppler.picture(of: form.bytes, resolution: 72)
            return [page.width, page.height]
        }
        #expect(try await size(FormSamples.form(.receipt)) == [420, 596])
        let register = try FormSamples.form(.register, entries: 60)
        #expect(try await size(register) == [842, 596])
        let fonts = try await Poppler.fonts(of: register.bytes).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts { #expect(font.contains("DejaVu") && font.contains(/\syes +yes +(?:yes|no)\s/), "\(font)") }
        let changed = try FormSamples.template(.receipt, replacing: "paper = \"A5\"", with: "paper = \"A4\"")
        #expect(try await size(FormPDF(changed, FormSamples.values(), madeAt: Self.made)) == [596, 842])
    }

    @Test func `one template and its values always make the same bytes`() throws {
        #expect(try FormSamples.form(.receipt) == FormSamples.form(.receipt))
        #expect(try FormSamples.form(.receipt) != FormSamples.form(.receipt, components: 4))
    }

    @Test func `a form that would never end, or whose code cannot be shown, is refused`() throws {
        let receipt = try FormSamples.template(.receipt)
        #expect(throws: FormError.paper(.tooManyPages(limit: 100))) {
            try FormPDF(receipt, FormSamples.values(components: 3_000), madeAt: Self.made)
        }
        var values = FormSamples.values()
        values[.dossierCode] = "mã hồ sơ"
        #expect(throws: FormError.code(.notPrintable)) { try FormPDF(receipt, values, madeAt: Self.made) }
    }
}
