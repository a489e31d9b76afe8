import Dossiers
import Foundation
import KioskAgent
import Status
import SyncProtocol
import Synchronization
import Testing

@testable import kiosk

/// The commands of the letter's other steps: what they ask the desk, and what a person reads.
struct LetterCommandTests {
    private let id = "01934b5e-1c2d-7a3f-8000-000000000001"

    private var payment: JSONValue {
        [
            "id": .string(id), "dossier": .string(id), "dossier_code": "H48.1-261124-0001", "amount": 1_500_000,
            "state": "unknown",
            "items": [["code": "LP", "title": "Lệ phí", "amount": 1_500_000]], "qr": "000201",
            "pay_url": "https://cong.example.vn/pay/1",
            "age_seconds": 7_200, "advice": .string(Texts.paymentAdvice("unknown", id: id, in: .vi)),
            "local": ["state": "unknown", "operations": []],
        ]
    }

    @Test func `a payment is shown with its amount, its state in words and what not to do`() async {
        let run = await Run(["payment", "show", "0193"], desk: FakeDesk(["payment-show": [.answer(payment)]]))
        #expect(run.code == 0)
        for part in [
            "1.500.000 đ", "chưa rõ kết quả", "đừng nộp lần thứ hai", "000201", "https://cong.example.vn/pay/1", "2 giờ trước",
        ] {
            #expect(run.facts.contains(part), "\(part)")
        }
        let json = await Run(["payment", "show", "0193", "--json"], desk: FakeDesk(["payment-show": [.answer(payment)]]))
        #expect(json.json == payment)
    }

    @Test func `a code that can be paid by is drawn on a terminal, and none when the end is unknown`() async throws {
        let sound = try VietQR(bank: "970403", account: "0011012345678", amount: 1_500_000, bill: "H48.1-261124-0001").text
        func shown(_ state: String, qr: String, isTerminal: Bool = true) async -> Run {
            var members = payment.objectValue ?? [:]
            members["qr"] = .string(qr)
            members["state"] = .string(state)
            members["local"] = ["state": .string(state), "operations": []]
            return await Run(
                ["payment", "show", "0193"], desk: FakeDesk(["payment-show": [.answer(.object(members))]]), isTerminal: isTerminal
            )
        }
        #expect(await shown("due", qr: sound).facts.contains("█"))
        #expect(await !shown("unknown", qr: sound).facts.contains("█"))
        #expect(await !shown("paid", qr: sound).facts.contains("█"))
        #expect(await !shown("due", qr: sound, isTerminal: false).facts.contains("█"))
        let other = try VietQR(bank: "970403", account: "0011012345678", amount: 1_500_001).text
        for wrong in [other, String(sound.dropLast(4)) + "0000", "https://example.vn"] {
            let run = await shown("due", qr: wrong)
            #expect(!run.facts.contains("█") && run.facts.contains("Đừng nộp bằng mã đó"), "\(wrong)")
        }
    }

    @Test(arguments: [.number(1.5), .string("1500"), .null] as [JSONValue])
    func `what is no whole amount is not shown as one`(amount: JSONValue) {
        #expect(PaymentView.amount(amount, .vi) == "số tiền không đọc được")
    }

    @Test func `payments are listed by state and dossier`() async {
        let desk = FakeDesk(["payment-list": [.answer(["items": [payment], "next": nil])]])
        let run = await Run(["payment", "list", "--state", "unknown", "--dossier", "H48.1-261124-0001"], desk: desk)
        #expect(run.code == 0 && run.facts.contains("1.500.000 đ") && run.facts.contains("H48.1-261124-0001"))
        #expect(desk.requests.first?.body["state"] == "unknown" && desk.requests.first?.body["dossier"] == "H48.1-261124-0001")
        #expect(await Run(["payment", "list", "--state", "free"]).code == 64)
        #expect(await Run(["payment", "start", "0193"]).code == 64)
        #expect(await Run(["payment", "start", "0193", "--method", "cash"]).code == 64)
    }

    @Test func `a payment under way is refused in words`() async {
        let desk = FakeDesk(["payment-start": [.problem(KioskProblem(.paymentUnderWay, ["id": id]))]])
        let run = await Run(["payment", "start", "0193", "--method", "bank", "--json", "--lang", "en"], desk: desk)
        #expect(run.code == 65 && run.error?["type"] == "payment-under-way")
        #expect(run.error?["text"]?.stringValue?.contains("paid twice") == true)
        #expect(desk.requests.first?.body["method"] == "bank")
    }

