import KioskAgent
import Outbox
import Status
import SyncProtocol
import Testing

@Suite("Notices at the desk")
struct NoticeTests {
    private func notice(_ dossier: String, read: Bool = false) -> JSONObject {
        [
            "kind": "supplement", "dossier": .string(dossier), "text": "Thiếu tờ khai", "at": "2026-11-20T01:00:00Z",
            "read": .bool(read),
            "components": [["code": "T-01", "title": "Tờ khai", "note": "bản chính"]], "until": "2026-12-01T10:00:00Z",
        ]
    }

    @Test func `a notice is read once, here at once and at the portal by an operation`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.tell(.notice, "n1", notice(dossier))
            try await bench.tell(.notice, "n2", notice(dossier, read: true))
            #expect(try await bench.ask(ListNotices(unreadOnly: true)).items.map { $0["id"] } == ["n1"])
            #expect(try await bench.ask(ListNotices()).items.map { $0["id"] } == ["n2", "n1"])
            let first = try await bench.ask(ReadNotices(ids: ["n1", "n2"])).items
            #expect(first[0].operation != nil && first[1].operation == nil)
            #expect(try await bench.ask(ReadNotices(ids: ["n1"])).items[0].operation == nil)
            #expect(try await bench.ask(ListNotices(unreadOnly: true)).items.isEmpty)
            let sent = try await bench.deliverAll()
            #expect(sent.map(\.type) == [.noticeRead] && sent[0].body == [:])
            #expect(try await bench.ask(ShowNotice(id: "n1"))["read"] == true)
        }
    }

    @Test func `a notice whose reading nobody is told of is unread again`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.tell(.notice, "n1", notice(dossier))
            let operation = try #require(try await bench.ask(ReadNotices(ids: ["n1"])).items[0].operation)
            _ = try await bench.ask(OperateQueue(verb: .drop, ids: [operation], confirmed: true))
            #expect(try await bench.ask(ListNotices(unreadOnly: true)).items.map { $0["id"] } == ["n1"])
        }
    }

    @Test func `all are marked or none`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.tell(.notice, "n1", notice(dossier))
            let problem = try await bench.problem(ReadNotices(ids: ["n1", "nowhere"]))
            #expect(problem.kind == .unknownNotice && problem.exitCode == .notFound)
            #expect(try await bench.ask(ListNotices(unreadOnly: true)).items.count == 1)
            #expect(try await bench.ask(ListQueue()).items.isEmpty)
        }
    }

    @Test func `a request for supplements is open until it is answered`() async throws {
        try await DeskBench.with { (bench) async throws in
            let dossier = try await bench.received()
            try await bench.said(dossier, ["status": 5])
            try await bench.tell(.notice, "n1", notice(dossier))
            #expect(try await bench.ask(ShowNotice(id: "n1"))["open"] == true)
            #expect(try await bench.ask(ShowStatus()).notices == StatusReport.Notices(unread: 1, requests: 1))
            try await bench.attach(DeskBench.pdf + "more", to: dossier, name: "moi.pdf", request: "n1")
            _ = try await bench.ask(SupplementDossier(id: dossier))
            #expect(try await bench.ask(ShowNotice(id: "n1"))["open"] == false)
            #expect(try await bench.ask(ShowStatus()).notices == StatusReport.Notices(unread: 1, requests: 0))
        }
    }
}
