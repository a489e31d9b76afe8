import Status
import SyncProtocol
import Testing

@testable import kiosk

enum Sample {
    static func report(_ change: (inout StatusReport) -> Void = { _ in }) -> StatusReport {
        var counts = StatusReport.Counts()
        counts.delivered = 103
        counts.accepted = 103
        var report = StatusReport(
            agent: .init(running: true, version: "0.1.0", since: Run.now + .seconds(-7200)),
            link: .init(state: "online", since: Run.now + .seconds(-600), reason: nil, text: ""),
            portal: .init(
                name: "Cổng dịch vụ công tỉnh Quảng Ngãi", url: "https://cong.vidu.gov.vn",
                lastSuccessAt: Run.now + .seconds(-180),
                clockSkewSeconds: 0.4),
            counts: counts, files: .init(), bytes: .init(waiting: 0, done: 0, rate: nil, etaSeconds: nil), oldestWaitingAt: nil,
            nextAttemptAt: nil, attention: [],
            store: .init(version: 1, journalMode: "wal", synchronous: "FULL", freeBytes: 20_000_000_000))
        change(&report)
        return report
    }

    static let offline = report { report in
        report.link = .init(state: "no-link", since: Run.now + .seconds(-10_800), reason: "no-link", text: "")
        report.counts.waiting = 8
        report.counts.blocked = 3
        report.counts.retrying = 1
        report.counts.conflict = 1
        report.counts.held = 2
        report.files.waiting = 4
        report.bytes = .init(waiting: 3_200_000, done: 1_100_000, rate: 45_000, etaSeconds: 71)
        report.oldestWaitingAt = Run.now + .seconds(-61_800)
        report.nextAttemptAt = Run.now + .seconds(240)
        report.attention = [
            .init(
                id: "01934b5e-1c2d-7a3f-8000-000000000001",
                text: "Ở cổng, mục này đã được sửa sau lần máy này nhận tin cuối cùng, và ở đây cũng vậy.",
                command: "kiosk conflict show 01934b5e-1c2d-7a3f-8000-000000000001")
        ]
    }
}

struct StatusScreenTests {
    private func draw(_ report: StatusReport, _ language: Language) -> [String] {
        var screen = Screen(language: language, now: Run.now)
        StatusScreen.draw(report, &screen)
        return screen.lines
    }

    @Test func `a healthy kiosk fits a glance`() {
        #expect(
            draw(Sample.report(), .vi) == [
                "✓ Không có việc gì cần làm.",
                "",
                "Cổng              Cổng dịch vụ công tỉnh Quảng Ngãi — https://cong.vidu.gov.vn",
                "Kết nối           ● Đang kết nối với cổng. (từ 09:20)",
                "Lần gửi được      09:27 (3 phút trước)",
                "Dịch vụ           đang chạy từ 07:30, tự gửi",
                "",
                "Chờ gửi           không có gì",
                "Cổng đã nhận      103 mục",
            ])
    }

    @Test func `where two commands mend something each has a line`() {
        let refused = Sample.report { report in
            report.attention = [.init(id: "1", text: "A.", command: "kiosk account edit 2 && kiosk queue requeue 1")]
        }
        let lines = draw(refused, .en)
        #expect(lines.prefix(4) == ["To do", "! A.", "    → kiosk account edit 2", "    → kiosk queue requeue 1"])
    }

    @Test func `nobody is told that nothing is to be done while the portal waits for papers`() {
        let asked = Sample.report { $0.notices = .init(unread: 0, requests: 1) }
        for language in Language.allCases {
            let lines = draw(asked, language)
            #expect(lines.contains { $0.contains("kiosk notice list") } && !lines.contains { $0.contains("✓") })
        }
    }

    @Test func `the codes of a procedure's papers and fields are shown whole`() {
        var screen = Screen(language: .vi, now: Run.now)
        let code = "000.00.00.G15-KQ004389"
        let field = "giay_to_nguoi_yeu_cau_dang_ky"
        ProcedureView.page(
            [
                "code": "1.1", "components": [["code": .string(code), "title": "A"]],
                "form": [["name": .string(field), "title": "B"]],
            ], &screen)
        #expect(screen.lines.contains { $0.contains(code) } && screen.lines.contains { $0.contains(field) })
    }

    @Test func `an offline kiosk says what waits, since when, when next, and what to do`() {
        #expect(
            draw(Sample.offline, .vi) == [
                "Việc cần làm",
                "! Ở cổng, mục này đã được sửa sau lần máy này nhận tin cuối cùng, và ở đây cũng",
                "  vậy.",
                "    → kiosk conflict show 01934b5e-1c2d-7a3f-8000-000000000001",
                "",
                "Cổng              Cổng dịch vụ công tỉnh Quảng Ngãi — https://cong.vidu.gov.vn",
                "Kết nối           ● Không có mạng, hoặc không tới được cổng. (từ 06:30)",
                "Lần gửi được      09:27 (3 phút trước)",
                "Dịch vụ           đang chạy từ 07:30, tự gửi",
                "",
                "Chờ gửi           12 mục, cũ nhất ghi lúc 23/11/2026 16:20 (17 giờ 10 phút",
                "                  trước)",
                "                  8 chờ gửi · 1 sẽ gửi lại · 3 chờ mục khác",
                "Giấy tờ           4 tệp, còn 3,2 MB · 45 kB/giây · còn khoảng 71 giây",
                "Đang giữ lại      2 mục",
                "Cổng đã nhận      103 mục",
                "Lần thử tới       09:34 (sau 4 phút)",
            ])
    }

    @Test(arguments: Language.allCases)
    func `no line is wider than the screen`(language: Language) {
        for report in [Sample.report(), Sample.offline] {
            for line in draw(report, language) { #expect(TextWidth.count(line) <= 80, "\(line)") }
        }
    }

    @Test func `what needs a person makes the exit code 1, held items do not`() async throws {
        let needing = try JSONValue(encoding: Sample.offline)
        #expect(await Run(["status"], desk: FakeDesk(["status": [.answer(needing)]])).code == 1)
        let held = try JSONValue(encoding: Sample.report { $0.counts.held = 3 })
        #expect(await Run(["status"], desk: FakeDesk(["status": [.answer(held)]])).code == 0)
        let file = try JSONValue(encoding: Sample.report { $0.files.quarantined = 1 })
        #expect(await Run(["status"], desk: FakeDesk(["status": [.answer(file)]])).code == 1)
    }

    @Test func `as JSON the report is one document with every member of the contract`() async throws {
        let run = await Run(
            ["--json", "status"], desk: FakeDesk(["status": [.answer(try JSONValue(encoding: Sample.report()))]]))
        let report = try #require(run.json)
        for member in [
            "agent", "link", "portal", "counts", "files", "bytes", "oldest_waiting_at", "next_attempt_at", "attention", "store",
        ] { #expect(report[member] != nil, "\(member)") }
        #expect(report["oldest_waiting_at"] == .null)
        #expect(report["portal"]?["clock_skew_seconds"] == .number(0.4))
        #expect(run.facts.hasSuffix("}\n") && run.messages.isEmpty)
    }
}