    @Test func `notices show what is unread and what is asked`() async {
        let notice: JSONValue = [
            "id": .string(id), "kind": "supplement", "dossier": .string(id), "text": "Thiếu tờ khai",
            "at": "2026-11-20T01:00:00Z", "read": false,
            "components": [["code": "T-01", "title": "Tờ khai", "note": nil]], "until": "2026-12-01T10:00:00Z", "open": true,
            "age_seconds": 10,
        ]
        let list = await Run(
            ["notice", "list", "--unread"], desk: FakeDesk(["notice-list": [.answer(["items": [notice], "next": nil])]]))
        #expect(list.code == 0 && list.facts.contains("●") && list.facts.contains("Thiếu tờ khai"))
        let page = await Run(["notice", "show", "0193"], desk: FakeDesk(["notice-show": [.answer(notice)]]))
        #expect(
            page.facts.contains("kiosk dossier supplement") && page.facts.contains("01/12/2026") && page.facts.contains("T-01"))
    }

    @Test func `an account that waits for its mail shows for how long`() async {
        let account: JSONValue = [
            "id": .string(id), "kind": "citizen", "full_name": "Y Blar", "email": "thu@example.vn", "confirmation": "pending",
            "confirmation_age_seconds": 432_000, "local": ["state": "delivered"],
        ]
        let page = await Run(["account", "show", "0193"], desk: FakeDesk(["account-show": [.answer(account)]]))
        #expect(page.facts.contains("5 ngày") && page.facts.contains("kiosk account confirm"))
        let list = await Run(
            ["account", "list"], desk: FakeDesk(["account-list": [.answer(["items": [account], "next": nil])]]))
        // A row wraps where it must.
        #expect(list.facts.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("chờ xác nhận thư 5 ngày"))
    }

    @Test func `a citizen reads steps, appointment, fees and how old all that is`() async {
        let dossier: JSONValue = [
            "id": .string(id), "code": "H48.1-261124-0001", "procedure_name": "Đăng ký thử", "status": 4,
            "status_name": "Đang xử lý",
            "received_at": "2026-11-20T01:00:00Z", "due_at": "2026-11-23T09:00:00Z", "overdue": true, "age_seconds": 172_800,
            "steps": [["status": 2, "at": "2026-11-20T01:00:00Z", "by": "Một cửa", "note": "Đủ giấy tờ"]],
            "requests": [["text": "Thiếu tờ khai", "components": []]], "payments": [payment], "local": ["state": "received"],
        ]
        let run = await Run(["dossier", "track", "H48.1-261124-0001"], desk: FakeDesk(["dossier-track": [.answer(dossier)]]))
        for part in [
            "4 · Đang xử lý", "23/11/2026 16:00", "đã quá hẹn", "2 ngày trước", "Một cửa", "Thiếu tờ khai", "1.500.000 đ",
        ] {
            #expect(run.facts.contains(part), "\(part): \(run.facts)")
        }
    }

    @Test func `a draft is deleted only with a word`() async {
        let desk = FakeDesk()
        #expect(await Run(["dossier", "delete", "0193"], desk: desk).code == 64)
        #expect(desk.requests.isEmpty)
    }

    // MARK: The report

    private func report() throws -> Report {
        var figures = Report.Figures()
        figures.recorded = 4
        figures.submitted = 3
        figures.shareOnline = 0.75
        figures.medianSecondsToPortal = 5_400
        let day = try #require(CivilDay(iso: "2026-11-01"))
        let group = Report.Group(by: .officer, key: "", name: "=HYPERLINK(\"x\"),y", figures: figures)
        let queue = Report.Queue(accepted: 3, delivered: 2, filesWaiting: 1, bytesWaiting: 10, oldestWaitingAt: nil)
        return Report(from: day, to: day, madeAt: Run.now, total: figures, groups: [group], queue: queue)
    }

    @Test func `a report is a table, lines for a spreadsheet or a document`() async throws {
        func run(_ more: [String]) async throws -> Run {
            let desk = FakeDesk(["report": [.answer(try JSONValue(encoding: try report()))]])
            let run = await Run(["report", "--from", "1/11/2026", "--to", "2026-11-30"] + more, desk: desk)
            #expect(desk.requests.first?.body == ["from": "2026-11-01", "to": "2026-11-30"])
            return run
        }
        let table = try await run([])
        #expect(table.code == 0 && table.facts.contains("3 (75%)") && table.facts.contains("1 giờ 30 phút"))
        #expect(table.facts.split(separator: "\n").allSatisfy { TextWidth.count(String($0)) <= 80 })
        let csv = try await run(["--format", "csv"]).facts.split(separator: "\n")
        #expect(csv.count == 3 && csv[0].hasPrefix("by,key,name,recorded") && csv[1].hasPrefix("total,,,4,0,3"))
        #expect(csv[2].hasPrefix("officer,,\"'=HYPERLINK(\"\"x\"\"),y\",4"))
        #expect(try await run(["--format", "json"]).json == (try await run(["--json"]).json))
        #expect(await Run(["report", "--from", "31/02/2026"]).code == 65)
        #expect(await Run(["report", "--format", "pdf"]).code == 64)
    }

    @Test(.enabled(if: Poppler.isInstalled, "pdftotext is not installed (Debian: apt-get install poppler-utils)"), .timeLimit(.minutes(1)))
    func `a report on paper has the figures of the table`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "bao-cao.pdf")
        let report = try report()
        let desk = FakeDesk(["report": [.answer(try JSONValue(encoding: report))]])
        let run = await Run(
            ["report", "--from", "1/11/2026", "--to", "2026-11-30", "--format", "pdf", "--output", file.path, "--lang", "vi"], desk: desk)
        #expect(run.code == 0, "\(run.messages)")
        let words = try await Poppler.words(of: Array(Data(contentsOf: file)))
        for (label, value) in ReportView.figures(report, now: Run.now, .vi) {
            #expect(words.contains(label.trimmingCharacters(in: .whitespaces)) && words.contains(value), "\(label) \(value)")
        }
        for group in report.groups { #expect(words.contains(ReportView.name(group, .vi)), "\(group.key)") }
        #expect(await Run(["report", "--output", file.path]).code == 64)
    }

    @Test(.enabled(if: Poppler.isInstalled, "pdftotext is not installed (Debian: apt-get install poppler-utils)"), .timeLimit(.minutes(1)))
    func `the register has a line for each dossier, over as many pages as it takes`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "register-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "so.pdf")
        let entries = (1...60).map { number in
            ListRegister.Entry(
                number: number, id: "\(number)", code: "000.00.53.H48-261124-\(1000 + number)", procedure: "1.001193",
                procedureName: "Đăng ký khai sinh", owner: "Y Thử \(number)", address: "Thôn 1", phone: "0912345678", unitName: "Xã Thử",
                receivedAt: Run.now, dueAt: Run.now + .seconds(86_400), returnedAt: nil, delivery: "home", status: 4)
        }
        let desk = FakeDesk(["register": [.answer(try JSONValue(encoding: ListRegister.Answer(unitName: "Xã Thử", entries: entries)))]])
        let run = await Run(["dossier", "register", "--output", file.path, "--json"], desk: desk)
        #expect(run.code == 0 && run.json?["entries"] == 60, "\(run.messages)")
        let text = try await Poppler.text(of: Array(Data(contentsOf: file)), ["-layout"])
        let pages = text.split(separator: "\u{0C}")
        #expect(pages.count > 2 && run.json?["pages"]?.integerValue == Int64(pages.count))
        for number in 1...60 { #expect(text.contains("000.00.53.H48-261124-\(1000 + number)"), "\(number)") }
        #expect(text.contains("Tổng số: 60 hồ sơ") && text.contains("Trang 1/\(pages.count)"))
        for page in pages where page.contains("H48-261124") { #expect(page.contains("Mã hồ sơ")) }
    }

    @Test func `a report without days is of this month`() async throws {
        let desk = FakeDesk(["report": [.answer(try JSONValue(encoding: try report()))]])
        _ = await Run(["report"], desk: desk)
        #expect(desk.requests.first?.body == ["from": "2026-11-01", "to": "2026-11-24"])
    }

    // MARK: Guided

    /// Lines that a test says, then the end.
    final class Said: LineSource {
        private let lines: Mutex<[String]>
        init(_ lines: [String]) { self.lines = Mutex(lines) }
        func line() async throws -> String? { lines.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }

    private func talk(_ lines: String...) -> Conversation {
        let console = Console(
            language: .en, json: false, withoutDiacritics: false, isTerminal: (true, true, true), colour: false, columns: 80,
            sink: MemorySink())
        return Conversation(console: console, lines: Said(lines))
    }

    @Test func `answers are text, nothing, back or the end`() async throws {
        let talk = talk(" Y Blar ", "", "<")
        #expect(try await talk.ask("?") == .text("Y Blar"))
        #expect(try await talk.ask("?") == .empty)
        #expect(try await talk.ask("?") == .back)
        await #expect(throws: Conversation.Stopped.self) { try await talk.ask("?") }
    }

    @Test func `a choice is asked until it is one`() async throws {
        let question = Text(vi: "Chọn", en: "Choose")
        let choices: [(word: String, text: Text)] = [("a", Text(vi: "Một", en: "One")), ("b", Text(vi: "Hai", en: "Two"))]
        #expect(try await talk("0", "3", "x", "2").choose(question, among: choices, present: nil) == .word("b"))
        #expect(try await talk("", "One").choose(question, among: choices, present: nil) == .word("a"))
        #expect(try await talk("").choose(question, among: choices, present: "b") == .word("b"))
        #expect(try await talk("<").choose(question, among: choices, present: "b") == .back)
    }

    @Test(arguments: [
        ("/a/b.pdf", "/a/b.pdf"), ("'/a/b c.pdf'", "/a/b c.pdf"), ("\"/a b\"", "/a b"), ("/a/b\\ c.pdf", "/a/b c.pdf"),
        ("~/x.pdf", "/home/y/x.pdf"),
        ("file:///a/b%20c.pdf", "/a/b c.pdf"), ("'", "'"),
    ])
    func `a path is read as people drop it into a terminal`(typed: String, path: String) {
        #expect(TypedPath.read(typed, home: "/home/y") == path)
    }

    @Test func `nobody is asked where nobody sits`() async {
        let desk = FakeDesk()
        let run = await Run(["dossier", "new"], desk: desk)
        #expect(run.code == 65 && desk.requests.isEmpty)
    }
}
