import CurlHTTP
import SyncProtocol
import Testing

/// protocol.md, section 4: push and pull in one exchange.
@Suite(.timeLimit(.minutes(3)), .serialized) struct ExchangeTests {
    @Test func `sent twice, applied once, with the first receipt`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let put = TestOperation("account.put", newID(), Papers.account(10))
            let first = try await kiosk.sync([put])
            let again = try await kiosk.sync([put, put])
            #expect(first.outcomes == ["applied"])
            #expect(again.verdicts == [first.verdicts[0], first.verdicts[0]])
            #expect(first.verdicts[0]["digest"]?.stringValue == put.digest)
            #expect(first.verdicts[0]["receipt"]?["serial"]?.integerValue == 1)
            #expect(first.verdicts[0]["receipt"]?["received_at"]?.stringValue.flatMap { Timestamp($0) } != nil)
        }
    }

    @Test func `the same id with other bytes or from another unit is refused and changes nothing`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin, stranger) = try await (
                TestKiosk.enrol(portal), TestKiosk.enrol(portal), TestKiosk.enrol(portal, unit: "23530")
            )
            let subject = newID()
            let put = TestOperation("account.put", subject, Papers.account(11))
            let first = try await kiosk.sync([put])
            let other = TestOperation("account.put", subject, Papers.account(11, ["phone": "0912345678"]), id: put.id)
            let reused = try await kiosk.sync([other])
            #expect(reused.problems == ["operation-reused"])
            #expect(try await stranger.sync([put]).problems == ["operation-reused"])
            #expect(try await twin.sync([put]).verdicts == first.verdicts)
            #expect(try await twin.sync().change(of: subject)?["state"]?["phone"] == nil)
        }
    }

    @Test func `the answer's lines have their order, and verdicts that of the operations`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            // Written in capitals, so that the portal has something to tell back.
            let puts = (60...62).map { TestOperation("account.put", newID(), Papers.account($0, ["email": "An@Example.vn"])) }
            let answer = try await kiosk.syncAnswer(puts.map(\.line))
            #expect(answer.header("content-type")?.hasPrefix("application/jsonl") == true)
            let lines = try answer.body.split(separator: 10).map { try JSONParser.parse($0) }
            let kinds = lines.map { line in ["sync", "verdict", "change", "end"].first { line[$0] != nil } ?? "?" }
            #expect(Array(kinds.prefix(4)) == ["sync", "verdict", "verdict", "verdict"])
            #expect(kinds.dropFirst(4).dropLast().allSatisfy { $0 == "change" } && kinds.last == "end" && kinds.count > 5)
            #expect(lines[0]["sync"] == 1 && lines[0]["portal"]?.stringValue != nil)
            #expect(lines[0]["time"]?.stringValue.flatMap { Timestamp($0) } != nil)
            #expect(lines[1...3].map { $0["op"]?.stringValue } == puts.map(\.id))
            #expect(lines[1...3].map { $0["digest"]?.stringValue } == puts.map(\.digest))
            let change = lines[4]
            #expect(
                change["subject"]?.stringValue != nil && change["revision"]?.stringValue != nil
                    && change["state"]?.objectValue != nil)
            #expect(lines.last?["cursor"]?.stringValue != nil && lines.last?["more"] == false)
        }
    }

    @Test func `a conflict and a refusal sent again are answered as before, with other bytes refused`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            try await kiosk.sync([TestOperation("account.put", newID(), Papers.account(63))])
            let taken = TestOperation("account.put", newID(), Papers.account(63))
            let unknown = TestOperation("account.fly", newID(), [:])
            let first = try await kiosk.sync([taken, unknown])
            #expect(first.outcomes == ["conflict", "rejected"])
            #expect(try await kiosk.sync([taken, unknown]).verdicts == first.verdicts)
            let others = [
                TestOperation("account.put", newID(), Papers.account(64), id: taken.id),
                TestOperation("account.fly", newID(), [:], id: unknown.id),
            ]
            #expect(try await kiosk.sync(others).problems == ["operation-reused", "operation-reused"])
            #expect(try await portal.office("account", "list").count == 1)
        }
    }

    @Test func `an answer that was lost is given again for the old cursor`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal))
            let start = try await kiosk.sync()
            try await twin.sync((65...67).map { TestOperation("account.put", newID(), Papers.account($0)) })
            let lost = try await kiosk.sync(cursor: start.cursor)
            let again = try await kiosk.sync(cursor: start.cursor)
            #expect(lost.changes.count == 3 && again.changes == lost.changes && !again.resync)
        }
    }

    @Test func `the header that says another kiosk, another version or no number of lines is refused`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal))
            func status(_ change: JSONObject) async throws -> Int {
                let header: JSONObject = [
                    "sync": 1, "kiosk": .string(kiosk.id), "agent": "a/1.0.0", "cursor": nil, "max_changes": 200, "lines": 0,
                    "colour": "blue",
                ]
                let line = JSONValue.object(header.merging(change) { $1 }).encoded
                return try await kiosk.send("POST", "/kiosk/v1/sync", body: line + [10]).status
            }
            #expect(try await status([:]) == 200)
            #expect(try await status(["kiosk": .string(twin.id)]) == 403)
            for wrong: JSONObject in [["sync": 2], ["lines": 1], ["lines": nil], ["lines": -1], ["cursor": 5]] {
                #expect(try await status(wrong) == 400)
            }
        }
    }

    @Test func `a body that was cut gets 400 and nothing is applied`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let lines = (12...14).map { TestOperation("account.put", newID(), Papers.account($0)).line }
            for cut in [1, 2, lines[2].count + 1, lines[2].count + 2] {
                let answer = try await kiosk.syncAnswer(lines) { Array($0.dropLast(cut)) }
                #expect(answer.status == 400)
            }
            let more = try await kiosk.syncAnswer(lines) { $0 + Array("{}\n".utf8) }
            #expect(more.status == 400)
            #expect(try await portal.office("account", "list").isEmpty)
        }
    }

    @Test func `lines wait for what they come after, in vain when that failed`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let (owner, ghost) = (TestOperation("account.put", newID(), Papers.account(15)), newID())
            let early = TestOperation("account.put", newID(), after: [owner.id], Papers.account(16))
            let lost = TestOperation("account.put", newID(), after: [ghost], Papers.account(17))
            let first = try await kiosk.sync([early, owner, lost])
            #expect(first.outcomes == ["later", "applied", "later"])
            #expect(first.problems == ["after-not-applied", "", "after-not-applied"])
            #expect(try await kiosk.sync([early]).outcomes == ["applied"])
            let refused = TestOperation("account.put", newID(), ["kind": "citizen"])
            let vain = TestOperation("account.put", newID(), after: [refused.id], Papers.account(18))
            let second = try await kiosk.sync([refused, vain])
            #expect(second.outcomes == ["rejected", "later"])
            #expect(second.problems == ["invalid-body", "after-never"])
        }
    }

    @Test func `serials count the receipts of one kiosk without a gap`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal))
            func serials(_ result: SyncResult) -> [Int64?] { result.verdicts.map { $0["receipt"]?["serial"]?.integerValue } }
            let batch = (20...22).map { TestOperation("account.put", newID(), Papers.account($0)) }
            #expect(
                serials(try await kiosk.sync([batch[0], TestOperation("account.fly", newID(), [:]), batch[1]])) == [1, nil, 2])
            #expect(serials(try await twin.sync([TestOperation("account.put", newID(), Papers.account(23))])) == [1])
            #expect(serials(try await kiosk.sync([batch[0], batch[2]])) == [1, 3])
        }
    }

    @Test func `a put on an old base is a conflict that tells the present state`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal))
            let subject = newID()
            let first = try await kiosk.sync([TestOperation("account.put", subject, Papers.account(24))])
            let base = try #require(first.verdicts[0]["receipt"]?["revision"]?.stringValue)
            let phone = Papers.account(24, ["phone": "0912345678"])
            #expect(try await twin.sync([TestOperation("account.put", subject, base: base, phone)]).outcomes == ["applied"])
            for stale in [base, nil] {
                let late = try await kiosk.sync([
                    TestOperation("account.put", subject, base: stale, Papers.account(24, ["email": "an@example.vn"]))
                ])
                #expect(late.outcomes == ["conflict"])
                #expect(late.verdicts[0]["reason"] == "stale")
                #expect(late.verdicts[0]["theirs"]?["phone"] == "0912345678")
                let revision = try #require(late.verdicts[0]["revision"]?.stringValue)
                #expect(revision != base)
            }
        }
    }

    @Test func `an identity that is taken is told to the unit that has it, and hidden from others`() async throws {
        try await withServedPortal { portal in
            let (kiosk, stranger) = try await (TestKiosk.enrol(portal), TestKiosk.enrol(portal, unit: "23530"))
            let subject = newID()
            let known = Papers.account(25, ["phone": "0912345678", "email": "an@example.vn"])
            try await kiosk.sync([TestOperation("account.put", subject, known)])
            let own = try await kiosk.sync([TestOperation("account.put", newID(), Papers.account(25))])
            #expect(own.verdicts[0]["reason"] == "identity-taken")
            #expect(own.verdicts[0]["subject"]?.stringValue == subject)
            #expect(own.verdicts[0]["theirs"]?["phone"] == "0912345678")
            let foreign = try await stranger.sync([
                TestOperation("account.put", newID(), Papers.account(25, name: "NGUYỄN VĂN AN", ["email": "x@example.vn"]))
            ])
            #expect(foreign.outcomes == ["conflict"])
            #expect(foreign.verdicts[0]["theirs"]?["phone"] == nil)
            #expect(foreign.verdicts[0]["theirs"]?["email"] == nil)
            let wrong = try await stranger.sync([TestOperation("account.put", newID(), Papers.account(25, name: "Lê Thị Mai"))])
            #expect(wrong.problems == ["identity-elsewhere"])
            let base = try #require(foreign.verdicts[0]["revision"]?.stringValue)
            let join = try await stranger.sync([
                TestOperation("account.put", subject, base: base, Papers.account(25, ["phone": "0987654321"]))
            ])
            #expect(join.outcomes == ["applied"])
            let state = try await kiosk.sync().change(of: subject)?["state"]
            #expect(state?["phone"] == "0987654321")
            #expect(state?["email"] == "an@example.vn")
        }
    }

    @Test func `changes go to the other kiosks of the unit and to nobody else, one's own only when altered`() async throws {
        try await withServedPortal { portal in
            let (kiosk, twin, stranger) = try await (
                TestKiosk.enrol(portal), TestKiosk.enrol(portal), TestKiosk.enrol(portal, unit: "23530")
            )
            let start = try await (kiosk.sync(), twin.sync(), stranger.sync())
            let subject = newID()
            let own = try await kiosk.sync([TestOperation("account.put", subject, Papers.account(26))], cursor: start.0.cursor)
            #expect(own.changes.isEmpty)
            let told = try await twin.sync(cursor: start.1.cursor)
            #expect(told.change(of: subject)?["change"] == "account")
            #expect(told.change(of: subject)?["state"]?["full_name"] == "Nguyễn Văn An")
            #expect(try await stranger.sync(cursor: start.2.cursor).changes.isEmpty)
            try await portal.office("account", "edit", subject, "--set", "phone=0912345678")
            let edited = try await kiosk.sync(cursor: own.cursor)
            #expect(edited.change(of: subject)?["state"]?["phone"] == "0912345678")
            #expect(try await kiosk.sync(cursor: edited.cursor).changes.isEmpty)
        }
    }

    @Test func `changes come in pages, and an unknown cursor starts over with everything`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let subjects = (0..<5).map { _ in newID() }
            try await kiosk.sync(subjects.enumerated().map { TestOperation("account.put", $1, Papers.account(30 + $0)) })
            var cursor: String? = "no such cursor"
            var seen: [String] = []
            for _ in 0..<10 {
                let page = try await kiosk.sync(cursor: cursor, maxChanges: 2)
                #expect(page.resync)
                #expect(page.changes.count <= 2)
                seen += page.changes.compactMap { $0["subject"]?.stringValue }
                cursor = page.cursor
                if !page.more { break }
            }
            #expect(Set(seen) == Set(subjects))
            #expect(try await kiosk.sync(cursor: cursor).resync == false)
        }
    }

    @Test func `too many lines or bytes get 413`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let many = [[UInt8]](repeating: Array("{}".utf8), count: 501)
            #expect(try await kiosk.syncAnswer(many).status == 413)
            let large = [Array(#"{"id":"\#(String(repeating: "x", count: 1 << 20))"}"#.utf8)]
            #expect(try await kiosk.syncAnswer(large).status == 413)
        }
    }

    @Test func `answers to many kiosks at once count each operation once`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let put = TestOperation("account.put", newID(), Papers.account(40))
            let verdicts = try await withThrowingTaskGroup(of: [JSONValue].self) { group in
                for _ in 0..<8 { group.addTask { try await kiosk.sync([put]).verdicts } }
                return try await group.reduce(into: Set<[JSONValue]>()) { $0.insert($1) }
            }
            #expect(verdicts.count == 1)
            #expect(try await portal.office("account", "list").count == 1)
        }
    }
}
