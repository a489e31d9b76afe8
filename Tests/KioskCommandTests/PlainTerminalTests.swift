import CommandWords
import Dossiers
import Foundation
import KioskAgent
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct PlainTerminalTests {
    @Test(
        arguments: [
            ([:], false), (["LANG": "vi_VN.UTF-8"], true), (["LANG": "vi_VN"], true), (["LANG": "C.utf8"], true),
            (["LANG": "C"], false),
            (["LANG": "vi_VN.UTF-8", "LC_ALL": "C"], false), (["LANG": "vi_VN.UTF-8", "LC_CTYPE": "POSIX"], false),
            (["LANG": "C", "LC_ALL": "", "LC_CTYPE": "en_US.UTF-8"], true), (["LANG": "vi_VN.TCVN"], false),
            (["LANG": "en_US.ISO-8859-1@euro"], false),
        ] as [([String: String], Bool)])
    func `a locale says whether it is UTF-8`(environment: [String: String], isUTF8: Bool) {
        #expect(LocaleCharset.isUTF8(environment: environment) == isUTF8)
    }

    private static let account: JSONValue = ["id": "x", "full_name": "Nguyễn Thị Đào"]

    private func show(_ more: [String], isTerminal: Bool, locale: String = "C") async -> Run {
        await Run(
            ["account", "show", "x"] + more, desk: FakeDesk(["account-show": [.answer(Self.account)]]),
            environment: ["LC_ALL": locale, "NO_COLOR": "1"], isTerminal: isTerminal)
    }

    @Test func `a terminal without Vietnamese letters gets text without them, a file and a program do not`() async {
        #expect(await show([], isTerminal: true).facts.contains("Nguyen Thi Dao"))
        #expect(await show([], isTerminal: false).facts.contains("Nguyễn Thị Đào"))
        #expect(await show([], isTerminal: true, locale: "vi_VN.UTF-8").facts.contains("Nguyễn Thị Đào"))
        #expect(await show(["--json"], isTerminal: true).json == Self.account)
    }

    @Test func `a QR code is drawn in ASCII, or its width is told`() async throws {
        let code = try VietQR(bank: "970403", account: "0011012345678", amount: 1_500_000).text
        var payment: JSONObject = ["id": "p", "amount": 1_500_000, "state": "due", "qr": .string(code)]
        func lines(columns: Int) throws -> [String] {
            let console = Console(
                language: .vi, json: false, withoutDiacritics: true, isTerminal: (true, true, true), colour: false,
                columns: columns,
                sink: MemorySink())
            var screen = Screen(console: console, now: Run.now)
            PaymentPicture.add(.object(payment), console, to: &screen)
            return screen.lines
        }
        let drawn = try lines(columns: 200)
        #expect(drawn.count > 20 && drawn.allSatisfy { $0.allSatisfy { "# ".contains($0) } })
        let narrow = try lines(columns: 60)
        #expect(narrow.joined(separator: " ").contains("cần \(drawn.map(\.count).max() ?? 0) cột"))
        payment["method"] = "counter"
        payment["state"] = "pending"
        #expect(try lines(columns: 200).isEmpty)
    }

    @Test func `who pays at the counter is told so, and shown no page or code`() async {
        let recorded: JSONValue = ["id": "p", "operation": "o", "recorded_at": "2026-11-24T02:30:00Z", "warnings": []]
        let run = await Run(
            ["payment", "start", "p", "--method", "counter"], desk: FakeDesk(["payment-start": [.answer(recorded)]]))
        #expect(run.messages.contains("trả tiền tại quầy") && !run.messages.contains("mã để nộp"))
        let payment: JSONValue = [
            "id": "p", "amount": 1, "state": "pending", "method": "counter", "qr": "000201", "pay_url": "https://x.vn",
        ]
        let shown = await Run(["payment", "show", "p"], desk: FakeDesk(["payment-show": [.answer(payment)]]))
        #expect(!shown.facts.contains("000201") && !shown.facts.contains("https://x.vn"))
    }
}
