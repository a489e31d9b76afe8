import CurlHTTP
import SyncProtocol
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct PortalFailureTests {
    private static let emptySync = SyncExchangeRequest(cursor: nil, lines: [])

    private func syncFailure(_ client: PortalClient) async -> PortalFailure? {
        await failure { () throws(PortalFailure) in try await client.sync(Self.emptySync) }
    }

    /// What a sync against a portal that answers `reply` comes to.
    private func outcome(_ reply: Reply) async throws -> PortalFailure? {
        try await withPortal({ request, _ in request.path == "/kiosk/v1/sync" ? reply : nil }) { portal in
            await syncFailure(try portal.client())
        }
    }

    @Test(arguments: [200, 302, 307, 401, 403, 413, 429, 500, 503, 511])
    func `whatever the status, without the protocol's header it is not the portal`(status: Int) async throws {
        let reply = Reply(
            status: status, headers: [("Location", "http://127.0.0.1:1/login")], body: Array("<html>".utf8),
            isPortal: false)
        #expect(try await outcome(reply) == .captivePortal)
    }

    @Test func `who answers in the portal's place is told from a page that wants a log-in`() async throws {
        func outcome(_ status: Int) async throws -> PortalFailure? {
            let headers = [("Retry-After", "600")]
            return try await self.outcome(Reply(status: status, headers: headers, body: Array("<html>".utf8), isPortal: false))
        }
        for status in [502, 504] { #expect(try await outcome(status) == .portalError(status: status, retryAfter: nil)) }
        for status in [404, 501] { #expect(try await outcome(status)?.reason == "wrong-server") }
    }

    @Test func `another version in the header is not our portal either`() async throws {
        let reply = Reply(headers: [("Kiosk-Protocol", "2")], isPortal: false)
        #expect(try await outcome(reply) == .captivePortal)
    }

    @Test func `a captive portal that answers discovery is seen`() async throws {
        try await withPortal({ _, _ in Reply(body: Array("<html>Welcome".utf8), isPortal: false) }) { portal in
            let client = try portal.client()
            #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .captivePortal)
        }
    }

    @Test(arguments: [302, 307])
    func `a redirect is never followed`(status: Int) async throws {
        let elsewhere = try FakePortal { _, _ in Reply() }
        defer { elsewhere.server.stop() }
        let reply = Reply(status: status, headers: [("Location", elsewhere.url + "/kiosk/v1/sync")])
        #expect(try await outcome(reply) == .portalError(status: status, retryAfter: nil))
        #expect(elsewhere.requests.isEmpty)
    }

    @Test(arguments: [
        ("120", 120), ("0", 1), ("-5", 1), ("999999", 21_600), ("99999999999999999999", 21_600),
        (HTTPDate.format(FakePortal.time + .seconds(90)), 90), (HTTPDate.format(FakePortal.time + .seconds(-90)), 1),
        (HTTPDate.format(FakePortal.time + .seconds(900_000)), 21_600),
    ])
    func `Retry-After is understood in both forms and clamped`(text: String, seconds: Int) async throws {
        let wait = Duration.seconds(seconds)
        let busy = Reply.problem(.tooManyRequests, status: 429, headers: [("Retry-After", text)])
        #expect(try await outcome(busy) == .tooManyRequests(retryAfter: wait))
        let down = Reply(status: 503, headers: [("Retry-After", text)], body: [])
        #expect(try await outcome(down) == .portalError(status: 503, retryAfter: wait))
    }

    @Test(arguments: ["", "soon", "1.5", "Tue, 31 Feb 2026 00:00:00 GMT"])
    func `a Retry-After that says nothing is as none`(text: String) {
        #expect(RetryAfter.parse(text, portalTime: nil, now: FakePortal.time) == nil)
    }

    @Test func `the date of a Retry-After is measured by the portal's clock`() {
        let text = HTTPDate.format(FakePortal.time + .seconds(60))
        let wrong = FakePortal.time + .seconds(86_400)
        #expect(RetryAfter.parse(text, portalTime: FakePortal.time, now: wrong) == .seconds(60))
    }

    @Test func `refusals are told apart`() async throws {
        #expect(try await outcome(.problem(.agentTooOld, status: 426)) == .agentTooOld)
        #expect(try await outcome(.problem(.revoked, status: 401)) == .revoked)
        #expect(try await outcome(.problem(.revoked, status: 403)) == .revoked)
        #expect(try await outcome(.problem(.internalError, status: 500)) == .portalError(status: 500, retryAfter: nil))
        let problem = Problem(.malformedRequest, title: "no", status: 400)
        #expect(try await outcome(.problem(.malformedRequest, status: 400)) == .clientRefused(problem))
        #expect(try await outcome(Reply(status: 418)) == .portalError(status: 418, retryAfter: nil))
        #expect(try await outcome(Reply(status: 204))?.reason == "bad-answer")
    }

    @Test func `nobody there is no link`() async throws {
        let portal = try FakePortal { _, _ in nil }
        let client = try portal.client()
        portal.server.stop()
        #expect(await syncFailure(client)?.reason == "no-link")
    }

    @Test func `a peer that hangs up without a word has cut the line`() async throws {
        let server = try ScriptedServer { connection in _ = try connection.readHead() }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .cut)
    }

    @Test func `a peer that does not speak HTTP is not the portal`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            try connection.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")
        }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .captivePortal)
    }

    @Test func `a portal of another protocol is the wrong server`() async throws {
        try await withPortal({ _, _ in .json(["protocol": [2, 3], "token_url": "/oauth2/token"]) }) { portal in
            let client = try portal.client()
            #expect(await failure { () throws(PortalFailure) in try await client.discover() }?.reason == "wrong-server")
        }
    }

    @Test(arguments: ["{", "[]", "{\"protocol\":[1]}", ""])
    func `a discovery that cannot be read is a bad answer`(text: String) async throws {
        try await withPortal({ _, _ in Reply(body: Array(text.utf8)) }) { portal in
            let client = try portal.client()
            let reason = await failure { () throws(PortalFailure) in try await client.discover() }?.reason
            #expect(reason == (text == "[]" ? "wrong-server" : "bad-answer"))
        }
    }

    @Test func `endless headers are not read for ever`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            try connection.send("HTTP/1.1 200 OK\r\nKiosk-Protocol: 1\r\n")
            while true { try connection.send("X-More: \(String(repeating: "x", count: 1000))\r\n") }
        }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() }?.reason == "bad-answer")
    }

    @Test func `an endless answer is not read for ever`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            try connection.send("HTTP/1.1 200 OK\r\nKiosk-Protocol: 1\r\n\r\n")
            while true { try connection.send([UInt8](repeating: 32, count: 16_384)) }
        }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() }?.reason == "bad-answer")
    }

    @Test func `cancelling in a black hole ends at once`() async throws {
        let (arrived, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            continuation.yield()
            _ = try connection.read()
        }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        let (result, waited) = await withTaskGroup(of: PortalFailure?.self) { group in
            group.addTask { await failure { () throws(PortalFailure) in try await client.discover() } }
            for await _ in arrived { break }
            let start = ContinuousClock.now
            group.cancelAll()
            return (await group.next() ?? nil, ContinuousClock.now - start)
        }
        #expect(result == .cancelled)
        // Milliseconds on an idle machine, and far less than any time-out on a busy one.
        #expect(waited < .seconds(5))
    }

    @Test func `a call of a task that was cancelled before is not made`() async throws {
        try await withPortal({ _, _ in nil }) { portal in
            let client = try portal.client()
            let result = await withTaskGroup(of: PortalFailure?.self) { group in
                group.cancelAll()
                group.addTask { await failure { () throws(PortalFailure) in try await client.discover() } }
                return await group.next() ?? nil
            }
            #expect(result == .cancelled)
            #expect(portal.requests.isEmpty)
        }
    }

    @Test func `closing ends what is under way, and refuses what comes after`() async throws {
        let (arrived, continuation) = AsyncStream.makeStream(of: Void.self)
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            continuation.yield()
            _ = try connection.read()
        }
        defer { server.stop() }
        let client = try PortalClient(address: PortalAddress(server.url), identity: nil, now: { FakePortal.time })
        async let pending = failure { () throws(PortalFailure) in try await client.discover() }
        for await _ in arrived { break }
        let start = ContinuousClock.now
        await client.close()
        #expect(await pending == .cancelled)
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .cancelled)
    }

    @Test func `a line on which nothing moves has stalled`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.readHead()
            try connection.send("HTTP/1.1 200 OK\r\nKiosk-Protocol: 1\r\nContent-Length: 10\r\n\r\n{")
            _ = try connection.read()
        }
        defer { server.stop() }
        let client = try PortalClient(
            address: PortalAddress(server.url), identity: nil, options: ConnectionOptions(stallTimeout: .seconds(1)),
            now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .stalled)
    }

    @Test func `waiting in vain for an answer has stalled too`() async throws {
        let server = try ScriptedServer(accepts: false) { _ in }
        defer { server.stop() }
        let client = try PortalClient(
            address: PortalAddress(server.url), identity: nil, options: ConnectionOptions(stallTimeout: .seconds(1)),
            now: { FakePortal.time })
        #expect(await failure { () throws(PortalFailure) in try await client.discover() } == .stalled)
    }
}
