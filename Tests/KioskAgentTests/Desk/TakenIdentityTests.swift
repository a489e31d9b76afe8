import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

/// An identity that belongs to an account of another name at the portal: what a person decides, and takes back.
@Suite("Taken identity") struct TakenIdentityTests {
    static let other = "0195c0de-0000-7000-8000-0000000000aa"

    /// An account with a draft, whose put met somebody else's account.
    private func contested(_ bench: DeskBench) async throws -> (owner: String, dossier: String, conflict: String) {
        let (owner, dossier) = try await bench.draft()
        let operation = try #require(try await bench.claimAll().first { $0.subject == owner }?.id)
        let now = bench.clock.now
        let conflict = "0195c0de-0000-7000-8000-000000000002"
        try await bench.outbox.write { tx in
            let mine = try #require(try tx.subject(owner)).state
            var theirs = mine
            theirs["full_name"] = "Người Khác"
            theirs["email"] = "khac@example.vn"
            try tx.open(
                ConflictRecord(
                    id: conflict, subject: owner, operation: operation, reason: .identityTaken, state: .open, base: nil,
                    mine: mine, theirs: theirs, theirRevision: "r9", theirSubject: Self.other, merged: theirs,
                    fields: [
                        ConflictRecord.Field(
                            name: "full_name", base: .null, mine: mine["full_name"] ?? .null, theirs: "Người Khác")
                    ], mineBy: nil, mineAt: now, theirsAt: now, createdAt: now))
        }
        return (owner, dossier, conflict)
    }

    private func submit(_ dossier: String, _ bench: DeskBench) async throws -> String {
        try await bench.attach(DeskBench.pdf, to: dossier)
        return try #require(try await bench.ask(SubmitDossier(id: dossier)).operation)
    }

    private func open(_ bench: DeskBench, _ subject: String) async throws -> ConflictRecord? {
        try await bench.outbox.read { try $0.openConflict(subject) }
    }

