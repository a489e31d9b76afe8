import Foundation
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

@Suite(.timeLimit(.minutes(1))) struct SocketRequestTests {
    @Test func `a request reaches the desk as it was asked, and the answer comes back`() async throws {
        var desk = FakeDesk()
        desk.onPerform = { request, context in
            let add = try #require(request as? AddAccount)
            #expect(add.fields == ["full_name": .string("Y Blă"), "kind": .string("citizen")])
            #expect(add.scan == "a|b")
            #expect(context.language == .en)
            #expect(context.officer == "0190")
            return Recorded(
                id: "x", operation: "y", recordedAt: try #require(Timestamp("2026-03-01T08:00:00Z")), warnings: ["w"])
        }
        try await withSocket(desk) { socket async throws in
            let answer = try await socket.desk().perform(
                AddAccount(fields: ["full_name": .string("Y Blă"), "kind": .string("citizen")], scan: "a|b"),
                context: DeskContext(language: .en, officer: "0190"))
            #expect(answer.id == "x" && answer.operation == "y" && answer.warnings == ["w"])
        }
    }

    @Test func `an answer far larger than the socket's buffer comes back whole, again and again`() async throws {
        let line = QueueLine(
            id: String(repeating: "a", count: 1000), type: "account.put", subject: "s", state: "waiting", reason: nil, text: nil,
            attempts: 0, madeAt: Timestamp(seconds: 0), nextAttemptAt: nil, blockedBy: [], bytesDone: 0, bytesTotal: 0,
            lane: "operation")
        let page = PageOf(items: Array(repeating: line, count: 1000), next: nil)
        var desk = FakeDesk()
        desk.onPerform = { _, _ in page }
        try await withSocket(desk) { socket async throws in
            for _ in 0..<10 {
                let answer = try await socket.desk().perform(ListQueue(), context: DeskContext(language: .vi))
                #expect(answer.items.count == 1000)
            }
        }
    }

    @Test func `a problem comes back whole`() async throws {
        let problem = KioskProblem(.invalidIdentity, field: "/identity", ["example": "051090001234"])
        var desk = FakeDesk()
        desk.onPerform = { _, _ in throw problem }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: problem) {
                try await socket.desk().perform(ShowStatus(), context: DeskContext(language: .vi))
            }
        }
    }

    @Test func `an error that is no problem becomes a defect without its text`() async throws {
        struct Leak: Error { let name = "Nguyễn Văn A" }
        var desk = FakeDesk()
        desk.onPerform = { _, _ in throw Leak() }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: KioskProblem(.defect)) {
                try await socket.desk().perform(RunDoctor(), context: DeskContext(language: .vi))
            }
        }
    }

    @Test(
        arguments: [
            ("/v1/status", "{", KioskProblem.Kind.invalidJSON), ("/v1/account-show", "{\"id\":1}", .invalidJSON),
            ("/v1/account-show", "{\"id\":\"a\",\"id\":\"b\"}", .invalidJSON), ("/v1/nothing", "{}", .wrongUsage),
            ("/status", "{}", .wrongUsage), ("/v1/dossier-attach?dossier=a", "", .missingField),
            ("/v1/sync", "[]", .invalidJSON),
            ("/v1/status", String(repeating: " ", count: 1 << 20 + 1), .requestTooLarge),
        ])
    func `a bad request gets a clear problem and the next one is served`(
        uri: String, body: String, kind: KioskProblem.Kind
    ) async throws {
        var desk = FakeDesk()
        desk.onPerform = { _, _ in JSONValue.object(["id": .string("a")]) }
        try await withSocket(desk) { socket async throws in
            let error = await #expect(throws: KioskProblem.self) {
                try await SocketClient(socket: socket.path).whole(
                    uri, context: DeskContext(language: .vi), body: .bytes(Array(body.utf8)))
            }
            #expect(error?.kind == kind)
            let answer = try await socket.desk().perform(ShowAccount(id: "a"), context: DeskContext(language: .vi))
            #expect(answer == .object(["id": .string("a")]))
        }
    }

    @Test func `a header without end is refused and the next request is served`() async throws {
        var desk = FakeDesk()
        desk.onPerform = { _, _ in JSONValue.null }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: KioskProblem(.agentGone)) {
                try await socket.desk().perform(
                    ShowAccount(id: "a"),
                    context: DeskContext(language: .vi, officer: String(repeating: "x", count: 4 << 20)))
            }
            let answer = try await socket.desk().perform(ShowAccount(id: "a"), context: DeskContext(language: .vi))
            #expect(answer == .null)
        }
    }

    @Test func `many clients at once are all served`() async throws {
        var desk = FakeDesk()
        desk.onPerform = { request, _ in JSONValue.string(try #require(request as? ShowAccount).id) }
        try await withSocket(desk) { socket async throws in
            let remote = try await socket.desk()
            let answers = try await withThrowingTaskGroup(of: JSONValue.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        try await remote.perform(ShowAccount(id: "\(number)"), context: DeskContext(language: .vi))
                    }
                }
                return try await group.reduce(into: Set<JSONValue>()) { $0.insert($1) }
            }
            #expect(answers.count == 32)
        }
    }

    @Test func `every request type of the sources has its endpoint`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../../Sources/KioskAgent/Requests")
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            let text = try String(contentsOf: file, encoding: .utf8)
            for type in text.split(separator: "package struct ").dropFirst()
            where type.prefix(while: { $0 != "{" }).contains(": DeskRequest") {
                let name = try #require(type.firstMatch(of: /static var name: String \{ "([a-z-]+)" \}/))
                names.insert(String(name.1))
            }
        }
        #expect(names.count > 20)
        #expect(Set(DeskEndpoint.all.map(\.name)) == names.subtracting([AttachFile.name]))
    }
}
