import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

@Suite("Conflicts decided at the desk")
struct ConflictTests {
    /// An account whose phone was changed at both sides; its e-mail only at the portal.
    private func contested(_ bench: DeskBench) async throws -> (account: String, conflict: String, operation: String) {
        let account = try await bench.citizen(phone: "0912345678").id
        try await bench.deliverAll()
        let edited = try await bench.ask(EditAccount(id: account, changes: ["phone": "0987654321"]))
        let operation = try #require(edited.operation)
        _ = try await bench.claimAll()
        let now = bench.clock.now
        try await bench.outbox.write { tx in
            let subject = try #require(try tx.subject(account))
            let base = try #require(subject.portalState)
            let theirs = base.merging(["phone": "0900000000", "email": "a@b.vn", "confirmation": "pending"]) { _, new in new }
            try tx.settleConflict(operation, reason: "stale")
            try tx.insert(
                ConflictRecord(
                    id: "0195c0de-0000-7000-8000-000000000001", subject: account, operation: operation, reason: .stale,
                    state: .open, base: base, mine: subject.state, theirs: theirs, theirRevision: "r2", theirSubject: nil,
                    merged: theirs,
                    fields: [
                        ConflictRecord.Field(
                            name: "phone", base: base["phone"] ?? .null, mine: subject.state["phone"] ?? .null,
                            theirs: "0900000000")
                    ], mineBy: nil, mineAt: now, theirsAt: now, createdAt: now))
        }
        return (account, "0195c0de", operation)
    }

