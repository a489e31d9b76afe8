import CurlHTTP
import Gzip
import SyncProtocol
import Testing

/// protocol.md, sections 1 and 2.
@Suite(.timeLimit(.minutes(3)), .serialized) struct GroundRulesTests {
    @Test func `every answer says that it is the portal's, good or bad`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let answers = try await [
                kiosk.send("GET", "/kiosk/v1/"), kiosk.send("GET", "/kiosk/v1/nothing"), kiosk.send("GET", "/elsewhere"),
                kiosk.send("DELETE", "/kiosk/v1/sync"), kiosk.send("POST", "/kiosk/v1/sync", body: Array("x".utf8)),
                kiosk.send("HEAD", "/kiosk/v1/files/none"), kiosk.send("OPTIONS", "/kiosk/v1/files"),
                kiosk.tokenAnswer("nonsense"), kiosk.curl.send(CurlRequest("POST", portal.url + "/kiosk/v1/sync", body: .bytes([]))),
            ]
            for answer in answers {
                #expect(answer.header("kiosk-protocol") == "1")
                #expect(answer.header("date").flatMap(HTTPDate.parse) != nil)
            }
            #expect(answers.map(\.status).prefix(5) == [200, 404, 404, 405, 400])
            #expect(answers.last?.status == 401)
        }
    }

    @Test func `refusals are problems of the table`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            for answer in try await [
                kiosk.send("GET", "/kiosk/v1/nothing"), kiosk.send("DELETE", "/kiosk/v1/sync"),
                kiosk.send("POST", "/kiosk/v1/sync", body: Array("x".utf8)),
                kiosk.curl.send(CurlRequest("GET", portal.url + "/kiosk/v1/catalogue")),
                kiosk.send("POST", "/kiosk/v1/files", body: []),
            ] {
                #expect(answer.header("content-type")?.hasPrefix("application/problem+json") == true)
                let problem = Problem(try JSONParser.parse(answer.body))
                #expect(problem?.name != nil)
                #expect(problem?.status == answer.status)
            }
        }
    }

    @Test(arguments: ["GARBAGE\r\n\r\n", "POST /kiosk/v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"])
    func `what is not HTTP is told so as a problem, by the portal`(_ junk: String) async throws {
        try await withServedPortal { portal in
            let client = try RawClient(port: portal.port)
            try client.send(Array(junk.utf8))
            let text = await client.rest()
            #expect(text.hasPrefix("HTTP/1.1 400 ") && text.lowercased().contains("\r\nkiosk-protocol: 1\r\n"))
            let body = try #require(text.split(separator: "\r\n\r\n").last)
            #expect(Problem(try JSONParser.parse(body.utf8))?.name == .malformedRequest)
        }
    }

    @Test func `answers to HEAD have no body, so that the next answer is read right`() async throws {
        try await withServedPortal { portal in
            for path in ["/kiosk/v1/files/none", "/kiosk/v1/sync", "/kiosk/v1/catalogue", "/elsewhere", "/kiosk/v1/"] {
                let client = try RawClient(port: portal.port)
                let head = "HEAD \(path) HTTP/1.1\r\nHost: p\r\n"
                try client.send(Array((head + "\r\n" + head + "Connection: close\r\n\r\n").utf8))
                let text = await client.rest()
                #expect(text.matches(of: /HTTP\/1\.1 \d+/).count == 2)
                #expect(!text.contains("{"))
            }
        }
    }

    @Test func `a client that waits for 100 before it sends a body is told to go on`() async throws {
        try await withServedPortal { portal in
            let client = try RawClient(port: portal.port)
            let head = "POST /oauth2/token HTTP/1.1\r\nHost: p\r\nContent-Length: 3\r\nExpect: 100-continue\r\n"
            try client.send(Array((head + "Connection: close\r\n\r\n").utf8))
            #expect(await client.status() == 100)
            try client.send(Array("a=b".utf8))
            #expect(await client.rest().contains("HTTP/1.1 400"))
        }
    }

    @Test func `discovery tells limits and where tokens are given`() async throws {
        try await withServedPortal { portal in
            let curl = try CurlSession()
            let answer = try await curl.send(CurlRequest("GET", portal.url + "/kiosk/v1/"))
            let json = try JSONParser.parse(answer.body)
            #expect(json["protocol"] == [1])
            #expect(json["limits"]?["max_operations"]?.integerValue == 500)
            #expect(json["limits"]?["max_batch_bytes"]?.integerValue == 1_048_576)
            #expect(json["limits"]?["max_file_bytes"]?.integerValue ?? 0 > 0)
            #expect(json["limits"]?["file_types"]?.arrayValue?.contains("application/pdf") == true)
            #expect(json["token_url"]?.stringValue == portal.url + "/oauth2/token")
            #expect(json["time"]?.stringValue.flatMap { Timestamp($0) } != nil)
        }
    }

    @Test func `the catalogue needs a token and is sent once`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let first = try await kiosk.send("GET", "/kiosk/v1/catalogue")
            #expect(first.status == 200)
            let tag = try #require(first.header("etag"))
            #expect(try JSONParser.parse(first.body)["procedures"]?.arrayValue?.isEmpty == false)
            #expect(try await kiosk.send("GET", "/kiosk/v1/catalogue", [("If-None-Match", tag)]).status == 304)
            let open = try await kiosk.curl.send(CurlRequest("GET", portal.url + "/kiosk/v1/openapi.yaml"))
            #expect(open.status == 200)
        }
    }

    @Test func `bodies may come compressed, answers are when the kiosk offers it, and a bomb gets 413`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let put = TestOperation("account.put", newID(), Papers.account(1))
            let plain = try await kiosk.syncAnswer([put.line], headers: [("Content-Encoding", "gzip")]) { try Gzip.compress($0) }
            #expect(try SyncResult(plain).outcomes == ["applied"])
            let packed = try await kiosk.syncAnswer([], headers: [("Accept-Encoding", "gzip")])
            #expect(packed.header("content-encoding") == "gzip")
            #expect(try Gzip.decompress(packed.body, limit: 1 << 20).last == 10)
            let bomb = try Gzip.compress([UInt8](repeating: 0x20, count: 64 << 20))
            let refused = try await kiosk.send("POST", "/kiosk/v1/sync", [("Content-Encoding", "gzip")], body: bomb)
            #expect(refused.status == 413)
            #expect(Problem(try JSONParser.parse(refused.body))?.name == .batchTooLarge)
            let garbled = try await kiosk.send("POST", "/kiosk/v1/sync", [("Content-Encoding", "gzip")], body: [1, 2, 3])
            #expect(garbled.status == 400)
        }
    }

    @Test func `a line that is not I-JSON spoils only itself`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let good = TestOperation("account.put", newID(), Papers.account(2))
            let bad: [[UInt8]] = [
                Array("{".utf8), Array(#"{"id":"a","id":"b"}"#.utf8), Array(#"{"id":"\u0000"}"#.utf8),
                Array(#"{"id":"\ud800"}"#.utf8), Array(#"{"id":9007199254740993}"#.utf8), Array("[]".utf8), Array("".utf8),
                Array(#"{"id":""#.utf8) + [0xFF] + Array(#""}"#.utf8),
            ]
            let result = try SyncResult(await kiosk.syncAnswer(bad + [good.line]))
            #expect(result.outcomes == bad.map { _ in "rejected" } + ["applied"])
            for (line, verdict) in zip(bad, result.verdicts) {
                #expect(verdict["op"]?.isNull == true)
                #expect(verdict["digest"]?.stringValue == Digest.sha256(line))
                #expect(verdict["problem"]?["type"]?.stringValue == "/problems/malformed-line")
            }
        }
    }

    @Test func `unknown types are refused, unknown members ignored`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let result = try await kiosk.sync([
                TestOperation("account.fly", newID(), [:]),
                TestOperation("account.put", newID(), Papers.account(3, ["colour": "blue", "confirmation": "confirmed"])),
            ])
            #expect(result.outcomes == ["rejected", "applied"])
            #expect(result.problems.first == "unknown-type")
        }
    }

    @Test func `text that is not NFC is normalised and told back`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let subject = newID()
            let decomposed = "Nguye\u{302}\u{303}n Va\u{306}n An"
            let first = try await kiosk.sync([TestOperation("account.put", subject, Papers.account(4, name: decomposed))])
            let change = try #require(first.change(of: subject))
            let name = try #require(change["state"]?["full_name"]?.stringValue)
            #expect(Array(name.utf8) == Array("Nguy\u{1EC5}n V\u{103}n An".utf8))
        }
    }
}
