import CurlHTTP
import Synchronization
import Testing

/// Lines that break and come back without a word to anybody.
@Suite(.timeLimit(.minutes(1))) struct KnockingTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"

    @Test func `a request without a connection ends once a knock is answered`() async throws {
        // A full queue of connections answers no further one, as a line that is down.
        let silent = try ScriptedServer(accepts: false, queue: 0) { _ in }
        let portal = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send(Self.ok)
        }
        defer {
            silent.stop()
            portal.stop()
        }
        let filler = try CurlSession()
        let filling = Task { try await filler.send(CurlRequest("GET", silent.url)) }
        let session = try CurlSession(options: CurlOptions(silentAfter: .milliseconds(150)))
        let answers = Mutex(0)
        let knocking = Task {
            await session.knockWhileSilent(CurlRequest("GET", portal.url)) { answer in
                #expect(answer.status == 200)
                answers.withLock { $0 += 1 }
            }
        }
        // The one that took the last place in the queue has a connection; those after it have none.
        await #expect {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 { group.addTask { _ = try await session.send(CurlRequest("GET", silent.url)) } }
                try await group.next()
            }
        } throws: {
            ($0 as? CurlError)?.kind == .connect
        }
        #expect(answers.withLock(\.self) >= 1)
        knocking.cancel()
        await knocking.value
        filling.cancel()
        _ = try? await filling.value
    }

    @Test func `a peer that takes its time for an answer is not disturbed`() async throws {
        let knocks = Mutex(0)
        let portal = try ScriptedServer { connection in
            let request = try connection.readRequest()
            if request.path == "/knock" { knocks.withLock { $0 += 1 } }
            try connection.send(Self.ok)
        }
        let slow = try ScriptedServer { connection in
            _ = try connection.readRequest()
            // The system acknowledges what came, and the kernel's probes, and nothing more is heard for longer than a silence takes.
            if connection.isQuiet(milliseconds: 5_000) { try connection.send(Self.ok) }
        }
        defer {
            portal.stop()
            slow.stop()
        }
        let session = try CurlSession(options: CurlOptions(silentAfter: .seconds(2)))
        let knocking = Task { await session.knockWhileSilent(CurlRequest("GET", portal.url + "/knock")) { _ in } }
        #expect(try await session.send(CurlRequest("POST", slow.url, body: .bytes([1, 2, 3]))).status == 200)
        #expect(knocks.withLock(\.self) == 0)
        knocking.cancel()
        await knocking.value
    }
}
