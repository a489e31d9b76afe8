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
                kiosk.tokenAnswer("nonsense"),
                kiosk.curl.send(CurlRequest("POST", portal.url + "/kiosk/v1/sync", body: .bytes([]))),
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
                #expect(problem?.title?.isEmpty == false && problem?.detail?.isEmpty == false)
            }
        }
    }

    @Test(arguments: [
        "GARBAGE\r\n\r\n", "POST /kiosk/v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
    ])
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
            #expect(json["name"]?.stringValue?.isEmpty == false && json["keys"]?.arrayValue != nil)
            #expect(json["minimum_agent"]?.stringValue?.split(separator: ".").count == 3)
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
            let others = "\"other\", W/" + tag
            #expect(try await kiosk.send("GET", "/kiosk/v1/catalogue", [("If-None-Match", others)]).status == 304)
            #expect(try await kiosk.send("GET", "/kiosk/v1/catalogue", [("If-None-Match", "\"other\"")]).status == 200)
            let discovery = try await kiosk.curl.send(CurlRequest("GET", portal.url + "/kiosk/v1/"))
            #expect(try JSONParser.parse(discovery.body)["catalogue"]?.stringValue == tag)
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
            for path in ["/kiosk/v1/", "/kiosk/v1/catalogue", "/kiosk/v1/openapi.yaml"] {
                let offered = try await kiosk.send("GET", path, [("Accept-Encoding", "br, gzip;q=0.5")])
                #expect(offered.header("content-encoding") == "gzip")
                let refused = try await kiosk.send("GET", path, [("Accept-Encoding", "gzip;q=0")])
                #expect(refused.header("content-encoding") == nil)
                #expect(try Gzip.decompress(offered.body, limit: 1 << 22).count > refused.body.count / 2)
            }
            let bomb = try Gzip.compress([UInt8](repeating: 0x20, count: 64 << 20))
            let refused = try await kiosk.send("POST", "/kiosk/v1/sync", [("Content-Encoding", "gzip")], body: bomb)
            #expect(refused.status == 413)
            #expect(Problem(try JSONParser.parse(refused.body))?.name == .batchTooLarge)
            let garbled = try await kiosk.send("POST", "/kiosk/v1/sync", [("Content-Encoding", "gzip")], body: [1, 2, 3])
            #expect(garbled.status == 400)
        }
    }

    @Test func `a compressed answer has each verdict whole as soon as it is sent`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let lines = (1...3).map { TestOperation("account.put", newID(), Papers.account(80 + $0)).line }
            let body = try await kiosk.syncAnswer(lines, headers: [("Accept-Encoding", "gzip")]).body
            // Where a flush ends (RFC 7692, 7.2.1): the header and each verdict can be read up to there.
            let ends = body.indices.filter { $0 >= 4 && Array(body[($0 - 4)..<$0]) == [0, 0, 0xFF, 0xFF] }
            #expect(ends.count == 4)
            for (count, end) in ends.enumerated() {
                var inflater = try Inflater(limit: 1 << 20)
                var plain: [UInt8] = []
                try inflater.write(Array(body[..<end]), to: &plain)
                #expect(plain.last == 10 && plain.count { $0 == 10 } == count + 1)
            }
        }
    }

    @Test func `a refused body says which member is wrong`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let result = try await kiosk.sync([
                TestOperation("account.put", newID(), Papers.account(5, ["identity": ["kind": "cccd", "number": "12"]]))
            ])
            #expect(result.problems == ["invalid-body"])
            #expect(result.verdicts[0]["problem"]?["field"]?.stringValue?.hasPrefix("/identity") == true)
        }
    }

    @Test func `the catalogue has the form that kiosks read`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let catalogue = try JSONParser.parse(try await kiosk.send("GET", "/kiosk/v1/catalogue").body)
            #expect(catalogue["version"]?.stringValue != nil)
            func all(_ list: JSONValue?, _ check: (JSONValue) -> Bool) -> Bool { list?.arrayValue?.allSatisfy(check) == true }
            func has(_ value: JSONValue, _ names: String...) -> Bool { names.allSatisfy { value.objectValue?[$0] != nil } }
            func isOne(_ value: JSONValue?, of words: [String]) -> Bool { words.contains(value?.stringValue ?? "") }
            #expect(
                all(catalogue["units"]) {
                    has($0, "code", "name", "level", "parent", "valid_from", "valid_to")
                        && isOne($0["level"], of: ["province", "district", "commune"])
                })
            #expect(all(catalogue["fields"]) { has($0, "code", "name") })
            #expect(
                all(catalogue["procedures"]) {
                    has($0, "code", "name", "field", "units", "level", "time", "fees", "components", "form", "source", "certain")
                        && has($0, "valid_from", "valid_to", "replaced_by") && isOne($0["level"], of: ["full", "partial"])
                        && isOne($0["time"]?["unit"], of: ["working_day", "day", "hour", "same_day", "immediate"])
                        && all($0["components"]) { has($0, "code", "title", "originals", "copies", "required") }
                        && all($0["fees"]) {
                            has($0, "code", "title", "amount", "per") && isOne($0["per"], of: ["case", "page", "copy"])
                        }
                        && all($0["form"]) {
                            has($0, "name", "title", "type", "required")
                                && ($0["type"] != "choice" || $0["choices"]?.arrayValue != nil)
                                && isOne($0["type"], of: ["text", "date", "number", "choice", "phone", "identity", "address"])
                        }
                })
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
