import ArgumentParser
import Foundation
import KioskAgent
import Status
import SyncProtocol
import Testing

@testable import kiosk

struct CommandTests {
    private let id = "01934b5e-1c2d-7a3f-8000-000000000001"

    private var recorded: FakeDesk.Reply {
        .answer(["id": .string(id), "operation": .string(id), "recorded_at": "2026-11-24T02:30:00Z", "warnings": ["Tên lạ."]])
    }

    @Test func `an account's options become the members of its state`() async {
        let desk = FakeDesk(["account-add": [recorded]])
        let run = await Run(
            [
                "--officer", "0199", "account", "add", "--kind", "citizen", "--full-name", "Y Blar", "--identity", "062190000123",
                "--birth", "1990",
                "--address", "Sa Thầy", "--json",
            ], desk: desk)
        #expect(run.code == 0)
        #expect(run.json?["id"] == .string(id))
        #expect(run.messages.isEmpty)
        #expect(
            desk.requests.first?.body["fields"] == [
                "kind": "citizen", "full_name": "Y Blar", "identity": ["number": "062190000123"], "birth": "1990",
                "address": ["text": "Sa Thầy"],
            ])
        #expect(desk.contexts.first?.officer == "0199")
    }

    @Test func `an organisation's general options become its own`() async {
        let desk = FakeDesk(["account-add": [recorded]])
        _ = await Run(
            ["account", "add", "--kind", "organisation", "--full-name", "HTX Sa Thầy", "--identity", "0100047516"], desk: desk)
        #expect(
            desk.requests.first?.body["fields"] == [
                "kind": "organisation", "organisation_name": "HTX Sa Thầy", "tax_code": "0100047516",
                "identity": ["number": "0100047516"],
            ])
    }

    @Test func `what holds up the whole queue is told once, beside the list`() async throws {
        func line(_ number: Int, _ type: String) -> JSONValue {
            [
                "id": .string("01934b5e-1c2d-7a3f-8000-00000000000\(number)"), "type": .string(type), "subject": .string(id),
                "state": "waiting",
                "about": "Y Blar", "reason": "no-link", "text": "Chưa có mạng.", "attempts": 0, "made_at": "2026-11-24T02:30:00Z",
                "next_attempt_at": nil, "blocked_by": [], "bytes_done": 0, "bytes_total": 300, "lane": "operations",
                "problem": nil,
            ]
        }
        let desk = FakeDesk(["queue-list": [.answer(["items": [line(1, "account.put"), line(2, "account.put")], "next": nil])]])
        let run = await Run(["queue"], desk: desk)
        #expect(
            run.facts == """
                01934b5e-1c2d-7a3f  tài khoản       chờ gửi         Y Blar
                01934b5e-1c2d-7a3f  tài khoản       chờ gửi         Y Blar

                """)
        #expect(run.messages == "Chưa có mạng.\n")
    }

    @Test func `an empty value is given, not left out`() async {
        let desk = FakeDesk(["account-add": [.problem(KioskProblem(.emptyName, field: "full_name"))]])
        let run = await Run(["account", "add", "--kind", "citizen", "--full-name", "", "--lang", "en", "--json"], desk: desk)
        #expect(desk.requests.first?.body["fields"]?["full_name"] == "")
        #expect(run.code == 65)
        #expect(run.error?["type"] == "empty-name" && run.error?["field"] == "full_name")
        #expect(run.error?["text"]?.stringValue?.contains("name is missing") == true)
        #expect(run.facts.isEmpty)
    }

    @Test func `warnings go beside the facts, and stay away from JSON`() async {
        let run = await Run(["account", "add", "--full-name", "Y Blar"], desk: FakeDesk(["account-add": [recorded]]))
        #expect(run.facts.contains(id) && run.messages == "Lưu ý: Tên lạ.\n")
    }

    @Test func `members are cleared, and a commune code keeps its address`() async {
        let desk = FakeDesk([
            "account-show": [.answer(["id": .string(id), "address": ["text": "Thôn 1", "commune_code": "1"]])],
            "account-edit": [recorded],
        ])
        _ = await Run(["account", "edit", "0193", "--clear", "email", "--commune-code", "23500"], desk: desk)
        #expect(desk.requests.last?.body["changes"] == ["email": nil, "address": ["text": "Thôn 1", "commune_code": "23500"]])
    }

    @Test func `an edit of nothing is wrong usage`() async {
        #expect(await Run(["account", "edit", "0193"]).code == 64)
        #expect(await Run(["dossier", "edit", "0193"]).code == 64)
        #expect(await Run(["conflict", "resolve", "0193"]).code == 64)
    }

    @Test func `an unknown account is 65 in an option and 66 as the object`() async {
        let problem = FakeDesk.Reply.problem(KioskProblem(.unknownAccount))
        #expect(
            await Run(["dossier", "new", "--procedure", "1", "--owner", "x"], desk: FakeDesk(["dossier-new": [problem]])).code
                == 65)
        #expect(await Run(["account", "show", "x"], desk: FakeDesk(["account-show": [problem]])).code == 66)
        let procedure = FakeDesk.Reply.problem(KioskProblem(.unknownProcedure, field: "procedure"))
        #expect(await Run(["procedure", "show", "x"], desk: FakeDesk(["procedure-show": [procedure]])).code == 66)
    }

    @Test func `a dossier's options become form and delivery`() async {
        let desk = FakeDesk(["dossier-new": [recorded]])
        let run = await Run(
            [
                "dossier", "new", "--procedure", "1.001193", "--owner", "0193", "--set", "ten=A=B", "--set", "so=", "--result",
                "home",
                "--result-address", "Thôn 1",
            ], desk: desk)
        #expect(run.code == 0)
        #expect(
            desk.requests.first?.body["fields"] == [
                "procedure": "1.001193", "owner": "0193", "form": ["ten": "A=B", "so": ""],
                "delivery": ["result": "home", "result_address": "Thôn 1"],
            ])
        #expect(await Run(["dossier", "new", "--procedure", "1", "--owner", "x", "--set", "=v"]).code == 64)
        #expect(await Run(["dossier", "new", "--procedure", "1"]).code == 65)
    }

    @Test func `lists come page by page as JSON Lines`() async {
        func line(_ number: Int) -> JSONValue {
            [
                "id": .string("0193-\(number)"), "type": "account.put", "subject": "s", "state": "waiting", "reason": "no-link",
                "text": "Chưa có mạng.",
                "attempts": 0, "made_at": "2026-11-24T02:00:00Z", "next_attempt_at": nil, "blocked_by": [], "bytes_done": 0,
                "bytes_total": 0,
                "lane": "operations",
            ]
        }
        let replies: [FakeDesk.Reply] = [
            .answer(["items": [line(1), line(2)], "next": "2"]), .answer(["items": [line(3)], "next": nil]),
        ]
        let desk = FakeDesk(["queue-list": replies])
        let run = await Run(["queue", "--json"], desk: desk)
        let lines = run.facts.split(separator: "\n")
        #expect(run.code == 0 && lines.count == 3)
        #expect(lines.allSatisfy { (try? JSONParser.parse(Array($0.utf8)))?["next_attempt_at"] == .null })
        #expect(desk.requests.last?.body["page"]?["after"] == "2")
        let text = await Run(["queue"], desk: FakeDesk(["queue-list": replies]))
        #expect(text.facts.contains("tài khoản") && text.facts.contains("chờ gửi") && text.messages.contains("Chưa có mạng."))
        #expect(text.facts.split(separator: "\n").allSatisfy { TextWidth.count(String($0)) <= 80 })
    }

    @Test func `a page that leads nowhere ends the list`() async throws {
        let page: JSONValue = ["items": [], "next": "1"]
        let status = try JSONValue(encoding: Sample.report())
        let run = await Run(["queue"], desk: FakeDesk(["queue-list": [.answer(page)], "status": [.answer(status)]]))
        #expect(run.code == 0 && run.facts.isEmpty && run.messages.contains("cổng đã nhận tất cả"))
    }

    @Test func `while papers wait for their hours an empty queue does not say that the portal has it all`() async throws {
        let page: JSONValue = ["items": [], "next": nil]
        let status = try JSONValue(
            encoding: Sample.report { report in
                report.files.waiting = 1
                report.gated = .init(files: 1, bytes: 5, reason: "window-closed", until: Run.now, text: "Chờ đến 22:00, 312 MB.")
            })
        let run = await Run(["queue"], desk: FakeDesk(["queue-list": [.answer(page)], "status": [.answer(status)]]))
        #expect(run.code == 0 && run.messages.contains("còn 1 tệp phải gửi. Chờ đến 22:00, 312 MB."))
        #expect(!run.messages.contains("tất cả"))
        let json = await Run(["queue", "--json"], desk: FakeDesk(["queue-list": [.answer(page)]]))
        #expect(json.code == 0 && json.facts.isEmpty)
    }

    @Test func `nothing is dropped without a word`() async {
        let desk = FakeDesk(["queue-operate": [.answer(["items": [["id": "1", "state": "dropped", "replaces": nil]]])]])
        #expect(await Run(["queue", "drop", "1"], desk: desk).code == 64)
        #expect(desk.requests.isEmpty)
        let run = await Run(["queue", "drop", "1", "--yes", "--json"], desk: desk)
        #expect(run.json == ["id": "1", "state": "dropped", "replaces": nil])
        #expect(desk.requests.first?.body["confirmed"] == true)
    }

    @Test(arguments: ["hold", "release", "retry", "requeue"])
    func `a verb answers a document for each operation`(verb: String) async {
        let items: JSONValue = [
            "items": [["id": "1", "state": "waiting", "replaces": "0"], ["id": "2", "state": "held", "replaces": nil]]
        ]
        let desk = FakeDesk(["queue-operate": [.answer(items)]])
        let run = await Run(["queue", verb, "1", "2", "--json"], desk: desk)
        #expect(run.facts.split(separator: "\n").count == 2)
        #expect(desk.requests.first?.body["verb"] == .string(verb))
    }

    @Test func `a decision is a side, a value or no value`() async {
        #expect(ResolveConflictCommand.choice("mine") == .mine)
        #expect(ResolveConflictCommand.choice("\"mine\"") == .value("mine"))
        #expect(ResolveConflictCommand.choice("0912345678") == .value("0912345678"))
        #expect(ResolveConflictCommand.choice("{\"text\":\"x\"}") == .value(["text": "x"]))
        #expect(ResolveConflictCommand.choice("{x") == .value("{x"))
        #expect(ResolveConflictCommand.choice("") == .value(.null))
    }

    @Test func `sync ends with the outcome's code, its document on standard output alone`() async {
        let outcome = SyncOutcome(
            exit: .notYet, reason: "no-link", text: "Chưa có mạng.", delivered: 1, remaining: 2, filesDone: 0, filesRemaining: 1,
            bytesSent: 10,
            attention: [])
        let events: [SyncEvent] = [
            .started(operations: 3, files: 1, bytes: 100), .exchanged(delivered: 1, open: 2, changes: 0),
            .file(sha256: "a", name: "x.pdf", done: 10, total: 100),
            .interrupted(reason: "no-link", text: "Chưa có mạng.", nextAttemptAt: nil),
        ]
        let quiet = await Run(["sync", "--json"], desk: FakeDesk(events: events, outcome: outcome))
        #expect(quiet.code == 2 && quiet.messages.isEmpty)
        #expect(quiet.json?["exit"] == 2 && quiet.json?["reason"] == "no-link")
        let told = await Run(["sync"], desk: FakeDesk(events: events, outcome: outcome))
        #expect(told.messages.split(separator: "\n").count == 4 && !told.messages.contains("\u{1B}"))
        let drawn = await Run(["sync"], desk: FakeDesk(events: events, outcome: outcome), isTerminal: true)
        #expect(drawn.messages.contains("\r\u{1B}[K"))
    }

    @Test func `sync before enrolment is a matter of configuration`() async {
        let run = await Run(["sync", "--json", "--lang", "en"], desk: FakeDesk())
        #expect(run.code == 78 && run.error?["type"] == "not-enrolled")
    }

    @Test(arguments: [
        ["bogus"], ["queue", "--bogus"], ["account", "show"], ["account", "add", "--phone"], ["queue", "--limit", "x"],
        ["--json", "bogus"],
        ["status", "--lang", "fr"], ["queue", "--state", "nowhere"], ["dossier", "withdraw", "1"],
    ])
    func `wrong usage is 64 with a word of help, as JSON too`(arguments: [String]) async {
        let run = await Run(arguments)
        #expect(run.code == 64 && run.facts.isEmpty && run.messages.contains("--help"))
        let json = await Run(arguments + ["--json"])
        #expect(json.code == 64 && json.error?["type"] == "wrong-usage")
    }

    @Test func `every command's help ends well and shows an example`() async {
        var commands: [[String]] = []
        for command in Kiosk.configuration.subcommands {
            let name = command.configuration.commandName ?? ""
            commands.append([name])
            for inner in command.configuration.subcommands { commands.append([name, inner.configuration.commandName ?? ""]) }
        }
        #expect(commands.count > 25)
        for command in commands {
            let vi = await Run(command + ["--help"])
            #expect(vi.code == 0 && vi.messages.isEmpty && vi.facts.contains("Ví dụ:\n  kiosk"), "\(command)")
            let en = await Run(["--lang", "en"] + command + ["--help"])
            #expect(en.code == 0 && en.facts.contains("Example:\n  kiosk") && !en.facts.contains("Ví dụ"), "\(command)")
        }
    }

    @Test func `the version is a fact`() async {
        #expect(await Run(["--version"]).facts == Version.number + "\n")
    }

    @Test func `a reader that went away is no error`() async {
        let sink = MemorySink()
        sink.close()
        let run = await Run(["--help"], sink: sink)
        #expect(run.code == 0 && run.messages.isEmpty)
    }

    @Test func `text in an old encoding is refused before anything is asked`() async {
        let run = await Run(["account", "add", "--full-name", "Nguy\u{FFFD}n"])
        #expect(run.code == 65 && !run.messages.isEmpty)
    }

    @Test func `nothing but text without diacritics is printed when asked`() async throws {
        let desk = FakeDesk(["status": [.answer(try JSONValue(encoding: Sample.offline))]])
        let run = await Run(["status", "--khong-dau"], desk: desk)
        #expect(run.facts.unicodeScalars.allSatisfy { $0.isASCII || $0 == "→" })
    }

    @Test func `the journal is followed until it ends`() async {
        let entry: JSONValue = [
            "number": 1, "at": "2026-11-24T02:30:00Z", "event": "recorded", "subject": .string(id), "operation": nil,
            "details": [:], "text": "Đã ghi.",
        ]
        let run = await Run(
            ["log", "--follow", "--json"], desk: FakeDesk(["log": [.answer(["items": [entry, entry], "next": nil])]]))
        #expect(run.code == 0 && run.facts.split(separator: "\n").count == 2)
        #expect(await Run(["log", "--since", "gestern"]).code == 65)
    }
}
