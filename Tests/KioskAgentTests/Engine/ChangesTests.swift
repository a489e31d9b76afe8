import Outbox
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent

/// Conflicts and the portal's news.
@Suite("Conflicts and news in the engine") struct ChangesTests {
    /// An account that both sides know.
    private func known(_ bench: EngineBench) async throws -> String {
        let account = try await bench.account(extra: ["phone": "0912345678"])
        await bench.round()
        return account.subject
    }

    @Test func `edits of different fields merge by themselves and reach both sides`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            try await bench.settle()
            #expect(try await bench.state(put) == .resolved)
            #expect(try await bench.conflicts().isEmpty)
            let theirs = bench.portal.with { $0.subjects[id]?.state }
            #expect(theirs?["phone"] == "0987654321" && theirs?["email"] == "a@b.vn")
            #expect(try await bench.subject(id).state == theirs)
        }
    }

    /// stale edit wins after long absence (WatermelonDB#1114): the same field goes to the inbox, both values kept.
    @Test func `edits of the same field wait for a person and overwrite nothing`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.office(id) { $0["phone"] = "0900000000" }
            try await bench.settle()
            #expect(try await bench.state(put) == .conflict)
            let conflict = try #require(try await bench.conflicts().first)
            #expect(conflict.fields.map(\.name) == ["phone"])
            #expect(conflict.fields.first?.mine == "0987654321" && conflict.fields.first?.theirs == "0900000000")
            #expect(bench.portal.with { $0.subjects[id]?.state["phone"] } == "0900000000")
        }
    }

    /// The code's receipt names a revision with the office's edit in it, which the answer did not come to tell.
    @Test func `an edit overwrites nothing that a receipt for something else has skipped`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            let code = try await bench.deed(.accountConfirm, on: id)
            bench.portal.next(.cut(after: 1))
            await bench.round()
            #expect(try await bench.state(code) == .delivered)
            _ = try await bench.edit(id, ["phone": "0987654321"])
            try await bench.settle()
            let theirs = bench.portal.with { $0.subjects[id]?.state }
            #expect(theirs?["phone"] == "0987654321" && theirs?["email"] == "a@b.vn")
            #expect(try await bench.subject(id).state == theirs)
        }
    }

    @Test func `a state that is stale against itself is not sent again and again`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            let theirs = try #require(bench.portal.with { $0.subjects[id] })
            bench.portal.next(.answers { _ in .conflict(.stale, revision: theirs.revision, theirs: theirs.state, subject: nil) })
            await bench.round()
            #expect(try await bench.state(put) == .conflict)
            #expect(bench.portal.with { $0.exchanges.count } < 6)
        }
    }

    @Test func `a stale verdict without the other state overwrites nothing`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.answers { _ in .conflict(.stale, revision: "r99", theirs: nil, subject: nil) })
            await bench.round()
            #expect(try await bench.state(put) == .conflict)
        }
    }

    /// An office that refused the dossier takes no withdrawal of it: the citizen has to hear of that.
    @Test(arguments: [OperationType.dossierWithdraw, .dossierSubmit, .dossierSupplement])
    func `what was to be done and was not stands before a person until they say so`(_ type: OperationType) async throws {
        try await EngineBench.with { bench in
            let owner = try await known(bench)
            let dossier = try await bench.dossier(owner: owner)
            await bench.round()
            let deed = try await bench.deed(type, on: dossier.subject)
            bench.portal.office(dossier.subject) { $0["status"] = 3 }
            let held = try #require(bench.portal.with { $0.subjects[dossier.subject] })
            bench.portal.next(
                .answers { _ in .conflict(.closed, revision: held.revision, theirs: held.state, subject: nil) })
            try await bench.settle()
            #expect(try await bench.state(deed) == .conflict)
            let conflict = try #require(try await bench.conflicts().first)
            #expect(conflict.operation == deed && conflict.reason == .closed && conflict.fields.isEmpty)
            // What the office did is seen all the same, and what it does next.
            #expect(try await bench.subject(dossier.subject).state["status"] == 3)
            bench.portal.office(dossier.subject) { $0["status"] = 8 }
            await bench.round(asked: true)
            #expect(try await bench.subject(dossier.subject).state["status"] == 8)
            #expect(try await bench.conflicts().first?.theirs?["status"] == 8)
        }
    }

    @Test func `a withdrawal of what is withdrawn already asks nobody`() async throws {
        try await EngineBench.with { bench in
            let owner = try await known(bench)
            let dossier = try await bench.dossier(owner: owner)
            await bench.round()
            let deed = try await bench.deed(.dossierWithdraw, on: dossier.subject)
            bench.portal.office(dossier.subject) { $0["status"] = 7 }
            let held = try #require(bench.portal.with { $0.subjects[dossier.subject] })
            bench.portal.next(
                .answers { _ in .conflict(.withdrawn, revision: held.revision, theirs: held.state, subject: nil) })
            try await bench.settle()
            #expect(try await bench.state(deed) == .resolved)
            #expect(try await bench.conflicts().isEmpty)
            #expect(try await bench.events().contains("already-done"))
            #expect(try await bench.subject(dossier.subject).state["status"] == 7)
        }
    }

    @Test func `a conflict ends by itself once the portal says what the desk wanted`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321", "email": "a@b.vn"])
            bench.portal.office(id) { $0["phone"] = "0900000000" }
            try await bench.settle()
            #expect(try await bench.conflicts().first?.fields.map(\.theirs) == ["0900000000"])
            // Somebody else's second thought: what a person is shown is what the portal has now.
            bench.portal.office(id) { $0["phone"] = "0911111111" }
            await bench.round(asked: true)
            #expect(try await bench.conflicts().first?.fields.map(\.theirs) == ["0911111111"])
            bench.portal.office(id) { $0["phone"] = "0987654321" }
            try await bench.settle()
            await bench.round(asked: true)
            try await bench.settle()
            #expect(try await bench.state(put) == .resolved)
            #expect(try await bench.conflicts().isEmpty)
            let record = try #require(try await bench.records().first)
            #expect(record.state == .merged && record.fields.map(\.theirs) == ["0987654321"])
            // What nobody else had said still goes.
            let theirs = bench.portal.with { $0.subjects[id]?.state }
            #expect(theirs?["phone"] == "0987654321" && theirs?["email"] == "a@b.vn")
            #expect(try await bench.subject(id).state == theirs)
        }
    }

    @Test func `what merged on the way to the portal is listed and told too`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            try await bench.outbox.write { _ = try $0.hold(put, reason: nil) }
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            await bench.round(asked: true)
            let record = try #require(try await bench.records().first)
            #expect(record.state == .merged && record.operation == put)
            #expect(Set(record.fields.map(\.name)) == ["phone", "email"])
            let told = try await bench.outbox.read {
                try $0.journal(since: nil, subject: id, afterNumber: 0, limit: 100).last { $0.event == "rebased" }
            }
            #expect(told?.details["fields"] == ["phone", "email"])
        }
    }

    @Test(arguments: [ConflictReason.closed, .withdrawn, .deleted]) func `what is closed, withdrawn or deleted goes to a person`(
        _ reason: ConflictReason
    ) async throws {
        try await EngineBench.with { bench in
            let owner = try await known(bench)
            let dossier = try await bench.dossier(owner: owner)
            await bench.round()
            let put = try await bench.edit(dossier.subject, ["form": ["purpose": "x"]])
            let theirs = bench.portal.with { $0.subjects[dossier.subject]?.state }
            bench.portal.next(
                .answers { _ in .conflict(reason, revision: "r50", theirs: reason == .deleted ? nil : theirs, subject: nil) })
            await bench.round()
            #expect(try await bench.state(put) == .conflict)
            #expect(try await bench.conflicts().map(\.reason) == [reason])
            #expect(try await bench.subject(dossier.subject).state["form"] == ["purpose": "x"])
        }
    }

    @Test func `what is refused stays before a person and the others go on`() async throws {
        try await EngineBench.with { bench in
            let bad = try await bench.account("062090000001")
            let good = try await bench.account("062090000002")
            bench.portal.next(
                .answers { operation in
                    operation.id == bad.put
                        ? .rejected(Problem(.invalidBody, field: "/birth"))
                        : .applied(Receipt(revision: "r1", receivedAt: operation.madeAt, serial: 1), missing: nil)
                })
            await bench.round()
            let refused = try await bench.operation(bad.put)
            #expect(refused.state == .rejected && refused.reason == "invalid-body" && refused.problem?.field == "/birth")
            #expect(try await bench.state(good.put) == .delivered)
        }
    }

    /// The portal must name the account and show what it may (protocol.md, section 4); a desk can decide on neither without.
    @Test(arguments: [true, false]) func `an identity taken by an account that is not named or not shown is for the office`(
        _ isNamed: Bool
    ) async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(
                .answers { operation in
                    .conflict(
                        .identityTaken, revision: "r9", theirs: isNamed ? nil : operation.body,
                        subject: isNamed ? "019abcde-0000-7000-8000-0000000000aa" : nil)
                })
            await bench.round()
            let refused = try await bench.operation(account.put)
            #expect(refused.state == .rejected && refused.reason == "identity-elsewhere")
            #expect(try await bench.conflicts().isEmpty)
            #expect(try await bench.subject(account.subject).revision == nil)
        }
    }

    @Test func `a stale verdict with an empty state takes nothing away from the desk`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.answers { _ in .conflict(.stale, revision: "r99", theirs: [:], subject: nil) })
            await bench.round()
            #expect(try await bench.state(put) == .conflict)
            #expect(try await bench.subject(id).state["full_name"] == "Y Thử")
        }
    }

    @Test(arguments: [false, true]) func `the same person at the portal is adopted with the dossiers`(_ limited: Bool)
        async throws
    {
        try await EngineBench.with { bench in
            let other = "019abcde-0000-7000-8000-0000000000aa"
            bench.portal.office(other) {
                $0 = [
                    "kind": "citizen", "full_name": "Y THỬ", "identity": ["kind": "cccd", "number": "062090123456"],
                    "email": "cũ@b.vn",
                ]
            }
            bench.portal.with { portal in
                portal.isLimited = limited
                if limited { portal.changes = [] }
            }
            let account = try await bench.account(extra: ["phone": "0912345678"])
            let dossier = try await bench.dossier(owner: account.subject)
            try await bench.settle()
            #expect(try await bench.state(account.put) == .resolved)
            #expect(try await bench.outbox.read { try $0.subject(account.subject)?.adoptedAs } == other)
            #expect(bench.portal.with { $0.subjects[dossier.subject]?.state["owner"] } == .string(other))
            #expect(bench.portal.with { $0.subjects[other]?.state["phone"] } == "0912345678")
            #expect(try await bench.conflicts().isEmpty)
            bench.expectExactlyOnce()
        }
    }

    @Test func `a person with another name is nobody's to decide but the desk's`() async throws {
        try await EngineBench.with { bench in
            let other = "019abcde-0000-7000-8000-0000000000aa"
            bench.portal.office(other) {
                $0 = ["kind": "citizen", "full_name": "Người Khác", "identity": ["kind": "cccd", "number": "062090123456"]]
            }
            let account = try await bench.account()
            try await bench.settle()
            #expect(try await bench.state(account.put) == .conflict)
            #expect(try await bench.conflicts().map(\.theirSubject) == [other])
            #expect(try await bench.subject(account.subject).adoptedAs == nil)
        }
    }

    @Test func `an adopted account that differs in a field keeps what only the portal knew`() async throws {
        try await EngineBench.with { bench in
            let other = "019abcde-0000-7000-8000-0000000000aa"
            bench.portal.office(other) {
                $0 = [
                    "kind": "citizen", "full_name": "Y Thử", "identity": ["kind": "cccd", "number": "062090123456"], "phone": "1",
                    "email": "e",
                ]
            }
            try await bench.account(extra: ["phone": "2"])
            try await bench.settle()
            let conflict = try #require(try await bench.conflicts().first)
            #expect(conflict.subject == other && conflict.fields.map(\.name) == ["phone"])
            #expect(conflict.mine["email"] == "e" && conflict.mine["phone"] == "2")
            bench.portal.office(other) { $0["gender"] = "f" }
            try await bench.settle()
            let later = try #require(try await bench.conflicts().first)
            #expect(later.merged["email"] == "e" && later.merged["gender"] == "f")
        }
    }

    @Test func `what a person was asked about two accounts stays a question when the portal changes another field of them`() async throws {
        try await EngineBench.with { bench in
            let other = "019abcde-0000-7000-8000-0000000000aa"
            bench.portal.office(other) {
                $0 = [
                    "kind": "citizen", "full_name": "Y Thử", "identity": ["kind": "cccd", "number": "062090123456"], "phone": "1",
                    "gender": "f",
                ]
            }
            try await bench.account(extra: ["phone": "2", "gender": "f"])
            try await bench.settle()
            #expect(try await bench.conflicts().first?.fields.map(\.name) == ["phone"])
            try await bench.edit(other, ["gender": "m"])
            bench.portal.office(other) { $0["gender"] = "x" }
            try await bench.settle()
            let fields = try #require(try await bench.conflicts().first?.fields)
            #expect(Set(fields.map(\.name)) == ["phone", "gender"])
            #expect(fields.first { $0.name == "phone" }?.theirs == "1")
        }
    }

    @Test func `news held back for what is in flight are told when that is set aside`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.answerLost)
            await bench.round()
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            bench.portal.next(.noVerdicts)
            await bench.round()
            #expect(try await bench.subject(id).heldBack != nil)
            try await bench.outbox.write { try $0.quarantine(put, reason: "poison") }
            await bench.round()
            #expect(try await bench.subject(id).heldBack == nil)
            #expect(try await bench.subject(id).portalState?["email"] == "a@b.vn")
            // Let go again, its outcome becomes known and both sides agree.
            let now = bench.clock.now()
            _ = try await bench.outbox.write { try $0.retry(put, now: now) }
            try await bench.settle()
            #expect(try await bench.state(put) != .quarantined)
            bench.expectExactlyOnce()
        }
    }

    @Test func `what was set aside with its outcome unknown is not what meets the portal's news`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let first = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.answerLost)
            await bench.round()
            let second = try await bench.edit(id, ["phone": "0911111111"])
            try await bench.outbox.write { try $0.quarantine(first, reason: "poison") }
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            await bench.round(asked: true)
            #expect(try await bench.state(first) == .quarantined)
            #expect(try await bench.state(second) == .conflict)
            #expect(try await bench.conflicts().map(\.operation) == [second])
        }
    }

    /// It may be at the portal, or have been: to take it for resolved would leave nobody to find out.
    @Test func `what was set aside with its outcome unknown is not what was deleted at the portal`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.answerLost)
            await bench.round()
            try await bench.outbox.write { try $0.quarantine(put, reason: "poison") }
            bench.portal.remove(id)
            await bench.round(asked: true)
            #expect(try await bench.state(put) == .quarantined)
            #expect(try await bench.conflicts().map(\.reason) == [.deleted])
            #expect(try await bench.conflicts().map(\.operation) == [nil])
        }
    }

    /// One put in the place of an edit that was forgotten takes the last state along; those that were offered after it are of before that.
    @Test(arguments: [1, 500])
    func `a restored portal that forgot several edits of a field has the last one in the end, and none after it`(_ atOnce: Int)
        async throws
    {
        try await EngineBench.with { bench in
            bench.portal.with { $0.limits.maxOperations = atOnce }
            let id = try await known(bench)
            let backup = bench.portal.with { $0 }
            for phone in ["0911111111", "0922222222", "0933333333"] {
                try await bench.edit(id, ["phone": .string(phone)])
                await bench.round()
            }
            bench.portal.with { portal in
                portal = backup
                portal.revisions += 100
            }
            bench.clock.advance(.seconds(3600))
            try await bench.edit(id, ["phone": "0944444444"])
            try await bench.settle()
            #expect(bench.portal.with { $0.subjects[id]?.state["phone"] } == "0944444444")
            #expect(try await bench.subject(id).state["phone"] == "0944444444")
            #expect(try await bench.conflicts().isEmpty)
            let applied = bench.portal.with { portal in
                portal.states.compactMap { $0.subject == id ? $0.state["phone"]?.stringValue : nil }
            }
            let last = try #require(applied.firstIndex(of: "0944444444"))
            #expect(applied[last...].allSatisfy { $0 == "0944444444" })
        }
    }

    /// What the office entered and what the desk had delivered both stand on the state of the backup: neither saw the other.
    @Test func `a restored portal's other state of a field that was delivered is for a person`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let backup = bench.portal.with { $0 }
            try await bench.edit(id, ["phone": "0987654321"])
            await bench.round()
            bench.portal.with { portal in
                portal = backup
                portal.revisions += 100
                portal.oldestCursor = 1_000
            }
            bench.portal.office(id) { $0["phone"] = "0900000000" }
            try await bench.edit(id, ["email": "a@b.vn"])
            await bench.round()
            bench.portal.with { $0.oldestCursor = 0 }
            try await bench.settle()
            let field = try #require(try await bench.conflicts().first?.fields.first { $0.name == "phone" })
            #expect(field.mine == "0987654321" && field.theirs == "0900000000")
            #expect(bench.portal.with { $0.subjects[id]?.state["phone"] } == "0900000000")
        }
    }

    /// own writes come back as foreign creates (WatermelonDB#649)
    @Test func `own writes do not come back as somebody else's, not after a resync either`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.office("019abcde-0000-7000-8000-0000000000bb") { $0["full_name"] = "Khác" }
            bench.portal.with { $0.oldestCursor = 1_000 }
            try await bench.settle(2)
            bench.portal.with { $0.oldestCursor = 0 }
            try await bench.settle()
            #expect(try await bench.state(put) == .delivered)
            #expect(try await bench.conflicts().isEmpty)
            #expect(try await bench.subject(id).state["phone"] == "0987654321")
            #expect(try await bench.events().contains("resync"))
            bench.expectExactlyOnce()
        }
    }

    @Test func `a deleted subject stays deleted and one with an unsent edit is asked about`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            bench.portal.remove(id)
            await bench.round(asked: true)
            #expect(try await bench.outbox.read { try $0.subject(id)?.isDeleted } == true)
            let second = try await bench.account("062090999999")
            await bench.round()
            let put = try await bench.edit(second.subject, ["phone": "1"])
            bench.portal.remove(second.subject)
            try await bench.settle()
            #expect(try await bench.state(put) == .conflict)
            #expect(try await bench.conflicts().map(\.reason) == [.deleted])
        }
    }

    @Test(arguments: [0, 1, 2]) func `news that come while an outcome is unknown are kept until it is known`(_ end: Int)
        async throws
    {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.next(.fails(.cut))
            await bench.round()
            try await bench.outbox.write { _ = try $0.hold(put, reason: nil) }
            bench.portal.office(id) { $0["email"] = "a@b.vn" }
            await bench.round(asked: true)
            #expect(try await bench.subject(id).heldBack != nil)
            #expect(try await bench.subject(id).state["phone"] == "0987654321")
            try await bench.outbox.write { _ = try $0.release(put) }
            if end == 1 { bench.portal.next(.answers { _ in .rejected(Problem(.invalidBody)) }) }
            if end == 2 { bench.portal.next(.answerLost) }
            try await bench.settle()
            let subject = try await bench.subject(id)
            #expect(subject.heldBack == nil)
            #expect(subject.portalState?["email"] == "a@b.vn" && subject.state["email"] == "a@b.vn")
        }
    }

    /// A stored verdict may be older than the news that were kept back meanwhile.
    @Test func `a conflict told again late does not hide the news since`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            let put = try await bench.edit(id, ["phone": "0987654321"])
            bench.portal.office(id) { $0["phone"] = "0987654321" }
            bench.portal.next(.answerLost)
            await bench.round()
            try await bench.outbox.write { _ = try $0.hold(put, reason: nil) }
            bench.portal.office(id) { $0["email"] = "new@b.vn" }
            await bench.round(asked: true)
            try await bench.outbox.write { _ = try $0.release(put) }
            try await bench.settle()
            #expect(try await bench.subject(id).state == bench.portal.with { $0.subjects[id]?.state })
        }
    }

    /// cursor/offset persisted before data durable (fluent-bit#6995)
    @Test func `the cursor moves with its changes and page by page`() async throws {
        try await EngineBench.with { bench in
            for number in 0..<450 {
                bench.portal.office("019abcde-0000-7000-8000-\(String(100_000_000_000 + number))") { $0["full_name"] = "N" }
            }
            bench.portal.next(.fails(.cut))
            await bench.round()
            #expect(try await bench.outbox.read { try $0.fact(.cursor) } == nil)
            try await bench.settle()
            #expect(try await bench.outbox.read { try $0.fact(.cursor) } == "450")
            #expect(try await bench.outbox.read { try $0.subject("019abcde-0000-7000-8000-100000000449") } != nil)
        }
    }

    /// The cursor says that they were taken in: ahead of them, nobody would ever tell them again.
    @Test func `news are taken in once more, or have been, whichever commit was the program's last`() async throws {
        for commits in 0..<10 {
            try await EngineBench.with { bench in
                let id = try await known(bench)
                bench.portal.office(id) { $0["email"] = "a@b.vn" }
                bench.fuse.arm(after: commits)
                await bench.round(asked: true)
                try await bench.crash()
                try await bench.settle()
                #expect(try await bench.subject(id).state["email"] == "a@b.vn", "after \(commits) commits")
            }
        }
    }

    /// A verdict that was kept names the revision of then.
    @Test func `the old receipt of a submission does not hide what the portal has since`() async throws {
        try await EngineBench.with { bench in
            let owner = try await known(bench)
            let dossier = try await bench.dossier(owner: owner)
            bench.portal.next(.answerLost)
            await bench.round()
            bench.portal.office(dossier.subject, kind: .dossier) { $0["form"] = ["purpose": "x"] }
            try await bench.settle()
            #expect(try await bench.state(dossier.submit) == .delivered)
            #expect(
                try await bench.subject(dossier.subject).revision == bench.portal.with { $0.subjects[dossier.subject]?.revision })
        }
    }

    /// A resync tells the state that the put in flight was made on; its verdict comes after.
    @Test func `news from before a put do not take the place of what the put said`() async throws {
        try await EngineBench.with { bench in
            let id = try await known(bench)
            bench.portal.next(.fails(.cut))
            let put = try await bench.edit(id, ["phone": "0987654321"])
            await bench.round()
            let outbox = bench.outbox
            let held = try #require(bench.portal.with { $0.subjects[id] })
            try await outbox.write { tx in
                var subject = try #require(try tx.subject(id))
                subject.heldBack = Subject.HeldBack(revision: held.revision, state: held.state)
                try tx.update(subject)
            }
            try await bench.settle()
            #expect(try await bench.state(put) == .delivered)
            #expect(try await bench.subject(id).state["phone"] == "0987654321")
            #expect(try await bench.subject(id).revision == bench.portal.with { $0.subjects[id]?.revision })
        }
    }
}
