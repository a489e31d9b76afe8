import Gzip
import SyncProtocol
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct SyncTests {
    private static let operation = Operation(
        id: "018f0000-0000-7000-8000-000000000001", type: .noticeRead, subject: "018f0000-0000-7000-8000-000000000002",
        madeAt: FakePortal.time, body: [:]
    ).line

    private static func verdict(_ number: Int) -> Verdict {
        Verdict(
            op: "018f0000-0000-7000-8000-00000000000\(number)", digest: Digest.sha256(operation),
            outcome: .applied(
                Receipt(revision: "r\(number)", receivedAt: FakePortal.time, serial: number), missing: nil))
    }

    private static let answerLines: [SyncAnswerLine] =
        [.header(time: FakePortal.time, portal: "Test")] + (1...3).map { .verdict(verdict($0)) }
        + [.end(cursor: "c1", more: true)]

    private static var answerBody: [UInt8] { answerLines.flatMap { $0.line + [10] } }

    private static func gzipFlushed() throws -> [UInt8] {
        var deflater = try Deflater(level: 6)
        var bytes: [UInt8] = []
        for line in answerLines { bytes += try deflater.writeAndFlush(line.line + [10]) }
        return bytes + (try deflater.finish())
    }

    private static func answering(_ reply: Reply) -> @Sendable (ReceivedRequest, Int) -> Reply? {
        { request, _ in request.path == "/kiosk/v1/sync" ? reply : nil }
    }

    private let request = SyncExchangeRequest(cursor: "c0", maxChanges: 50, lines: [operation, operation])

    @Test func `one exchange sends the frozen lines and brings back the answer`() async throws {
        try await withPortal(Self.answering(Reply(body: Self.answerBody))) { portal in
            let result = try await portal.client().sync(request)
            #expect(result.lines == Self.answerLines.dropLast())
            #expect(result.end == SyncExchangeResult.End(cursor: "c1", more: true))
            #expect(result.isComplete && result.failure == nil && result.malformedLines == 0)
            #expect(result.portalTime == FakePortal.time)
            #expect(result.bytesReceived == Int64(Self.answerBody.count))

            let sent = try #require(portal.requests("/kiosk/v1/sync").first)
            #expect(sent["authorization"] == "Bearer token-1")
            #expect(sent["content-type"] == "application/jsonl")
            #expect(sent["content-encoding"] == "gzip")
            #expect(sent["accept-encoding"] == "gzip")
            #expect(sent["expect"] == nil)
            // What the body says already, or what is so without it.
            #expect(sent["user-agent"] == nil && sent["accept"] == nil)
            #expect(result.bytesSent == Int64(sent.body.count))
            let lines = try Gzip.decompress(sent.body, limit: 10_000).split(
                separator: 10, omittingEmptySubsequences: false)
            let header = try SyncRequestHeader(line: Array(lines[0]))
            #expect(
                header
                    == SyncRequestHeader(kiosk: "kiosk-1", agent: "kiosk/1.2.3", cursor: "c0", maxChanges: 50, lines: 2)
            )
            #expect(lines[1...].map { Array($0) } == [Self.operation, Self.operation, []])
        }
    }

    @Test func `a request that gzip would not shrink goes as it is`() async throws {
        try await withPortal(Self.answering(Reply(body: Self.answerBody))) { portal in
            _ = try await portal.client().sync(SyncExchangeRequest(cursor: nil, lines: []))
            let sent = try #require(portal.requests("/kiosk/v1/sync").first)
            #expect(sent["content-encoding"] == nil)
            #expect(try SyncRequestHeader(line: Array(sent.body.dropLast())).lines == 0)
        }
    }

    @Test func `an answer in gzip is understood`() async throws {
        let reply = Reply(headers: [("Content-Encoding", "gzip")], body: try Self.gzipFlushed())
        try await withPortal(Self.answering(reply)) { portal in
            let result = try await portal.client().sync(request)
            #expect(result.lines == Self.answerLines.dropLast())
            #expect(result.isComplete)
        }
    }

    @Test func `cut at any byte, the lines that arrived whole count and nothing else`() {
        let body = Self.answerBody
        for cut in 0...body.count {
            let whole = body[..<cut].count { $0 == 10 }
            let reader = SyncAnswerReader(Array(body[..<cut]), isGzipped: false)
            #expect(reader.lines == Array(Self.answerLines.prefix(min(whole, 4))), "cut at \(cut)")
            #expect((reader.end != nil) == (whole == 5))
            #expect(reader.failure == (whole == 5 ? nil : .cut))
        }
    }

    @Test func `gzip cut at any byte still gives the verdicts that were flushed`() throws {
        let body = try Self.gzipFlushed()
        var seen = 0
        for cut in 0...body.count {
            let reader = SyncAnswerReader(Array(body[..<cut]), isGzipped: true)
            #expect(reader.lines == Array(Self.answerLines.prefix(reader.lines.count)), "cut at \(cut)")
            #expect(reader.lines.count >= seen, "more bytes never give less")
            seen = reader.lines.count
        }
        #expect(seen == 4)
    }

    @Test(arguments: [0, 1, 90, 400], [false, true])
    func `a line cut on the way gives what arrived and says why`(cut: Int, isGzipped: Bool) async throws {
        let body = isGzipped ? try Self.gzipFlushed() : Self.answerBody
        let reply = Reply(headers: isGzipped ? [("Content-Encoding", "gzip")] : [], body: body, cutAfter: min(cut, 150))
        try await withPortal(Self.answering(reply)) { portal in
            let result = try await portal.client().sync(request)
            let expected = SyncAnswerReader(Array(body.prefix(min(cut, 150))), isGzipped: isGzipped)
            #expect(result.lines == expected.lines)
            #expect(result.end == nil)
            #expect(result.failure == .cut)
        }
    }

    @Test func `one malformed line spoils only itself`() {
        let lines = Self.answerLines.map(\.line)
        let cut = Array("{\"verdict\":".utf8)
        let unknown = Array("{}".utf8)
        let sent: [[UInt8]] = [lines[0], lines[1], cut, unknown, lines[2], lines[4]]
        let body: [UInt8] = Array(sent.map { $0 + [10] }.joined())
        let reader = SyncAnswerReader(body, isGzipped: false)
        #expect(reader.lines == [Self.answerLines[0], Self.answerLines[1], .unknown, Self.answerLines[2]])
        #expect(reader.malformedLines == 1)
        #expect(reader.end != nil)
    }

    @Test func `an endless line and a bomb are stopped, and what came before counts`() throws {
        let good = Self.answerLines[1].line + [10]
        let long = SyncAnswerReader(good + [UInt8](repeating: 32, count: SyncAnswerReader.lineLimit + 1024), isGzipped: false)
        #expect(long.lines.count == 1)
        #expect(long.failure?.reason == "bad-answer")
        let bomb = SyncAnswerReader(
            try Gzip.compress(good + [UInt8](repeating: 10, count: 100_000)), isGzipped: true, byteLimit: 50_000)
        #expect(bomb.lines.count == 1)
        #expect(bomb.failure?.reason == "bad-answer")
    }

    @Test func `an answer larger than the limit is not read on`() async throws {
        // Lines that are found malformed at once, so that the test measures the reading.
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 499_999) + [10]
        let body = Array((0..<40).map { _ in line }.joined())
        try await withPortal(Self.answering(Reply(body: body))) { portal in
            let result = try await portal.client().sync(request)
            #expect(result.malformedLines == SyncAnswerReader.byteLimit / line.count)
            #expect(result.failure?.reason == "bad-answer")
        }
    }

    @Test func `an encoding that was not offered is refused`() async throws {
        try await withPortal(Self.answering(Reply(headers: [("Content-Encoding", "br")], body: [1]))) { portal in
            let client = try portal.client()
            #expect(
                await failure { () throws(PortalFailure) in try await client.sync(request) }?.reason == "bad-answer")
        }
    }

    @Test func `a refusal in gzip is understood, as gzip was offered`() async throws {
        var reply = Reply.problem(.malformedRequest, status: 400, headers: [("Content-Encoding", "gzip")])
        reply.body = try Gzip.compress(reply.body)
        try await withPortal(Self.answering(reply)) { portal in
            let client = try portal.client()
            let error = await failure { () throws(PortalFailure) in try await client.sync(request) }
            #expect(error == .clientRefused(Problem(.malformedRequest, title: "no", status: 400)))
        }
    }

    @Test func `a batch that is too large is told so that it can be halved`() async throws {
        try await withPortal(Self.answering(.problem(.batchTooLarge, status: 413))) { portal in
            let client = try portal.client()
            #expect(await failure { () throws(PortalFailure) in try await client.sync(request) } == .batchTooLarge)
        }
    }
}
