import CurlHTTP
import DurableFiles
import Foundation
import Gzip
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct CurlSessionTests {
    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DurableFolder.create(path)
        try folder.write(bytes, as: "file")
        return try await body(folder.path(of: "file"))
    }

    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) } }

    /// What arrives, in the order of arrival.
    private final class Box<Value: Sendable>: Sendable {
        private let values = Mutex<[Value]>([])
        func add(_ value: Value) { values.withLock { $0.append(value) } }
        var all: [Value] { values.withLock { $0 } }
    }

    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"

    @Test func `an answer comes back with its headers and body`() async throws {
        let server = try ScriptedServer { connection in
            let request = try connection.readRequest()
            try connection.send("HTTP/1.1 100 Continue\r\nX-Early: yes\r\n\r\n")
            try connection.send(
                "HTTP/1.1 201 Created\r\nX-A:  one \r\nx-a: two\r\nContent-Length: 3\r\n\r\n\(request.method.prefix(3))"
            )
        }
        defer { server.stop() }
        let response = try await CurlSession().send(CurlRequest("GET", server.url + "/x"))
        #expect(response.status == 201)
        #expect(response.headers.filter { $0.name == "x-a" }.map(\.value) == ["one", "two"])
        #expect(response.header("X-Early") == nil)
        #expect(response.body == Array("GET".utf8))
        #expect(!response.isCut && response.bytesReceived == 3)
    }

    /// Between the bytes of a body that is held back nothing is on the line, and still the line is not free.
    @Test func `a body goes no faster than it may, and is not taken for sent before it is`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let told = Box<Duration>()
        let response = try await CurlSession().send(
            CurlRequest(
                "PATCH", server.url, body: .bytes(bytes(36_000)), sendSpeed: 10_000,
                onSent: { told.add(ContinuousClock.now - start) }))
        #expect(response.bytesSent == 36_000)
        #expect(ContinuousClock.now - start >= .seconds(2))
        #expect(told.all.allSatisfy { $0 >= .seconds(2) }, "\(told.all)")
    }

    @Test(arguments: ["POST", "PUT", "PATCH"])
    func `a body is sent whole, without Expect and with its length`(method: String) async throws {
        let seen = Box<ReceivedRequest>()
        let server = try ScriptedServer { connection in
            seen.add(try connection.readRequest())
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        let body = bytes(2_000_000)
        let response = try await CurlSession().send(
            CurlRequest(method, server.url, headers: [("X-Mine", "1")], body: .bytes(body)))
        #expect(response.bytesSent == 2_000_000)
        let request = try #require(seen.all.first)
        #expect(request.method == method && request.body == body && request["x-mine"] == "1")
        #expect(request["expect"] == nil && request["transfer-encoding"] == nil)
    }

    @Test func `a part of a file is sent, with progress`() async throws {
        let content = bytes(300_000)
        let seen = Box<ReceivedRequest>()
        let progress = Box<Int64>()
        let server = try ScriptedServer { connection in
            seen.add(try connection.readRequest())
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        try await withFile(content) { path in
            let slice = FileSlice(path: path, offset: 1_000, length: 250_000)
            _ = try await CurlSession().send(
                CurlRequest("PATCH", server.url, body: .file(slice), onProgress: { progress.add($0) }))
        }
        #expect(seen.all.first?.body == Array(content[1_000..<251_000]))
        #expect(progress.all == progress.all.sorted())
        #expect(progress.all.last == 250_000)
        #expect(Set(progress.all).count == progress.all.count)
    }

    @Test func `whoever waits for the line hears once that the last byte has left`() async throws {
        let told = Box<Int>()
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        let response = try await CurlSession().send(
            CurlRequest("PATCH", server.url, body: .bytes(bytes(1_000_000)), onSent: { told.add(1) }))
        #expect(told.all.count <= 1 && response.status == 200)
        #expect(try #require(response.roundTrip) < .seconds(1))
    }

    /// A peer that takes nothing more looks like a line that lost a window of packets: nothing is acknowledged.
    @Test func `whoever waits for the line hears that it is idle when nothing of a body is acknowledged any more`() async throws {
        let (told, tell) = AsyncStream.makeStream(of: Void.self)
        let mayRead = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            mayRead.wait()
            _ = try connection.readBody(20_000_000)
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        let sending = Task {
            try await CurlSession().send(
                CurlRequest(
                    "PATCH", server.url, body: .bytes([UInt8](repeating: 1, count: 20_000_000)), onSent: { tell.yield() }))
        }
        for await _ in told { break }
        mayRead.signal()
        #expect(try await sending.value.status == 200)
    }

    @Test func `progress never runs ahead of what the peer has taken`() async throws {
        // More than both systems' buffers hold, to a peer that reads nothing until it is told.
        let progress = Box<Int64>()
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        let mayRead = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            reach.yield()
            mayRead.wait()
            _ = try connection.readBody(20_000_000)
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        let sending = Task {
            try await CurlSession().send(
                CurlRequest(
                    "PATCH", server.url, body: .bytes([UInt8](repeating: 1, count: 20_000_000)),
                    onProgress: { progress.add($0) }))
        }
        for await _ in reached { break }
        #expect(progress.all.allSatisfy { $0 < 20_000_000 })
        mayRead.signal()
        #expect(try await sending.value.status == 200)
        #expect(progress.all == progress.all.sorted() && progress.all.last == 20_000_000)
    }

    @Test func `a request whose address is gone ends at once, and no other`() async throws {
        let (reached, reach) = AsyncStream.makeStream(of: Void.self)
        let mayEnd = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            reach.yield()
            mayEnd.wait()
        }
        defer { server.stop() }
        defer { mayEnd.signal() }
        let session = try CurlSession()
        let request = Task { try await session.send(CurlRequest("GET", server.url)) }
        for await _ in reached { break }
        await session.lost(addresses: ["192.0.2.1"])
        await session.lost(addresses: ["127.0.0.1"])
        let error = await #expect(throws: CurlError.self) { try await request.value }
        #expect(error?.kind == .sendReceive)
    }

    @Test func `a part that the file does not have is not sent`() async throws {
        try await withFile(bytes(100)) { path in
            for slice in [
                FileSlice(path: path, offset: 50, length: 51), FileSlice(path: path + ".none", offset: 0, length: 1),
                FileSlice(path: path, offset: -1, length: 1), FileSlice(path: path, offset: .max, length: 1),
            ] {
                let session = try CurlSession()
                let error = await failure { () throws(CurlError) in
                    try await session.send(CurlRequest("PATCH", "http://127.0.0.1:9/", body: .file(slice)))
                }
                #expect(error?.kind == .localFile)
            }
        }
    }

    @Test(arguments: [0, 1, 20_000, 150_000])
    func `on a kept connection that has died the body is rewound and sent again`(taken: Int) async throws {
        let seen = Box<ReceivedRequest>()
        let shared = SharedCount()
        let server = try ScriptedServer { connection in
            if shared.next() == 1 {
                _ = try connection.readRequest()
                try connection.send(Self.ok)
                // The second request begins, and the machine behind it goes away.
                _ = try connection.readHead()
                if taken > 0 { _ = try connection.readBody(taken) }
                connection.reset()
            } else {
                seen.add(try connection.readRequest())
                try connection.send(Self.ok)
            }
        }
        defer { server.stop() }
        let content = bytes(200_000)
        try await withFile(content) { path in
            let session = try CurlSession()
            _ = try await session.send(CurlRequest("GET", server.url))
            let slice = FileSlice(path: path, offset: 0, length: 200_000)
            let response = try await session.send(CurlRequest("PATCH", server.url, body: .file(slice)))
            #expect(response.status == 200)
        }
        #expect(seen.all.map(\.body) == [content])
    }

    @Test func `when a kept connection died and no other comes about, nobody says that nothing was sent`() async throws {
        let servers = Box<ScriptedServer>()
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send(Self.ok)
            _ = try connection.readHead()
            servers.all.first?.stop()
            connection.reset()
        }
        servers.add(server)
        let session = try CurlSession()
        _ = try await session.send(CurlRequest("GET", server.url))
        let error = await #expect(throws: CurlError.self) {
            try await session.send(CurlRequest("POST", server.url, body: .bytes(bytes(3_000_000))))
        }
        #expect(error?.kind == .sendReceive)
    }

    private func refuseEarly(andHangUp hangsUp: Bool) async throws -> CurlResponse {
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            _ = try connection.readBody(10_000)
            try connection.send("HTTP/1.1 413 Too Large\r\nKiosk-Protocol: 1\r\nContent-Length: 4\r\n\r\nbig!")
            // Unread bytes make this a reset.
            if !hangsUp { while true { _ = try connection.read() } }
        }
        defer { server.stop() }
        return try await CurlSession().send(CurlRequest("POST", server.url, body: .bytes(bytes(5_000_000))))
    }

    @Test(arguments: 1...5) func `an early refusal is an answer`(round: Int) async throws {
        let response = try await refuseEarly(andHangUp: false)
        #expect(response.status == 413)
        #expect(response.header("kiosk-protocol") == "1")
        #expect(response.bytesSent < 5_000_000)
    }

    /// A reset that overtakes our reading takes the answer with it; nothing but another try can tell then.
    @Test func `an early refusal is an answer even when the peer then hangs up, or else the line was cut`() async throws {
        var refusals = 0
        for _ in 0..<10 {
            do {
                let response = try await refuseEarly(andHangUp: true)
                #expect(response.status == 413)
                #expect(response.header("kiosk-protocol") == "1")
                #expect(response.bytesSent < 5_000_000)
                refusals += 1
            } catch {
                #expect((error as? CurlError)?.kind == .sendReceive)
            }
        }
        #expect(refusals > 0)
    }

    @Test func `what arrived before a cut is told`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        }
        defer { server.stop() }
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in try await session.send(CurlRequest("GET", server.url)) }
        #expect(error?.kind == .partial)
        #expect(error?.partialAnswer?.body == Array("half".utf8))
        #expect(error?.partialAnswer?.isCut == true)
    }

    @Test func `cut inside the headers, nothing has arrived`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nKiosk-Protocol: 1\r\nCont")
        }
        defer { server.stop() }
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in try await session.send(CurlRequest("GET", server.url)) }
        #expect(error != nil)
        #expect(error?.partialAnswer == nil)
    }

    @Test func `a body is collected up to its limit and no further`() async throws {
        let server = try ScriptedServer { connection in
            while true {
                _ = try connection.readRequest()
                try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789")
            }
        }
        defer { server.stop() }
        let session = try CurlSession()
        #expect(try await session.send(CurlRequest("GET", server.url, bodyLimit: 10)).body.count == 10)
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", server.url, bodyLimit: 9))
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.partialAnswer?.body == Array("012345678".utf8))
    }

    @Test func `the limit counts what gzip expands to`() async throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 20_000_000), level: 9)
        let server = try ScriptedServer { connection in
            let request = try connection.readRequest()
            guard request["accept-encoding"] == "gzip" else { return }
            try connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            try connection.send(bomb)
        }
        defer { server.stop() }
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", server.url, bodyLimit: 50_000, decodesGzip: true))
        }
        #expect(error?.kind == .tooLarge)
        #expect(error?.partialAnswer?.body.count == 50_000)
    }

    @Test func `a body can be taken piece by piece, and stopped`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\n\r\n")
            for _ in 1...100 { try connection.send([UInt8](repeating: 1, count: 10_000)) }
        }
        defer { server.stop() }
        let session = try CurlSession()
        let pieces = Box<Int>()
        let response = try await session.send(
            CurlRequest(
                "GET", server.url, bodyLimit: 10,
                onBody: { piece in
                    pieces.add(piece.count)
                    return true
                }))
        #expect(pieces.all.reduce(0, +) == 1_000_000)
        #expect(response.body.isEmpty)
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", server.url, onBody: { _ in false }))
        }
        #expect(error?.kind == .stopped)
    }

    @Test func `a request goes over a Unix socket`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString.prefix(8)).sock").path
        let server = try ScriptedServer(.unix(path)) { connection in
            let request = try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.path.utf8.count)\r\n\r\n\(request.path)")
        }
        defer {
            server.stop()
            try? FileManager.default.removeItem(atPath: path)
        }
        let session = try CurlSession()
        let response = try await session.send(CurlRequest("GET", "http://kiosk/status", unixSocket: path))
        #expect(response.body == Array("/status".utf8))
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", "http://kiosk/status", unixSocket: path + ".none"))
        }
        #expect(error?.kind == .connect)
    }

    @Test func `a request goes through the proxy`() async throws {
        let proxy = try ScriptedServer { connection in
            let request = try connection.readRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.path.utf8.count)\r\n\r\n\(request.path)")
        }
        defer { proxy.stop() }
        let session = try CurlSession(options: CurlOptions(proxy: proxy.url))
        let response = try await session.send(CurlRequest("GET", "http://portal.invalid/x"))
        #expect(response.body == Array("http://portal.invalid/x".utf8))
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "", "http://a\u{0}b/"])
    func `only http and https are spoken`(url: String) async throws {
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", url, timeout: .milliseconds(1)))
        }
        #expect(error != nil)
        #expect(error?.partialAnswer == nil)
    }

    @Test func `a line break in a header is refused`() async throws {
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", "http://127.0.0.1:9/", headers: [("X", "a\r\nY: b")]))
        }
        #expect(error?.kind == .other)
    }

    @Test func `an overall timeout ends a black hole`() async throws {
        let server = try ScriptedServer(accepts: false) { _ in }
        defer { server.stop() }
        let session = try CurlSession()
        let error = await failure { () throws(CurlError) in
            try await session.send(CurlRequest("GET", server.url, timeout: .milliseconds(200)))
        }
        #expect(error?.kind == .timeout)
    }

    @Test func `many requests run at once`() async throws {
        let server = try ScriptedServer { connection in
            while true {
                let request = try connection.readRequest()
                try connection.send(
                    "HTTP/1.1 200 OK\r\nContent-Length: \(request.path.utf8.count)\r\n\r\n\(request.path)")
            }
        }
        defer { server.stop() }
        let session = try CurlSession()
        let url = server.url
        let bodies = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<50 {
                group.addTask {
                    String(decoding: try await session.send(CurlRequest("GET", "\(url)/\(number)")).body, as: UTF8.self)
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(bodies == Set((0..<50).map { "/\($0)" }))
    }

    @Test func `a session that nobody holds any more ends its thread`() async throws {
        // 200 threads and multi handles would show as a lack of descriptors.
        for _ in 0..<200 { _ = try CurlSession() }
        let server = try ScriptedServer { connection in
            _ = try connection.readRequest()
            try connection.send(Self.ok)
        }
        defer { server.stop() }
        #expect(try await CurlSession().send(CurlRequest("GET", server.url)).status == 200)
    }
}

/// Counts from 1.
final class SharedCount: Sendable {
    private let count = Atomic<Int>(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
