import Foundation
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct OutputTests {
    @Test func `letters are counted as people see them`() {
        #expect(TextWidth.count("Nguyễn Thị Đào") == 14)
        #expect(TextWidth.count("Nguyễn Thị Đào".decomposedStringWithCanonicalMapping) == 14)
        #expect(TextWidth.count("\u{1B}[1mđậm\u{1B}[0m") == 3)
        #expect(TextWidth.count("中文") == 4)
    }

    @Test func `text is cut and padded to a width`() {
        #expect(TextWidth.cut("hộ kinh doanh", to: 6) == "hộ ki…")
        #expect(TextWidth.pad("ộ", to: 3) == "ộ  ")
        #expect(TextWidth.wrap("một hai ba bốn", to: 7) == ["một hai", "ba bốn"])
        #expect(TextWidth.wrap("một-chữ-rất-dài x", to: 5) == ["một-chữ-rất-dài", "x"])
        #expect(TextWidth.wrap("", to: 5) == [])
    }

    @Test func `a terminal without Vietnamese shows letters and signs that it has`() {
        let console = Console(
            language: .vi, json: false, withoutDiacritics: true, isTerminal: (true, true, true), colour: false, columns: 80,
            sink: MemorySink())
        #expect(console.plain("Đường “Sa Thầy” – Ðắk…") == "Duong \"Sa Thay\" - Dak...")
        #expect(console.plain("✓ █░ ● ○ ✗ · → ×\n") == "+ #. * * x * -> x\n")
        #expect(console.plain("\u{1B}[1m1.500.000 đ\u{1B}[0m") == "\u{1B}[1m1.500.000 d\u{1B}[0m")
    }

    @Test func `a replaced procedure says by which, and a dossier what a new catalogue changed`() async throws {
        let old: JSONValue = ["code": "1.1", "name": "Cũ", "valid_to": "2025-01-01", "replaced_by": "1.2"]
        let procedure = await Run(["procedure", "show", "1.1"], desk: FakeDesk(["procedure-show": [.answer(old)]]))
        #expect(procedure.facts.contains("Thay bằng") && procedure.facts.contains("1.2"))
        let shown: JSONValue = ["id": "x", "local": ["state": "draft", "warnings": ["Danh mục mới yêu cầu thêm: Giấy mới."]]]
        let dossier = await Run(["dossier", "show", "x"], desk: FakeDesk(["dossier-show": [.answer(shown)]]))
        #expect(dossier.facts.contains("! Danh mục mới yêu cầu thêm: Giấy mới."))
    }

    @Test func `a meter knows rate and rest, and starts from what was there`() {
        var meter = ProgressMeter(total: 1_000_000)
        meter.step(done: 500_000, at: Timestamp(seconds: 10))
        #expect(meter.rate == nil && meter.etaSeconds == nil)
        meter.step(done: 600_000, at: Timestamp(seconds: 12))
        #expect(meter.rate == 50_000)
        #expect(meter.etaSeconds == 8)
        let line = meter.line(name: "tờ khai.pdf", columns: 80, .vi)
        #expect(line.contains("60%") && line.contains("50 kB/giây") && line.contains("còn 8 giây"))
        #expect(TextWidth.count(line) < 80)
        #expect(TextWidth.count(meter.line(name: "x", columns: 20, .vi)) < 20)
    }

    @Test(arguments: Language.allCases) func `no word of a table's narrow columns is cut`(language: Language) {
        let states = [
            "waiting", "blocked", "sending", "retrying", "held", "conflict", "rejected", "quarantined", "delivered", "dropped",
            "replaced",
            "resolved", "merged", "undone", "open", "draft", "submitted", "received", "withdrawn", "none",
        ]
        let types = [
            "account.put", "account.confirm", "dossier.put", "dossier.submit", "dossier.supplement", "dossier.withdraw",
            "payment.start",
            "notice.read",
        ]
        let words = states.map { Texts.state($0, in: language) } + types.map { Texts.operationType($0, in: language) }
        #expect(words.filter { TextWidth.count($0) > 14 } == [])
        let statuses = (1...10).compactMap { DossierView.shortStatus(["status": .integer($0)], language) }
        #expect(statuses.count == 10 && statuses.filter { TextWidth.count($0) > 20 } == [])
    }

    @Test func `a remark stands beside what it is about where there is room, else below`() {
        var wide = Screen(language: .en, now: Run.now, columns: 60)
        wide.row([("id", 4)], about: "Y Blar", note: "It waits for an earlier item.")
        #expect(wide.lines == ["id    Y Blar — It waits for an earlier item."])
        var narrow = Screen(language: .en, now: Run.now, columns: 40)
        narrow.row([("id", 4)], about: "Y Blar", note: "It waits for an earlier item.")
        #expect(narrow.lines == ["id    Y Blar", "    It waits for an earlier item."])
        narrow.row([("id", 4)], about: "", note: "")
        #expect(narrow.lines.last == "id")
    }

    @Test func `a meter of nothing, or one that goes back, is no crash`() {
        var meter = ProgressMeter(total: 0)
        meter.step(done: 5, at: Timestamp(seconds: 2))
        meter.step(done: 0, at: Timestamp(seconds: 1))
        #expect(meter.fraction == 0)
        #expect(!meter.line(name: "", columns: 0, .en).isEmpty)
    }

    @Test(arguments: [
        ("{\"a\":1,\"a\":2}", KioskProblem.Kind.invalidJSON), ("[1]", .invalidJSON), ("", .invalidJSON),
        ("{\"a\":", .invalidJSON),
    ])
    func `a document must be one strict object`(text: String, kind: KioskProblem.Kind) throws {
        let problem = #expect(throws: KioskProblem.self) { try InputDocument.parse(Array(text.utf8), name: "x.json") }
        #expect(problem?.kind == kind && problem?.field == "from")
    }

    @Test func `a document from Windows is read, one in an old encoding refused`() throws {
        #expect(try InputDocument.parse([0xEF, 0xBB, 0xBF] + Array("{\"a\":1}".utf8), name: "x") == ["a": 1])
        let problem = #expect(throws: KioskProblem.self) {
            try InputDocument.parse(Array("{\"a\":\"".utf8) + [0xB5, 0xF1, 0x22, 0x7D], name: "x")
        }
        #expect(problem?.kind == .legacyEncoding)
    }

    @Test func `the error names the line`() {
        let problem = #expect(throws: KioskProblem.self) { try InputDocument.parse(Array("{\n\"a\": 1,\n}".utf8), name: "x") }
        #expect(problem?.parameters["line"] == "3")
    }
}