    @Test func `both values are shown with who and when, and the status says what to type`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, operation) = try await contested(bench)
            let view = try await bench.ask(ShowConflict(id: conflict))
            #expect(view.subject == account && view.operation == operation && view.kind == "account")
            #expect(view.about == "Y Thử")
            #expect(view.reason == "stale" && view.state == "open")
            let field = try #require(view.fields.first)
            #expect(field.name == "phone" && field.theirs.value == "0900000000")
            #expect(field.mine.by == "you, at this desk")
            // Nobody tells who wrote it at the portal: another desk of the unit may have.
            #expect(field.theirs.by == "the portal (the office or another desk)")
            let officer = try await bench.ask(
                AddAccount(fields: ["kind": "officer", "full_name": "H Mai", "identity": "062190000011"])
            ).id
            try await bench.outbox.write { tx in
                var record = try #require(try tx.conflict("0195c0de-0000-7000-8000-000000000001"))
                record.mineBy = officer
                try tx.update(record)
            }
            #expect(try await bench.ask(ShowConflict(id: conflict)).fields.first?.mine.by == "H Mai, at this desk")
            let report = try await bench.ask(ShowStatus())
            #expect(report.counts.conflict == 1)
            #expect(report.attention.first?.command.hasPrefix("kiosk conflict show") == true)
            #expect(try await bench.problem(EditAccount(id: account, changes: ["phone": "0911111111"])).kind == .conflictOpen)
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [operation], confirmed: true)).kind == .conflictOpen)
        }
    }

    @Test func `keeping mine queues a put on top of the portal's state`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, operation) = try await contested(bench)
            let mine = try await bench.ask(ShowAccount(id: account))["phone"]
            let answer = try await bench.ask(ResolveConflict(id: conflict, keep: .mine))
            #expect(answer.state == "resolved")
            let shown = try await bench.ask(ShowAccount(id: account))
            #expect(shown["phone"] == mine && shown["email"] == "a@b.vn")
            let counts = try await bench.counts()
            #expect(counts.conflict == 0 && counts.waiting == 1 && counts.delivered == 1 && counts.accepted == 2)
            let sent = try #require(try await bench.claimAll().first)
            #expect(sent.id == answer.operation && sent.replaces == operation)
            let line = try JSONParser.parse(try #require(sent.frozen?.line))
            #expect(line["base"] == "r2")
            #expect(line["body"]?["confirmation"] == nil)
            #expect(try await bench.problem(ResolveConflict(id: conflict, keep: .mine)).kind == .alreadyResolved)
        }
    }

    @Test func `keeping theirs queues nothing`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, _) = try await contested(bench)
            let answer = try await bench.ask(ResolveConflict(id: conflict, fields: ["phone": .theirs]))
            #expect(answer.operation == nil)
            #expect(try await bench.ask(ShowAccount(id: account))["phone"] == "0900000000")
            let counts = try await bench.counts()
            #expect(counts.accepted == 1 && counts.delivered == 1)
        }
    }

    @Test func `a third value obeys the rules of the desk`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, _) = try await contested(bench)
            #expect(try await bench.problem(ResolveConflict(id: conflict, fields: ["phone": .value("12")])).kind == .invalidPhone)
            #expect(try await bench.problem(ResolveConflict(id: conflict, fields: ["fone": .mine])).kind == .unknownField)
            #expect(try await bench.problem(ResolveConflict(id: conflict)).kind == .missingField)
            _ = try await bench.ask(ResolveConflict(id: conflict, fields: ["phone": .value("091 111 1111")]))
            let typed = try await bench.ask(ShowAccount(id: account))["phone"]
            #expect(typed?.stringValue?.hasSuffix("911111111") == true)
            // Taken back, the portal has again what it had: nobody has decided against that.
            let undone = try await bench.ask(UndoConflict(id: conflict))
            #expect(undone.values == ["phone": "0900000000"])
            #expect(try await bench.ask(ShowAccount(id: account))["phone"] == "0900000000")
        }
    }

    @Test func `a decision is taken back within thirty days and not after`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, _) = try await contested(bench)
            let mine = try await bench.ask(ShowAccount(id: account))["phone"]
            #expect(try await bench.problem(UndoConflict(id: conflict)).kind == .notResolved)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            bench.clock.advance(.seconds(31 * 86_400))
            #expect(try await bench.problem(UndoConflict(id: conflict)).kind == .undoTooLate)
            bench.clock.advance(.seconds(-2 * 86_400))
            let undone = try await bench.ask(UndoConflict(id: conflict))
            #expect(undone.state == "undone" && undone.operation != nil)
            #expect(try await bench.ask(ShowAccount(id: account))["phone"] == mine)
            #expect(try await bench.ask(UndoConflict(id: conflict)).operation == undone.operation)
        }
    }

    @Test func `a clock that was set forward does not end the thirty days`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, conflict, _) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            bench.clock.advance(.seconds(365 * 86_400))
            try await bench.outbox.write { try $0.setFact(.clockSkewSeconds, .number(365 * 86_400)) }
            #expect(try await bench.ask(UndoConflict(id: conflict)).state == "undone")
        }
    }

    @Test func `a decision that a later edit overtook is not taken back`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, _) = try await contested(bench)
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .mine))
            _ = try await bench.ask(EditAccount(id: account, changes: ["phone": "0977777777"]))
            #expect(try await bench.problem(UndoConflict(id: conflict)).kind == .undoOvertaken)
        }
    }

    /// The portal has come to say what the desk wanted, while the record still names the value of before.
    @Test func `taking a decision back goes to what the portal had when it was made`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (account, conflict, _) = try await contested(bench)
            bench.clock.advance(.seconds(60))
            let now = bench.clock.now
            try await bench.outbox.write { tx in
                var subject = try #require(try tx.subject(account))
                subject.portalState = subject.portalState?.merging(["phone": "0933333333"]) { _, new in new }
                subject.revision = "r3"
                subject.portalSeenAt = now
                try tx.update(subject)
            }
            _ = try await bench.ask(ResolveConflict(id: conflict, keep: .mine))
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await bench.ask(ShowAccount(id: account))["phone"] == "0933333333")
        }
    }

    @Test func `what was not done is named, and a person can only take note of it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.deliverAll()
            let withdrawal = try #require(try await bench.ask(WithdrawDossier(id: dossier, reason: "x")).operation)
            _ = try await bench.claimAll()
            let now = bench.clock.now
            let conflict = "0195c0de-0000-7000-8000-000000000004"
            try await bench.outbox.write { tx in
                let subject = try #require(try tx.subject(dossier))
                let operation = try #require(try tx.operation(withdrawal))
                try tx.settleConflict(withdrawal, reason: "closed")
                try tx.insert(
                    ConflictRecord(
                        deed: conflict, subject, operation, .closed, theirs: subject.portalState, revision: "r2", now: now))
            }
            let report = try await bench.ask(ShowStatus())
            #expect(report.attention.first?.text.contains("withdrawal") == true)
            #expect(report.attention.first?.text.contains("both sides") == false)
            let view = try await bench.ask(ShowConflict(id: conflict))
            #expect(view.fields.isEmpty && view.text.contains("withdrawal"))
            #expect(try await bench.problem(ResolveConflict(id: conflict, keep: .mine)).kind == .onlyTheirs)
            let answer = try await bench.ask(ResolveConflict(id: conflict, keep: .theirs))
            #expect(answer.state == "resolved" && answer.operation == nil)
            #expect(try await bench.counts().conflict == 0)
            #expect(try await bench.problem(UndoConflict(id: conflict)).kind == .onlyTheirs)
        }
    }

    @Test func `two people who filled one entry of a form decide that entry alone`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["noi_dung": "a", "khac": "x"]]))
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.deliverAll()
            let edited = try await bench.ask(EditDossier(id: dossier, changes: ["form": ["noi_dung": "b"]]))
            let operation = try #require(edited.operation)
            _ = try await bench.claimAll()
            let now = bench.clock.now
            let conflict = "0195c0de-0000-7000-8000-000000000003"
            try await bench.outbox.write { tx in
                let subject = try #require(try tx.subject(dossier))
                var theirs = try #require(subject.portalState)
                theirs["form"] = ["noi_dung": "c", "khac": "y"]
                try tx.settleConflict(operation, reason: "stale")
                try tx.insert(
                    ConflictRecord(
                        id: conflict, subject: dossier, operation: operation, reason: .stale, state: .open,
                        base: subject.portalState, mine: subject.state, theirs: theirs, theirRevision: "r2",
                        theirSubject: nil, merged: theirs,
                        fields: [ConflictRecord.Field(name: "form.noi_dung", base: "a", mine: "b", theirs: "c")],
                        mineBy: nil, mineAt: now, theirsAt: now, createdAt: now))
            }
            _ = try await bench.ask(ResolveConflict(id: conflict, fields: ["form/noi_dung": .value("d")]))
            #expect(try await bench.ask(ShowDossier(id: dossier))["form"] == ["noi_dung": "d", "khac": "y"])
            _ = try await bench.ask(UndoConflict(id: conflict))
            #expect(try await bench.ask(ShowDossier(id: dossier))["form"] == ["noi_dung": "c", "khac": "y"])
        }
    }
}