    @Test func `it is settled by adopting the portal's account, and mine is no answer`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier, conflict) = try await contested(bench)
            #expect(try await bench.problem(ResolveConflict(id: conflict, keep: .mine)).kind == .onlyTheirs)
            _ = try await submit(dossier, bench)
            let answer = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            #expect(answer.state == "resolved")
            #expect(try await bench.ask(ShowAccount(id: owner))["id"] == .string(Self.other))
            #expect(try await bench.ask(ShowDossier(id: dossier))["owner"] == .string(Self.other))
            // The unit is a party to the account before it names it.
            #expect(try await bench.deliverAll().map(\.subject) == [Self.other, dossier, dossier])
        }
    }

    @Test func `an adoption taken back brings the account, its dossiers and the question back`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier, conflict) = try await contested(bench)
            _ = try await submit(dossier, bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            let undone = try await bench.ask(UndoConflict(id: conflict))
            #expect(undone.state == "undone")
            #expect(try await bench.ask(ShowAccount(id: owner))["id"] == .string(owner))
            #expect(try await bench.ask(ShowDossier(id: dossier))["owner"] == .string(owner))
            let question = try #require(try await open(bench, owner))
            #expect(undone.question == question.id)
            #expect(question.id != conflict && question.reason == .identityTaken && question.operation == undone.operation)
            let counts = try await bench.counts()
            #expect(counts.conflict == 1)
            // Nobody asks the portal about a stranger's account, and the dossier waits for its own owner.
            #expect(try await bench.claimAll().isEmpty)
            #expect(try await bench.ask(UndoConflict(id: conflict)).operation == undone.operation)

            _ = try await bench.ask(
                ResolveConflict(id: question.id, fields: ["identity": .value(["kind": "cccd", "number": "062090123499"])]))
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.subject) == [owner, dossier, dossier])
            #expect(try await bench.outbox.read { try $0.subject(dossier) }?.state["owner"] == .string(owner))
        }
    }

    @Test func `after an adoption that was taken back it can be adopted again`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier, conflict) = try await contested(bench)
            _ = try await submit(dossier, bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            _ = try await bench.ask(UndoConflict(id: conflict))
            let question = try #require(try await open(bench, owner))
            _ = try await bench.ask(ResolveConflict(id: question.id, keep: .theirs))
            #expect(try await bench.ask(ShowDossier(id: dossier))["owner"] == .string(Self.other))
            #expect(try await bench.deliverAll().map(\.subject) == [Self.other, dossier, dossier])
        }
    }

    @Test func `a draft that the portal has in the other's name is put in the own one's again`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier, conflict) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            _ = try await bench.ask(OperateQueue(verb: .hold, ids: [try await submit(dossier, bench)]))
            _ = try await bench.deliverAll()
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await bench.ask(ShowDossier(id: dossier))["owner"] == .string(owner))
            let put = try #require(
                try await bench.outbox.read { try $0.operations(of: dossier, openOnly: true) }.first { $0.type == .dossierPut })
            #expect(put.state == .blocked && put.needs.contains(owner))
        }
    }

    @Test func `it is the whole account or another number, and nothing beside`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, _, conflict) = try await contested(bench)
            let number: ResolveConflict.Choice = .value(["kind": "cccd", "number": "062090123478"])
            func kind(_ fields: [String: ResolveConflict.Choice], keep: ResolveConflict.Keep? = nil) async throws -> KioskProblem.Kind {
                try await bench.problem(ResolveConflict(id: conflict, keep: keep, fields: fields)).kind
            }
            #expect(try await kind(["full_name": .theirs]) == .onlyTheirs)
            #expect(try await kind(["identity": number, "full_name": .theirs]) == .onlyTheirs)
            #expect(try await kind(["identity": number], keep: .theirs) == .onlyTheirs)
            #expect(try await kind(["nonsense": .theirs], keep: .theirs) == .unknownField)
            _ = try await bench.citizen("062090777777", name: "Y Ba")
            let third: ResolveConflict.Choice = .value(["kind": "cccd", "number": "062090777777"])
            #expect(try await kind(["identity": third]) == .duplicateAccount)
            let text = try await bench.problem(ResolveConflict(id: conflict, keep: .mine)).text(in: .en)
            #expect(text.contains("resolve \(conflict) --keep theirs") && text.contains("--field identity="))
        }
    }

    /// The portal has two accounts of one person, and the number goes back and forth between them.
    @Test func `an account cannot be taken for the one that became it, and goes on with a number of its own`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, first) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: first, keep: .theirs))
            try await bench.deliverAll()
            let (now, conflict) = (bench.clock.now, "0195c0de-0000-7000-8000-000000000003")
            try await bench.outbox.write { tx in
                var mine = try #require(try tx.subject(Self.other)).state
                mine["identity"] = ["kind": "cccd", "number": "062090123477"]
                try tx.open(
                    ConflictRecord(
                        id: conflict, subject: Self.other, operation: nil, reason: .identityTaken, state: .open, base: nil,
                        mine: mine, theirs: mine, theirRevision: "r10", theirSubject: owner, merged: mine, fields: [],
                        mineBy: nil, mineAt: now, theirsAt: now, createdAt: now))
            }
            #expect(try await bench.problem(ResolveConflict(id: conflict, keep: .theirs)).kind == .ownIdentity)
            let number: JSONValue = ["kind": "cccd", "number": "062090123478"]
            let answer = try await bench.ask(ResolveConflict(id: conflict, fields: ["identity": .value(number)]))
            #expect(answer.state == "resolved" && answer.operation != nil)
            #expect(try await bench.ask(ShowAccount(id: Self.other))["id"] == .string(Self.other))
        }
    }

    @Test func `a dossier submitted in the other's name must be withdrawn first`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier, conflict) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            _ = try await submit(dossier, bench)
            _ = try await bench.deliverAll()
            let problem = try await bench.problem(UndoConflict(id: conflict))
            #expect(problem.kind == .undoFiled && problem.parameters["known"] == dossier)
            #expect(try await bench.ask(ShowAccount(id: owner))["id"] == .string(Self.other))

            try await bench.outbox.write { tx in
                var withdrawn = try #require(try tx.subject(dossier))
                withdrawn.state["status"] = 7
                try tx.update(withdrawn)
            }
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await bench.ask(ShowAccount(id: owner))["id"] == .string(owner))
            #expect(try await bench.ask(ShowDossier(id: dossier))["owner"] == .string(Self.other))
        }
    }

    @Test func `another number taken back asks about the first one again`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, conflict) = try await contested(bench)
            let before = try await bench.ask(ShowAccount(id: owner))["identity"]
            _ = try await bench.ask(
                ResolveConflict(id: conflict, fields: ["identity": .value(["kind": "cccd", "number": "062090123499"])]))
            #expect(try await open(bench, owner) == nil)
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await bench.ask(ShowAccount(id: owner))["identity"] == before)
            #expect(try await open(bench, owner)?.reason == .identityTaken)
        }
    }

    // MARK: What is still to be done with the account

    /// A code of a confirmation mail, typed before anybody asked whose account it is.
    private func code(of account: String, _ bench: DeskBench) async throws -> OperationID {
        let (id, now) = ("0195c0de-0000-7000-8000-000000000003", bench.clock.now)
        return try await bench.outbox.write { tx in
            try tx.enqueue(
                NewOperation(id: id, type: .accountConfirm, subject: account, body: ["token": "AAAA"], officer: nil, madeAt: now)
            ).id
        }
    }

    private func operation(_ id: OperationID, _ bench: DeskBench) async throws -> QueuedOperation {
        try #require(try await bench.outbox.read { try $0.operation(id) })
    }

    @Test(arguments: [false, true])
    func `a code that waited for the decision goes to the portal's account, behind what makes the unit a party to that`(
        isHeld: Bool
    ) async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, conflict) = try await contested(bench)
            let code = try await code(of: owner, bench)
            if isHeld { _ = try await bench.ask(OperateQueue(verb: .hold, ids: [code])) }
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            if isHeld {
                #expect(try await operation(code, bench).state == .held)
                _ = try await bench.ask(OperateQueue(verb: .release, ids: [code]))
            }
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.type) == [.accountPut, .accountConfirm] && sent.last?.id == code)
            let lines = try sent.map { try Operation(line: try #require($0.frozen?.line)) }
            #expect(lines.map(\.subject) == [Self.other, Self.other])
        }
    }

    @Test func `an adoption taken back gives back the code that was not sent`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, conflict) = try await contested(bench)
            let code = try await code(of: owner, bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await operation(code, bench).subject == owner)
            // It waits for the question, which is open again.
            #expect(try await bench.claimAll().isEmpty)
            let question = try #require(try await open(bench, owner))
            _ = try await bench.ask(
                ResolveConflict(id: question.id, fields: ["identity": .value(["kind": "cccd", "number": "062090123499"])]))
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.subject) == [owner, owner] && sent.last?.id == code)
        }
    }

    @Test func `an adoption taken back leaves a code that was sent where it went`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, conflict) = try await contested(bench)
            let code = try await code(of: owner, bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            #expect(try await bench.claimAll().map(\.subject) == [Self.other, Self.other])
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await operation(code, bench).subject == Self.other)
            #expect(try await bench.ask(ShowAccount(id: owner))["id"] == .string(owner))
        }
    }

    @Test func `a code typed for the adopted account after the decision is the portal's account's, and stays so`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, _, conflict) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            let recorded = try await bench.ask(ConfirmAccount(id: owner, token: "BBBB"))
            #expect(recorded.id == Self.other)
            let code = try #require(recorded.operation)
            _ = try await bench.ask(UndoConflict(id: conflict))
            // Its account is still one that the unit has to become a party to.
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.subject) == [Self.other, Self.other] && sent.last?.id == code)
        }
    }
}
