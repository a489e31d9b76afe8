import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Confirmation of an e-mail address")
struct ConfirmationTests {
    private func account(_ bench: DeskBench) async throws -> String {
        let id = try await bench.ask(
            AddAccount(fields: ["kind": "citizen", "full_name": "Y Thử", "identity": "062090123456", "email": "thu@example.vn"])
        ).id
        try await bench.deliverAll()
        try await bench.said(id, ["confirmation": "pending"])
        return id
    }

    @Test(arguments: [
        "ABCD-EFGH-JKMN", "  ABCD-EFGH-JKMN ", "https://cong.example.vn/confirm/ABCD-EFGH-JKMN",
        "http://x/confirm/ABCD-EFGH-JKMN/?a=b",
    ])
    func `the code goes to the portal and nowhere else`(typed: String) async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try await account(bench)
            let recorded = try await bench.ask(ConfirmAccount(id: id, token: typed))
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.id) == [recorded.operation] && sent[0].type == .accountConfirm)
            #expect(sent[0].body == ["channel": "email", "token": "ABCD-EFGH-JKMN"])
            let journal = try await bench.ask(ListJournal()).items
            #expect(!journal.contains { JSONValue.object($0.details).text.contains("ABCD") || $0.text.contains("ABCD") })
        }
    }

    @Test func `said twice is queued once, and a refused code makes way for the next`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try await account(bench)
            let first = try await bench.ask(ConfirmAccount(id: id, token: "AAAA"))
            #expect(try await bench.ask(ConfirmAccount(id: id, token: "AAAA")).operation == first.operation)
            try await bench.refuse(try #require(first.operation))
            let second = try await bench.ask(ConfirmAccount(id: id, token: "BBBB"))
            #expect(second.operation != first.operation)
            #expect(try await bench.counts().needPerson == 0)
            #expect(try await bench.ask(ListQueue()).items.map(\.id) == [second.operation])
        }
    }

    @Test func `a confirmed account queues nothing, and one without an address has nothing to confirm`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try await account(bench)
            try await bench.said(id, ["confirmation": "confirmed"])
            #expect(try await bench.ask(ConfirmAccount(id: id, token: "AAAA")).operation == nil)
            let other = try await bench.citizen("062090123457", name: "Y Hai").id
            let problem = try await bench.problem(ConfirmAccount(id: other, token: "AAAA"))
            #expect(problem.kind == .noEmail && problem.exitCode == .badData)
            #expect(try await bench.problem(ConfirmAccount(id: id, token: " ")).exitCode == .badData)
        }
    }

    @Test func `how long it waits is counted from the portal's last mail`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try await account(bench)
            let mail: JSONObject = [
                "kind": "mail", "account": .string(id), "text": "…", "at": .string(bench.clock.now.description), "read": false,
            ]
            try await bench.tell(.notice, "m1", mail)
            bench.clock.advance(.seconds(3 * 86_400))
            let shown = try await bench.ask(ShowAccount(id: id))
            #expect(shown["confirmation"] == "pending" && shown["confirmation_age_seconds"] == 259_200)
            #expect(try await bench.ask(ListAccounts()).items[0]["confirmation_age_seconds"] == 259_200)
        }
    }

    @Test func `where registration is off accounts are refused with a way out and those here still work`() async throws {
        try await DeskBench.with(rules: DeskRules(registersAccounts: false)) { (bench) async throws in
            let problem = try await bench.problem(
                AddAccount(fields: ["kind": "citizen", "full_name": "Y Thử", "identity": "062090123456"]))
            #expect(problem.kind == .registrationOff && problem.exitCode == .notAllowed)
            #expect(problem.text(in: .vi).contains("VNeID") && problem.text(in: .en).contains("kiosk account list"))
        }
    }

    @Test func `a duplicate names the account to use`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try await bench.citizen().id
            let problem = try await bench.problem(
                AddAccount(fields: ["kind": "citizen", "full_name": "Y Khác", "identity": "062090123456"]))
            #expect(problem.kind == .duplicateAccount && problem.exitCode == .badData)
            #expect(problem.text(in: .vi).contains("--owner \(id)"))
        }
    }
}
