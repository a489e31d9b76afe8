import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Accounts at the desk")
struct AccountTests {
    @Test func `a recorded account is shown normalised and waits in the queue`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.ask(
                AddAccount(fields: [
                    "kind": "citizen", "full_name": "  Y   Thử ", "identity": "062 090 123 456", "birth": "28/02/1990",
                    "phone": "+84912345678", "address": "Sa Thầy",
                ]))
            let shown = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(shown["full_name"] == "Y Thử")
            #expect(shown["identity"] == ["kind": "cccd", "number": "062090123456"])
            #expect(shown["birth"] == ["date": "1990-02-28"])
            #expect(shown["address"]?["text"] == "Sa Thầy")
            #expect(shown["local"]?["state"] == "waiting")
            #expect(shown["local"]?["operations"]?.arrayValue?.count == 1)
            let queue = try await bench.ask(ListQueue())
            #expect(queue.items.map(\.id) == [recorded.operation])
            #expect(queue.items.first?.type == "account.put")
            #expect(queue.items.first?.bytesTotal ?? 0 > 0)
            #expect(bench.sync.wakes == 1)
        }
    }

    @Test func `a machine that woke in 1970 takes people who were born since`() async throws {
        try await DeskBench.with { (bench) async throws in
            bench.clock.advance(.seconds(1_000) - .milliseconds(bench.clock.now.milliseconds))
            let born: JSONObject = [
                "kind": "citizen", "full_name": "Y Thu", "identity": "062090123456", "birth": ["date": "1990-02-28"],
            ]
            let id = try await bench.ask(AddAccount(fields: born)).id
            #expect(try await bench.ask(ShowAccount(id: id))["birth"]?["date"] == "1990-02-28")
        }
    }

    @Test func `an id may be shortened to a unique prefix and two that share one are told`() async throws {
        try await DeskBench.with { (bench) async throws in
            let first = try await bench.citizen("062090123456")
            _ = try await bench.citizen("062090123457")
            #expect(try await bench.ask(ShowAccount(id: first.id.uppercased()))["id"] == .string(first.id))
            #expect(try await bench.problem(ShowAccount(id: String(first.id.prefix(4)))).kind == .ambiguousID)
            #expect(try await bench.problem(ShowAccount(id: "ffff")).kind == .unknownAccount)
        }
    }

    @Test func `a second account with the same identity is refused and names the first`() async throws {
        try await DeskBench.with { (bench) async throws in
            let first = try await bench.citizen()
            let problem = try await bench.problem(
                AddAccount(fields: ["kind": "officer", "full_name": "Z", "identity": "062090123456"]))
            #expect(problem.kind == .duplicateAccount)
            #expect(problem.parameters["id"] == first.id)
            #expect(try await bench.counts().accepted == 1)
        }
    }

    @Test(
        arguments: [
            (["kind": "citizen", "full_name": "A", "identity": "123"], KioskProblem.Kind.invalidIdentity),
            (["kind": "citizen", "full_name": "  ", "identity": "062090123456"], .emptyName),
            (["kind": "citizen", "full_name": "A", "identity": "062090123456", "birth": "31/02/1990"], .invalidDate),
            (["kind": "citizen", "full_name": "A", "identity": "062090123456", "phone": "12"], .invalidPhone),
            (["kind": "citizen", "full_name": "A", "identity": "062090123456", "fone": "1"], .unknownField),
            (["kind": "citizen", "full_name": "A", "identity": "062090123456", "confirmation": "confirmed"], .unknownField),
            (["full_name": "A", "identity": "062090123456"], .missingField),
        ] as [(JSONObject, KioskProblem.Kind)])
    func `bad data are refused and leave the store as it was`(_ fields: JSONObject, _ kind: KioskProblem.Kind) async throws {
        try await DeskBench.with { (bench) async throws in
            #expect(try await bench.problem(AddAccount(fields: fields)).kind == kind)
            #expect(try await bench.ask(ListAccounts()).items.isEmpty)
            #expect(try await bench.counts().accepted == 0)
            #expect(try await bench.ask(ListJournal()).items.allSatisfy { $0.event != "recorded" })
        }
    }

    @Test func `a card's scan fills what was not typed and a disagreement is told`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.ask(
                AddAccount(
                    fields: ["full_name": "Trần Văn Khác"],
                    scan: "062090123456|012345678|Nguyễn Văn Thử|01011990|Nam|Sa Thầy, Kon Tum|15042021"))
            let shown = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(shown["full_name"] == "Trần Văn Khác")
            #expect(shown["identity"]?["number"] == "062090123456")
            #expect(shown["birth"] == ["date": "1990-01-01"])
            #expect(!recorded.warnings.isEmpty)
            #expect(try await bench.problem(AddAccount(fields: [:], scan: "not a card")).kind == .invalidScan)
        }
    }

    @Test func `the old number of a card stays at the desk, is searched by, and meets whoever comes with the old card`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.ask(
                AddAccount(fields: [:], scan: "062090123456|012345678|Nguyễn Văn Thử|01011990|Nam|Sa Thầy|15042021"))
            #expect(try await bench.ask(ShowAccount(id: recorded.id))["local"]?["old_number"] == "012345678")
            #expect(try await bench.ask(ListAccounts(words: "012345678")).items.count == 1)
            // What goes to the portal is the state.
            let state = try #require(try await bench.outbox.read { try $0.subject(recorded.id)?.state })
            #expect(!JSONValue.object(state).text.contains("012345678"))
            let again: JSONObject = ["kind": "citizen", "full_name": "Nguyễn Văn Thử", "identity": "012345678"]
            #expect(try await bench.problem(AddAccount(fields: again)).kind == .duplicateAccount)
        }
    }

    @Test func `an organisation's one name and number fill its own members`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.ask(
                AddAccount(fields: ["kind": "organisation", "full_name": "Hợp tác xã Thử", "identity": "0100047516"]))
            let shown = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(shown["organisation_name"] == "Hợp tác xã Thử")
            #expect(shown["tax_code"] == "0100047516")
            _ = try await bench.ask(
                EditAccount(
                    id: recorded.id,
                    changes: ["full_name": "Hợp tác xã Khác", "identity": ["number": "0100233488"], "address": "Sa Thầy"]))
            _ = try await bench.ask(EditAccount(id: recorded.id, changes: ["address": ["commune_code": "23527"]]))
            let edited = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(edited["organisation_name"] == "Hợp tác xã Khác" && edited["full_name"] == nil)
            #expect(edited["tax_code"] == "0100233488")
            #expect(edited["address"] == ["text": "Sa Thầy", "commune_code": "23527"])
        }
    }

    @Test func `edits before sending fold into one operation and no change queues nothing`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            let edited = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            #expect(edited.operation == recorded.operation)
            let same = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "+84987654321"]))
            #expect(same.operation == nil)
            #expect(try await bench.counts().accepted == 1)
            _ = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": .null]))
            #expect(try await bench.ask(ShowAccount(id: recorded.id))["phone"] == nil)
        }
    }

    @Test func `an edit after the first sending is an operation of its own`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            _ = try await bench.claimAll()
            let edited = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            #expect(edited.operation != recorded.operation)
            #expect(try await bench.counts().accepted == 2)
        }
    }

    @Test func `a refused account is edited and then queued anew`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            let old = try #require(recorded.operation)
            try await bench.refuse(old)
            let edited = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            #expect(edited.operation == old)
            #expect(edited.warnings.contains { $0.contains("requeue") })
            let answer = try await bench.ask(OperateQueue(verb: .requeue, ids: [old]))
            let new = try #require(answer.items.first)
            #expect(new.replaces == old)
            #expect(new.id != old)
            let again = try await bench.ask(OperateQueue(verb: .requeue, ids: [old]))
            #expect(again.items.first?.id == new.id)
            let counts = try await bench.counts()
            #expect(counts.accepted == 1 && counts.waiting == 1 && counts.rejected == 0)
            let sent = try await bench.claimAll()
            #expect(try JSONParser.parse(try #require(sent.first?.frozen?.line))["body"]?["phone"] != nil)
        }
    }

    @Test func `registration can be switched off`() async throws {
        try await DeskBench.with(rules: DeskRules(registersAccounts: false)) { (bench) async throws in
            #expect(try await bench.problem(AddAccount(fields: [:])).kind == .registrationOff)
        }
    }
}
