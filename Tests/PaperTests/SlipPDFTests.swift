import Foundation
import Paper
import Testing

extension SlipContent {
    /// A slip with made-up facts.
    static func sample(papers: Int = 2, names: [String] = ["to-khai.pdf"], owner: String = "Y Thử Đặng Ước") -> SlipContent {
        SlipContent(
            language: "vi", issuer: "Bộ phận Một cửa – Xã Thử", printed: "In lúc 24/11/2026 09:30", title: "PHIẾU GHI NHẬN TẠM",
            disclaimer: "chưa phải Giấy tiếp nhận hồ sơ",
            facts: [Fact("Số tạm", "a1495221", isStrong: true), Fact("Chủ hồ sơ", owner), Fact("Cổng tiếp nhận", "chưa")],
            papersTitle: "Thành phần hồ sơ", columns: ["TT", "Tên giấy tờ", "Bản chính", "Bản sao", "Tệp quét"],
            rows: (0..<papers).map {
                Row(
                    title: "Văn bản số \($0 + 1) của người làm chứng hoặc giấy cam đoan về việc sinh", originals: "1",
                    copies: "2",
                    files: String(names.count), names: names)
            },
            papersNote: "Số tệp đã nhận.", nextTitle: "Việc tiếp theo", next: ["Hồ sơ sẽ tự gửi lên cổng khi có mạng."],
            signatures: [Signature(role: "Người nộp hồ sơ", hint: "(ký)"), Signature(role: "Cán bộ", hint: "(ký)")],
            footer: "Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ", pageWord: "trang", documentTitle: "Phiếu ghi nhận tạm",
            madeAt: "2026-11-24T02:30:00Z")
    }
}

struct SlipPDFTests {
    static let poppler = Poppler.missing

    @Test func `a slip is one whole PDF, the same for the same content`() throws {
        let slip = try SlipPDF(.sample())
        #expect(slip.pages == 1)
        #expect(slip.bytes.starts(with: "%PDF-1.".utf8))
        #expect(slip.bytes.suffix(6).elementsEqual("%%EOF\n".utf8))
        #expect(try SlipPDF(.sample()) == slip)
        #expect(try SlipPDF(.sample(owner: "Y Khác")) != slip)
    }

    @Test func `a slip that would never end is refused`() {
        #expect(throws: PaperError.tooManyPages(limit: SlipPDF.maxPages)) { try SlipPDF(.sample(papers: 3_000)) }
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)))
    func `Vietnamese comes back letter by letter`() async throws {
        let words = try await Poppler.words(of: SlipPDF(.sample(owner: "Nguyễn Thị Ƀ Ằng Đỗ Ữ Ẵm")).bytes)
        for text in [
            "PHIẾU GHI NHẬN TẠM", "chưa phải Giấy tiếp nhận hồ sơ", "Nguyễn Thị Ƀ Ằng Đỗ Ữ Ẵm",
            "Hồ sơ sẽ tự gửi lên cổng khi có mạng.",
            "to-khai.pdf", "trang 1/1",
        ] { #expect(words.contains(text), "\(text)") }
    }

    @Test(.enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)))
    func `each of many pages says what it is and has the table's headings`() async throws {
        let slip = try SlipPDF(.sample(papers: 60, names: ["mặt trước.jpg", "mặt sau.jpg"]))
        #expect(slip.pages > 2)
        let text = try await Poppler.text(of: slip.bytes, ["-layout"])
        let pages = text.split(separator: "\u{0C}")
        #expect(pages.count == slip.pages)
        for (index, page) in pages.enumerated() {
            #expect(page.contains("Phiếu ghi nhận tạm – chưa phải Giấy tiếp nhận hồ sơ · trang \(index + 1)/\(slip.pages)"))
            if page.contains("Văn bản số") { #expect(page.contains("Tên giấy tờ")) }
        }
        // Nothing is lost at the end of a page.
        for number in 1...60 { #expect(text.contains("Văn bản số \(number) ")) }
        #expect(text.split(separator: "mặt sau.jpg", omittingEmptySubsequences: false).count == 61)
    }

    @Test(
        .enabled(if: Poppler.isInstalled, poppler), .timeLimit(.minutes(1)),
        arguments: [
            String(repeating: "Nguyễn Thị Đào ", count: 60), String(repeating: "W", count: 900), "a\u{0}b\n\u{202E}c\u{2029}d",
            "", "🙂 \u{10FFFF}",
        ])
    func `no text leaves the margins, however long or odd`(owner: String) async throws {
        let slip = try SlipPDF(.sample(names: [owner, "x"], owner: owner))
        let boxes = try await Poppler.text(of: slip.bytes, ["-bbox"])
        let edges = boxes.matches(of: /xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)"/)
        #expect(edges.count > 30)
        for edge in edges {
            let (xMin, yMin, xMax, yMax) = try (
                #require(Double(edge.1)), #require(Double(edge.2)), #require(Double(edge.3)), #require(Double(edge.4))
            )
            #expect(xMin >= 33 && yMin >= 25 && xMax <= 419.53 - 33 && yMax <= 595.28 - 10, "\(edge.0)")
        }
    }
}
