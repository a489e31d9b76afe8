import CurlHTTP
import Foundation
import SyncProtocol
import Testing

/// protocol.md, sections 5 and 6: dossiers from the desk to the result.
@Suite(.timeLimit(.minutes(3)), .serialized) struct DossierTests {
    private struct Filed {
        let kiosk: TestKiosk
        let dossier: String
        let files: [[UInt8]]
        let cursor: String?
        let put: SyncResult
    }

    /// An account, a dossier with `files` files and its submission, without the files' bytes.
    private func file(_ portal: ServedPortal, files count: Int) async throws -> Filed {
        let kiosk = try await TestKiosk.enrol(portal)
        let (owner, dossier) = (newID(), newID())
        let files = (0..<count).map { paper(3000 + $0, seed: UInt64($0 + 7)) }
        let account = TestOperation("account.put", owner, Papers.account(50))
        let put = TestOperation("dossier.put", dossier, after: [account.id], Papers.dossier(owner: owner, files: files))
        let submit = TestOperation("dossier.submit", dossier, after: [put.id], ["files": .integer(Int64(count))])
        let result = try await kiosk.sync([account, put, submit])
        #expect(result.outcomes == ["applied", "applied", "applied"])
        return Filed(kiosk: kiosk, dossier: dossier, files: files, cursor: result.cursor, put: result)
    }

    private func upload(_ bytes: [UInt8], _ kiosk: TestKiosk) async throws -> Int {
        try await kiosk.send(
            "POST", "/kiosk/v1/files",
            [
                ("Tus-Resumable", "1.0.0"), ("Upload-Length", String(bytes.count)), FilePortal.chunkType,
                ("Upload-Metadata", FilePortal.header(FilePortal.metadata(of: bytes))),
            ], body: bytes
        ).status
    }

    @Test func `a dossier is received when its last file is there, and not before`() async throws {
        try await withServedPortal { portal in
            let filed = try await file(portal, files: 2)
            let digests = filed.files.map { JSONValue.string(Digest.sha256($0)) }
            #expect(Set(filed.put.verdicts[1]["missing"]?.arrayValue ?? []) == Set(digests))
            #expect(try await upload(filed.files[0], filed.kiosk) == 201)
            let half = try await filed.kiosk.sync(cursor: filed.cursor)
            #expect(half.change(of: filed.dossier)?["state"]?["code"]?.stringValue == nil)
            #expect(try await upload(filed.files[1], filed.kiosk) == 201)
            let whole = try await filed.kiosk.sync(cursor: filed.cursor)
            let state = try #require(whole.change(of: filed.dossier)?["state"])
            let code = try #require(state["code"]?.stringValue)
            #expect(code.hasSuffix("-0001"))
            #expect(state["received_at"]?.stringValue.flatMap { Timestamp($0) } != nil)
            let listed = try await portal.office("dossier", "list")
            #expect(listed.first?["code"]?.stringValue == code)
            #expect(listed.first?["files"]?.arrayValue?.allSatisfy { $0["complete"] == true } == true)
        }
    }

    @Test func `missing is computed anew when the put comes again`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let (owner, dossier, bytes) = (newID(), newID(), paper(4000, seed: 3))
            let account = TestOperation("account.put", owner, Papers.account(51))
            let put = TestOperation("dossier.put", dossier, Papers.dossier(owner: owner, files: [bytes]))
            let first = try await kiosk.sync([account, put])
            #expect(first.verdicts[1]["missing"] == [.string(Digest.sha256(bytes))])
            #expect(try await upload(bytes, kiosk) == 201)
            let again = try await kiosk.sync([put])
            #expect(again.verdicts[0]["missing"] == [])
            #expect(again.verdicts[0]["receipt"] == first.verdicts[1]["receipt"])
        }
    }

    @Test func `a dossier without files is received at once`() async throws {
        try await withServedPortal { portal in
            let filed = try await file(portal, files: 0)
            #expect(filed.put.change(of: filed.dossier)?["state"]?["code"]?.stringValue != nil)
        }
    }

    @Test func `two entries may share a file, and the base counts for puts alone`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let (owner, dossier, bytes) = (newID(), newID(), paper(3333, seed: 21))
            let result = try await kiosk.sync([
                TestOperation("account.put", owner, Papers.account(53)),
                TestOperation("dossier.put", dossier, Papers.dossier(owner: owner, files: [bytes, bytes])),
                TestOperation("dossier.submit", dossier, base: "no such revision", ["files": 2]),
            ])
            #expect(result.outcomes == ["applied", "applied", "applied"])
            #expect(result.verdicts[1]["missing"] == [.string(Digest.sha256(bytes))])
            #expect(try await upload(bytes, kiosk) == 201)
            #expect(try await kiosk.sync().change(of: dossier)?["state"]?["code"]?.stringValue != nil)
            let stale = try await kiosk.sync([TestOperation("dossier.put", dossier, base: "r0", Papers.dossier(owner: owner))])
            #expect(stale.verdicts[0]["reason"] == "closed")
        }
    }

    @Test func `a dossier that is not received yet is replaced, on its present base alone, and withdrawn for good`() async throws
    {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let (owner, dossier) = (newID(), newID())
            // What belongs to the portal is not the kiosk's to say.
            let claims: JSONObject = ["code": "000.00.00.H34-261124-9999", "status": 9, "received_at": "2026-03-01T02:03:04Z"]
            let first = try await kiosk.sync([
                TestOperation("account.put", owner, Papers.account(54)),
                TestOperation("dossier.put", dossier, Papers.dossier(owner: owner).merging(claims) { $1 }),
            ])
            let base = try #require(first.verdicts[1]["receipt"]?["revision"]?.stringValue)
            let listed = try await portal.office("dossier", "list").first
            #expect(listed?["code"]?.stringValue == nil && listed?["status"]?.integerValue ?? 1 == 1)
            func put(_ base: String?, _ name: String) -> TestOperation {
                TestOperation(
                    "dossier.put", dossier, base: base, Papers.dossier(owner: owner, form: ["ho_ten_con": .string(name)]))
            }
            let second = try await kiosk.sync([put(base, "Nguyễn Thị Lan"), put(base, "Nguyễn Thị Mai")])
            #expect(second.outcomes == ["applied", "conflict"])
            #expect(second.verdicts[1]["reason"] == "stale")
            #expect(second.verdicts[1]["theirs"]?["form"]?["ho_ten_con"] == "Nguyễn Thị Lan")
            let present = try #require(second.verdicts[1]["revision"]?.stringValue)
            let end = try await kiosk.sync([
                TestOperation("dossier.withdraw", dossier, ["reason": "đổi ý"]), put(present, "Nguyễn Thị Nga"),
            ])
            #expect(end.outcomes == ["applied", "conflict"])
            #expect(end.verdicts[1]["reason"] == "withdrawn")
        }
    }

    @Test func `states have what belongs to the portal, and a notice that was read is read`() async throws {
        try await withServedPortal { portal in
            let filed = try await file(portal, files: 0)
            let kiosk = filed.kiosk
            let dossier = try #require(filed.put.change(of: filed.dossier)?["state"])
            #expect(dossier["status"]?.integerValue == 2 && dossier["steps"]?.arrayValue?.isEmpty == false)
            for name in ["received_at", "due_at"] { #expect(dossier[name]?.stringValue.flatMap { Timestamp($0) } != nil) }
            let account = try await portal.office("account", "show", try #require(dossier["owner"]?.stringValue)).first
            #expect(account?["confirmation"] == "none" && account?["portal_id"]?.stringValue?.isEmpty == false)
            let code = try #require(dossier["code"]?.stringValue)
            try await portal.office("dossier", "fee", code, "--item", "le-phi-ho-tich=8000")
            let charged = try await kiosk.sync(cursor: filed.put.cursor)
            let payment = try #require(charged.changes.first { $0["change"] == "payment" })
            let state = payment["state"]
            #expect(state?["dossier"]?.stringValue == filed.dossier)
            #expect(state?["items"]?.arrayValue?.first?["code"] == "le-phi-ho-tich")
            let id = try #require(payment["subject"]?.stringValue)
            // The kiosk may ask in each way, and never says that it was paid.
            for method in ["wallet", "counter"] {
                let start = TestOperation("payment.start", id, ["method": .string(method), "state": "paid"])
                #expect(try await kiosk.sync([start]).outcomes == ["applied"])
                let url = try await kiosk.sync().change(of: id)?["state"]?["pay_url"]?.stringValue
                #expect(url?.hasPrefix(portal.url) == true)
            }
            let odd = try await kiosk.sync([TestOperation("payment.start", id, ["method": "cheque"])])
            #expect(odd.problems == ["invalid-body"])
            #expect(try await kiosk.sync().change(of: id)?["state"]?["state"] == "pending")
            try await portal.office("payment", "settle", id)
            #expect(try await kiosk.sync().change(of: id)?["state"]?["paid_at"]?.stringValue.flatMap { Timestamp($0) } != nil)
            try await portal.office("dossier", "advance", code, "--to", "4")
            try await portal.office("dossier", "advance", code, "--to", "5", "--request", "to-khai", "--note", "mờ")
            let notice = try #require(
                try await kiosk.sync().changes.first { $0["change"] == "notice" && $0["state"]?["kind"] == "supplement" })
            #expect(notice["state"]?["dossier"]?.stringValue == filed.dossier && notice["state"]?["read"] == false)
            for name in ["at", "until"] { #expect(notice["state"]?[name]?.stringValue.flatMap { Timestamp($0) } != nil) }
            #expect(notice["state"]?["components"]?.arrayValue?.first?["title"]?.stringValue != nil)
            let request = try #require(notice["subject"]?.stringValue)
            #expect(try await kiosk.sync([TestOperation("notice.read", request, [:])]).outcomes == ["applied"])
            let twin = try await TestKiosk.enrol(portal)
            #expect(try await twin.sync().change(of: request)?["state"]?["read"] == true)
        }
    }

    @Test func `what is refused says why`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let (owner, dossier) = (newID(), newID())
            let body = Papers.dossier(owner: owner)
            let result = try await kiosk.sync([
                TestOperation("account.put", owner, Papers.account(52)),
                TestOperation("dossier.put", newID(), body.merging(["procedure": "9.999999"]) { $1 }),
                TestOperation("dossier.put", newID(), body.merging(["owner": .string(newID())]) { $1 }),
                TestOperation("dossier.put", dossier, body),
                TestOperation("dossier.submit", dossier, ["files": 1]),
                TestOperation("dossier.submit", newID(), ["files": 0]),
                TestOperation("dossier.withdraw", newID(), ["reason": "x"]),
                TestOperation("payment.start", newID(), ["method": "bank"]),
                TestOperation("notice.read", newID(), [:]),
            ])
            #expect(
                result.outcomes == ["applied", "rejected", "rejected", "applied"] + [String](repeating: "rejected", count: 5))
            #expect(result.problems[1] == "unknown-procedure")
            #expect(result.problems[2] == "unknown-subject")
            #expect(result.problems[4] == "invalid-body")
            #expect(result.problems[5...6] == ["unknown-subject", "unknown-subject"])
        }
    }

    @Test func `after reception a put is closed, and a withdrawal is known`() async throws {
        try await withServedPortal { portal in
            let filed = try await file(portal, files: 0)
            let change = try #require(filed.put.change(of: filed.dossier))
            let base = change["revision"]?.stringValue
            let owner = try #require(change["state"]?["owner"]?.stringValue)
            let late = try await filed.kiosk.sync([
                TestOperation(
                    "dossier.put", filed.dossier, base: base, Papers.dossier(owner: owner, form: ["ho_ten_con": "Khác"]))
            ])
            #expect(late.outcomes == ["conflict"])
            #expect(late.verdicts[0]["reason"] == "closed")
            let withdrawn = try await filed.kiosk.sync(
                [TestOperation("dossier.withdraw", filed.dossier, ["reason": "đổi ý"])], cursor: filed.put.cursor)
            #expect(withdrawn.outcomes == ["applied"])
            #expect(withdrawn.change(of: filed.dossier)?["state"]?["status"]?.integerValue == 7)
        }
    }

    @Test func `the office's steps, its requests and a fee come as changes, and are answered`() async throws {
        try await withServedPortal { portal in
            let filed = try await file(portal, files: 0)
            let kiosk = filed.kiosk
            let code = try #require(filed.put.change(of: filed.dossier)?["state"]?["code"]?.stringValue)
            try await portal.office("dossier", "advance", code, "--to", "2")
            try await portal.office("dossier", "advance", code, "--to", "4")
            try await portal.office("dossier", "advance", code, "--to", "5", "--note", "thiếu", "--request", "to-khai")
            let asked = try await kiosk.sync(cursor: filed.put.cursor)
            #expect(asked.change(of: filed.dossier)?["state"]?["status"]?.integerValue == 5)
            let notice = try #require(
                asked.changes.first { $0["change"] == "notice" && $0["state"]?["kind"] == "supplement" })
            let request = try #require(notice["subject"]?.stringValue)
            #expect(notice["state"]?["components"]?.arrayValue?.first?["code"] == "to-khai")
            let bytes = paper(2222, seed: 9)
            let components = Papers.dossier(owner: "", files: [bytes])["components"] ?? []
            let answered = try await kiosk.sync(
                [
                    TestOperation(
                        "dossier.supplement", filed.dossier,
                        ["request": .string(request), "components": components, "note": "đã bổ sung"]),
                    TestOperation("notice.read", request, [:]),
                ], cursor: asked.cursor)
            #expect(answered.outcomes == ["applied", "applied"])
            #expect(try await upload(bytes, kiosk) == 201)
            let again = try await kiosk.sync([
                TestOperation(
                    "dossier.supplement", filed.dossier, ["request": .string(request), "components": components, "note": ""])
            ])
            #expect(again.problems == ["request-closed"])
            try await portal.office("dossier", "advance", code, "--to", "4")
            try await portal.office("dossier", "fee", code, "--item", "le-phi-ho-tich=8000")
            let charged = try await kiosk.sync(cursor: answered.cursor)
            let payment = try #require(charged.changes.first { $0["change"] == "payment" })
            #expect(payment["state"]?["amount"]?.integerValue == 8000)
            #expect(payment["state"]?["state"] == "due")
            let id = try #require(payment["subject"]?.stringValue)
            let started = try await kiosk.sync(
                [TestOperation("payment.start", id, ["method": "bank"])], cursor: charged.cursor)
            #expect(started.outcomes == ["applied"])
            #expect(started.change(of: id)?["state"]?["state"] == "pending")
            try await portal.office("payment", "settle", id)
            let settled = try await kiosk.sync(cursor: started.cursor)
            #expect(settled.change(of: id)?["state"]?["state"] == "paid")
            let twice = try await kiosk.sync([TestOperation("payment.start", id, ["method": "bank"])])
            #expect(twice.problems == ["nothing-to-pay"])
        }
    }
}
