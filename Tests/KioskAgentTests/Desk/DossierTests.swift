import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Dossiers at the desk")
struct DossierTests {
    @Test func `a dossier is found by the number of its provisional slip`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier) = try await bench.draft()
            let number = try await bench.ask(DossierSlip(id: dossier)).number
            #expect(try await bench.ask(ShowDossier(id: number))["id"]?.stringValue == dossier)
            #expect(try await bench.ask(ShowDossier(id: number.uppercased()))["id"]?.stringValue == dossier)
            // The end of an account's id is no dossier.
            #expect(try await bench.problem(ShowDossier(id: String(owner.suffix(8)))).kind == .unknownDossier)
            #expect(try await bench.problem(ShowDossier(id: String(dossier.suffix(7)))).kind == .unknownDossier)
        }
    }

    @Test func `a draft has the prescribed components and is not queued`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier) = try await bench.draft()
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["owner"] == .string(owner))
            #expect(shown["submitter"] == .string(owner))
            #expect(shown["authority"] == "present")
            #expect(shown["unit"] == "H34.61")
            #expect(shown["catalogue"] == "2026-11")
            #expect(shown["components"]?.arrayValue?.map { $0["code"] } == ["T-01", "T-02"])
            #expect(shown["local"]?["state"] == "draft")
            #expect(shown["procedure_name"] == "Đăng ký thử")
            #expect(try await bench.counts().accepted == 1)
        }
    }

    @Test(arguments: [
        ("1.999999", KioskProblem.Kind.unknownProcedure), ("1.000002", .procedureNotValid), ("1.000003", .procedureElsewhere),
    ])
    func `a procedure that cannot be filed here is refused`(_ code: String, _ kind: KioskProblem.Kind) async throws {
        try await DeskBench.with { (bench) async throws in
            let owner = try await bench.citizen().id
            let problem = try await bench.problem(NewDossier(fields: ["procedure": .string(code), "owner": .string(owner)]))
            #expect(problem.kind == kind)
            #expect(problem.exitCode == .badData)
            #expect(try await bench.ask(ListDossiers()).items.isEmpty)
        }
    }

    @Test func `an unknown owner is bad data and a machine without a catalogue still records`() async throws {
        try await DeskBench.with(catalogue: nil) { (bench) async throws in
            let problem = try await bench.problem(NewDossier(fields: ["procedure": "1.000001", "owner": "ffffffff"]))
            #expect(problem.kind == .unknownAccount)
            #expect(problem.exitCode == .badData)
            let owner = try await bench.citizen().id
            let recorded = try await bench.ask(NewDossier(fields: ["procedure": "9.999999", "owner": .string(owner)]))
            #expect(recorded.warnings.count == 1)
        }
    }

    @Test func `submitting queues put and submit behind the owner's account`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            let submitted = try await bench.ask(SubmitDossier(id: dossier))
            #expect(submitted.id == dossier)
            let queue = try await bench.ask(ListQueue()).items
            #expect(queue.map(\.type) == ["account.put", "dossier.put", "dossier.submit"])
            #expect(queue.map(\.state) == ["waiting", "blocked", "blocked"])
            #expect(queue[1].blockedBy == [queue[0].id])
            #expect(queue[2].bytesTotal > 0 && queue[2].bytesDone == 0)
            #expect(try await bench.problem(SubmitDossier(id: dossier)).kind == .alreadySubmitted)
            let sent = try await bench.deliverAll()
            let submit = try #require(sent.last?.frozen?.line)
            #expect(try JSONParser.parse(submit)["body"] == ["files": 1])
            #expect(try await bench.ask(ShowDossier(id: dossier))["local"]?["state"] != "draft")
        }
    }

    @Test func `a lacking required paper warns and does not stop the submission`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let submitted = try await bench.ask(SubmitDossier(id: dossier))
            #expect(submitted.operation != nil)
            #expect(submitted.warnings.count >= 2)
        }
    }

    @Test func `a draft's form is edited name by name`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["noi_dung": "a", "khac": "b"]]))
            _ = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["khac": .null]]))
            #expect(try await bench.ask(ShowDossier(id: dossier))["form"] == ["noi_dung": "a"])
            #expect(try await bench.problem(EditDossier(id: dossier, changes: ["status": 9])).kind == .unknownField)
            #expect(try await bench.problem(EditDossier(id: dossier, changes: ["components": []])).kind == .unknownField)
            let problem = try await bench.problem(EditDossier(id: dossier, changes: ["delivery": ["result": "home"]]))
            #expect(problem.kind == .missingField)
        }
    }

    @Test func `a dossier that the portal never had is withdrawn at the desk`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let answer = try await bench.ask(WithdrawDossier(id: dossier, reason: "changed my mind"))
            #expect(answer.operation == nil)
            let counts = try await bench.counts()
            #expect(counts.accepted == 1)
            #expect(try await bench.ask(ShowDossier(id: dossier))["local"]?["state"] == "withdrawn")
            #expect(try await bench.problem(WithdrawDossier(id: dossier, reason: "again")).kind == .dossierWithdrawn)
        }
    }

    @Test func `a dossier whose sending has begun is withdrawn by an operation, once`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            _ = try await bench.claimAll()
            let answer = try await bench.ask(WithdrawDossier(id: dossier, reason: "changed my mind"))
            #expect(answer.operation != nil)
            let again = try await bench.ask(WithdrawDossier(id: dossier, reason: "changed my mind"))
            #expect(again.operation == answer.operation)
        }
    }

    @Test func `a request for more papers is answered once with what was attached for it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.deliverAll()
            #expect(try await bench.problem(SupplementDossier(id: dossier)).kind == .unknownRequest)
            let now = bench.clock.now
            try await bench.outbox.write { tx in
                try tx.insert(
                    Subject(
                        id: "notice-1", kind: .notice,
                        state: [
                            "kind": "supplement", "dossier": .string(dossier), "text": "one more",
                            "components": [["code": "T-02", "title": "Giấy tờ khác"]],
                        ], now: now))
            }
            #expect(try await bench.problem(SupplementDossier(id: dossier)).kind == .noFiles)
            let file = try await bench.attach(DeskBench.pdf, to: dossier, component: "T-02")
            let again = try await bench.attach(DeskBench.pdf, to: dossier, component: "T-02", request: "notice")
            #expect(again.alreadyKept && !again.warnings.isEmpty)
            let answer = try await bench.ask(SupplementDossier(id: dossier, note: "here"))
            let sent = try await bench.claimAll()
            #expect(sent.map(\.id) == [answer.operation])
            let body = try JSONParser.parse(try #require(sent.first?.frozen?.line))["body"]
            #expect(body?["request"] == "notice-1")
            #expect(body?["components"]?.arrayValue?.first?["files"]?.arrayValue?.first?["sha256"] == .string(file.sha256))
            #expect(try await bench.problem(SupplementDossier(id: dossier)).kind == .requestAnswered)
            await #expect(throws: KioskProblem.self) { try await bench.attach(DeskBench.pdf, to: dossier) }
            let shown = try await bench.ask(ShowDossier(id: dossier))
            #expect(shown["notices"]?.arrayValue?.count == 1)
            #expect(shown["components"]?.arrayValue?.allSatisfy { $0["files"] == [] } == true)
        }
    }
}
