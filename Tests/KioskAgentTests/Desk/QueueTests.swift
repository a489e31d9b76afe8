import Outbox
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

@Suite("Surgery on the queue")
struct QueueTests {
    @Test func `each line says whose it is, and names what it waits for in short`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let lines = try await bench.ask(ListQueue()).items
            #expect(lines.count == 3 && lines.allSatisfy { $0.about == "Y Thử" }, "\(lines)")
            let account = try #require(lines.first { $0.subject == owner })
            let put = try #require(lines.first { $0.type == "dossier.put" })
            #expect(put.blockedBy == [account.id])
            #expect(put.text?.contains(String(account.id.prefix(18))) == true && put.text?.contains(account.id) == false)
        }
    }

    @Test func `holding and releasing are idempotent, logged, and counted`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try #require(try await bench.citizen().operation)
            for _ in 1...2 {
                let held = try await bench.ask(OperateQueue(verb: .hold, ids: [id], reason: "wait for the office"))
                #expect(held.items.first?.state == "held")
                #expect(try await bench.ask(ListQueue(state: "held")).items.first?.reason == "held")
            }
            #expect(try await bench.counts().held == 1)
            #expect(try await bench.claimAll().isEmpty)
            for _ in 1...2 {
                let released = try await bench.ask(OperateQueue(verb: .release, ids: [id]))
                #expect(released.items.first?.state == "waiting")
            }
            let events = try await bench.ask(ListJournal()).items.map(\.event)
            #expect(events.filter { $0 == "held" }.count == 1)
            #expect(events.filter { $0 == "released" }.count == 1)
        }
    }

    @Test func `one wrong id and nothing of the surgery is done`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try #require(try await bench.citizen().operation)
            #expect(try await bench.problem(OperateQueue(verb: .hold, ids: [id, "ffff"])).kind == .unknownOperation)
            #expect(try await bench.counts().held == 0)
        }
    }

    @Test func `what was tried while no connection came about can still be dropped, until one may have carried it`() async throws
    {
        try await DeskBench.with { (bench) async throws in
            let ids = [
                try #require(try await bench.citizen().operation),
                try #require(try await bench.citizen("062090123457").operation),
            ]
            let now = bench.clock.now
            for _ in 0..<2 {
                _ = try await bench.claimAll()
                try await bench.outbox.write { try $0.endAttempt(ids, reason: "no-link", nextAttemptAt: now, hasLeft: false) }
            }
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [ids[0]], confirmed: true))
            _ = try await bench.claimAll()
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [ids[1]], confirmed: true)).kind == .mayBeAtPortal)
            try await bench.outbox.write { try $0.endAttempt(ids, reason: "cut", nextAttemptAt: now) }
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [ids[1]], confirmed: true)).kind == .mayBeAtPortal)
        }
    }

    @Test func `dropping wants to be confirmed and only touches what the portal never had`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen()
            let id = try #require(recorded.operation)
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [id])).kind == .confirmationNeeded)
            _ = try await bench.claimAll()
            let now = bench.clock.now
            try await bench.outbox.write { tx in try tx.endAttempt([id], reason: "cut", nextAttemptAt: now) }
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [id], confirmed: true)).kind == .mayBeAtPortal)
            let other = try await bench.citizen("062090123457")
            let dropped = try await bench.ask(
                OperateQueue(verb: .drop, ids: [try #require(other.operation)], confirmed: true))
            #expect(dropped.items.first?.state == "dropped")
            #expect(try await bench.counts().accepted == 1)
            #expect(try await bench.problem(ShowAccount(id: other.id)).kind == .unknownAccount)
            #expect(try await bench.ask(ListAccounts()).items.map { $0["id"] } == [.string(recorded.id)])
            let again = try await bench.ask(OperateQueue(verb: .drop, ids: [try #require(other.operation)], confirmed: true))
            #expect(again.items.first?.state == "dropped")
        }
    }

    @Test func `what others need is dropped only with them, and the dossier is a draft again`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let ids = try await bench.ask(ListQueue()).items.map(\.id)
            let problem = try await bench.problem(OperateQueue(verb: .drop, ids: [ids[0]], confirmed: true))
            #expect(problem.kind == .operationNeeded)
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [ids[1]], confirmed: true)).kind == .operationNeeded)
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [ids[1], ids[2]], confirmed: true))
            #expect(try await bench.ask(ShowDossier(id: dossier))["local"]?["state"] == "draft")
            _ = try await bench.ask(SubmitDossier(id: dossier))
            #expect(try await bench.counts().accepted == 3)
        }
    }

    /// The one that took the refused one's place was recorded last, and goes first all the same.
    @Test func `what others need is dropped only with them, after it was queued anew too`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.deliverAll()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let ids = try await bench.ask(ListQueue()).items.map(\.id)
            try await bench.refuse(ids[0], .unknownSubject)
            let new = try #require(try await bench.ask(OperateQueue(verb: .requeue, ids: [ids[0]])).items.first).id
            try await bench.refuse(new, .unknownSubject)
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [new], confirmed: true)).kind == .operationNeeded)
        }
    }

    @Test func `a dropped edit leaves what was offered before it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            try await bench.deliverAll()
            _ = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            _ = try await bench.claimAll()
            let later = try await bench.ask(EditAccount(id: recorded.id, changes: ["email": "a@vd.vn"]))
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [try #require(later.operation)], confirmed: true))
            let account = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(account["phone"] == "0987654321" && account["email"] == nil)
        }
    }

    /// What an edit only repeated is the portal's to say: to send it again would overwrite what nobody here changed.
    @Test func `an edit dropped behind one that was set aside leaves the portal's news alone`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            try await bench.deliverAll()
            let first = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            _ = try await bench.claimAll()
            let account = try #require(try await bench.outbox.read { try $0.subject(recorded.id) })
            var theirs = try #require(account.portalState)
            theirs["email"] = "office@vd.vn"
            let change = Change(kind: .account, subject: recorded.id, revision: "r2", state: theirs, deleted: false)
            let (now, setAside) = (bench.clock.now, try #require(first.operation))
            try await bench.outbox.write { tx in
                try tx.quarantine(setAside, reason: "poison")
                try FoldChange(tx: tx, now: now, newID: { "019abcde-0000-7000-8000-0000000000c1" }).fold(change)
            }
            let later = try await bench.ask(EditAccount(id: recorded.id, changes: ["email": "a@vd.vn"]))
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [try #require(later.operation)], confirmed: true))
            let shown = try await bench.ask(ShowAccount(id: recorded.id))
            #expect(shown["phone"] == "0987654321" && shown["email"] == "office@vd.vn")
        }
    }

    @Test func `what stood behind a dropped one is looked at now`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            try await bench.refuse(try #require(recorded.operation))
            let before = bench.sync.wakes
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [try #require(recorded.operation)], confirmed: true))
            #expect(bench.sync.wakes == before + 1)
        }
    }

    @Test func `a dropped edit leaves the account as the portal has it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let recorded = try await bench.citizen(phone: "0912345678")
            try await bench.deliverAll()
            let before = try await bench.ask(ShowAccount(id: recorded.id))["phone"]
            let edited = try await bench.ask(EditAccount(id: recorded.id, changes: ["phone": "0987654321"]))
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [try #require(edited.operation)], confirmed: true))
            #expect(try await bench.ask(ShowAccount(id: recorded.id))["phone"] == before)
        }
    }

    @Test func `what waits for something that will never come is queued anew`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try #require(try await bench.citizen().operation)
            _ = try await bench.claimAll()
            try await bench.outbox.write { tx in
                try tx.postpone(id, reason: "after-never", problem: Problem(.afterNever), nextAttemptAt: nil)
            }
            let why = try await bench.ask(ExplainOperation(id: id))
            #expect(why.chain.first?.command == "kiosk queue requeue \(id)")
            let item = try #require(try await bench.ask(OperateQueue(verb: .requeue, ids: [id])).items.first)
            #expect(item.replaces == id && item.id != id && item.state == "waiting")
            #expect(try await bench.counts().accepted == 1)
        }
    }

    /// The portal would refuse a dossier that names an account which it does not have yet.
    @Test func `a refused dossier that was given another owner goes after that one`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            try await bench.attach(DeskBench.pdf, to: dossier)
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let put = try #require(
                try await bench.outbox.read { try $0.operations(of: dossier, openOnly: true) }.first { $0.type == .dossierPut })
            try await bench.refuse(put.id, .unknownSubject)
            let other = try await bench.citizen("062090999999", name: "Y Khác").id
            let edited = try await bench.ask(EditDossier(id: dossier, changes: ["owner": .string(other), "submitter": .string(other)]))
            #expect(edited.isRefused == true)
            let answer = try await bench.ask(OperateQueue(verb: .requeue, ids: [put.id]))
            let new = try #require(answer.items.first?.id)
            let needs = try await bench.outbox.read { try $0.operation(new)?.needs }
            #expect(needs == [other])
            let sent = try await bench.deliverAll().map(\.subject)
            #expect(try #require(sent.firstIndex(of: other)) < (try #require(sent.firstIndex(of: dossier))))
        }
    }

    @Test func `a refused submission is queued anew with the papers that there are now`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let submit = try #require(try await bench.ask(SubmitDossier(id: dossier)).operation)
            try await bench.refuse(submit)
            let item = try #require(try await bench.ask(OperateQueue(verb: .requeue, ids: [submit])).items.first)
            #expect(item.replaces == submit)
            let types = try await bench.deliverAll().map(\.type)
            #expect(types == [.accountPut, .dossierPut, .dossierSubmit])
            #expect(try await bench.counts().accepted == 3)
        }
    }

    @Test func `a quarantined operation goes again with its old bytes`() async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try #require(try await bench.citizen().operation)
            let first = try #require(try await bench.claimAll().first?.frozen)
            try await bench.outbox.write { tx in try tx.quarantine(id, reason: "attempts-never-ended") }
            let report = try await bench.ask(ShowStatus())
            #expect(report.attention.map(\.id) == [id])
            let answer = try await bench.ask(OperateQueue(verb: .requeue, ids: [id]))
            #expect(answer.items.first?.id == id)
            #expect(try await bench.claimAll().first?.frozen == first)
        }
    }

    @Test(arguments: [OperateQueue.Verb.requeue])
    func `what was delivered cannot be queued anew`(_ verb: OperateQueue.Verb) async throws {
        try await DeskBench.with { (bench) async throws in
            let id = try #require(try await bench.citizen().operation)
            try await bench.deliverAll()
            #expect(try await bench.problem(OperateQueue(verb: verb, ids: [id])).kind == .notRequeueable)
            #expect(try await bench.problem(OperateQueue(verb: .drop, ids: [id], confirmed: true)).kind == .mayBeAtPortal)
        }
    }

    @Test func `the chain leads from what waits to what would free it`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let queue = try await bench.ask(ListQueue()).items
            _ = try await bench.ask(OperateQueue(verb: .hold, ids: [queue[0].id]))
            let answer = try await bench.ask(ExplainOperation(id: queue[2].id))
            #expect(answer.id == queue[2].id)
            #expect(answer.chain.first?.id == queue[2].id)
            let last = try #require(answer.chain.first { $0.id == queue[0].id })
            #expect(last.command == "kiosk queue release \(queue[0].id)")
        }
    }

    @Test func `a dossier stands for what keeps it here`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (owner, dossier) = try await bench.draft()
            #expect(try await bench.problem(ExplainOperation(id: dossier)).kind == .unknownOperation)
            try await bench.attach(DeskBench.pdf, to: dossier)
            _ = try await bench.ask(SubmitDossier(id: dossier))
            let waiting = try await bench.ask(ExplainOperation(id: dossier)).chain
            #expect(waiting.first?.type == "dossier.put" && waiting.contains { $0.type == "account.put" })
            try await bench.deliverAll()
            let papers = try await bench.ask(ExplainOperation(id: dossier)).chain
            #expect(papers.first?.type == "dossier.submit" && papers.last?.type == "file")
            #expect(try await bench.problem(ExplainOperation(id: owner)).kind == .unknownOperation)
        }
    }

    @Test func `the queue is filtered by state and paged`() async throws {
        try await DeskBench.with { (bench) async throws in
            for last in 0..<5 { _ = try await bench.citizen("06209012345\(last)") }
            #expect(try await bench.problem(ListQueue(state: "nowhere")).kind == .invalidValue)
            #expect(try await bench.problem(ListQueue(page: Page(limit: 0))).kind == .invalidValue)
            #expect(try await bench.ask(ListQueue(state: "held")).items.isEmpty)
            var after: String?
            var seen: [String] = []
            repeat {
                let page = try await bench.ask(ListQueue(page: Page(after: after, limit: 2)))
                seen += page.items.map(\.id)
                after = page.next
            } while after != nil
            #expect(seen.count == 5 && Set(seen).count == 5)
            try await bench.deliverAll()
            #expect(try await bench.ask(ListQueue()).items.isEmpty)
            #expect(try await bench.ask(ListQueue(all: true)).items.count == 5)
        }
    }

    @Test func `a quarantined paper is told and let go by its digest`() async throws {
        try await DeskBench.with { (bench) async throws in
            let (_, dossier) = try await bench.draft()
            let file = try await bench.attach(DeskBench.pdf, to: dossier)
            _ = try await bench.ask(SubmitDossier(id: dossier))
            try await bench.outbox.write { tx in try tx.quarantineFile(file.sha256, reason: "file-damaged", problem: nil) }
            #expect(try await bench.ask(ShowStatus()).attention.map(\.id) == [file.sha256])
            let answer = try await bench.ask(OperateQueue(verb: .requeue, ids: [file.sha256]))
            #expect(answer.items.first?.state == "waiting")
            #expect(try await bench.ask(ShowStatus()).attention.isEmpty)
        }
    }
}
