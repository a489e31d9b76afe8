import CurlHTTP
import Foundation
import SyncProtocol
import Testing

/// The file of a result over HTTP (RFC 9110, 13 and 14).
@Suite(.timeLimit(.minutes(3)), .serialized) struct ResultServingTests {
    @Test func `a result is served to its unit, whole and in parts, until it is taken back`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let stranger = try await TestKiosk.enrol(portal, unit: "23530")
            let (owner, dossier) = (newID(), newID())
            let put = try await kiosk.sync([
                TestOperation("account.put", owner, Papers.account(61)),
                TestOperation("dossier.put", dossier, Papers.dossier(owner: owner)),
                TestOperation("dossier.submit", dossier, ["files": 0]),
            ])
            let bytes = paper(300_000, seed: 5)
            let source = portal.home + "/kết quả.pdf"
            try Data(bytes).write(to: URL(filePath: source))
            let told = try await portal.office("dossier", "result", dossier, "--title", "Giấy khai sinh", "--file", source).first
            let digest = Digest.sha256(bytes)
            #expect(told?["results"]?.arrayValue?.first?["sha256"] == .string(digest))
            let changes = try await kiosk.sync(cursor: put.cursor)
            let result = changes.change(of: dossier)?["state"]?["results"]?.arrayValue?.first
            #expect(result?["name"] == "kết quả.pdf" && result?["size"] == 300_000)
            #expect(changes.changes.contains { $0["state"]?["kind"] == "result" })

            let path = "/kiosk/v1/results/" + digest
            let whole = try await kiosk.send("GET", path, [("Accept-Encoding", "gzip")])
            #expect(whole.status == 200 && whole.body == bytes && whole.header("content-length") == "300000")
            #expect(whole.header("etag") == "\"\(digest)\"" && whole.header("accept-ranges") == "bytes")
            #expect(whole.header("content-type") == "application/pdf" && whole.header("kiosk-protocol") == "1")
            #expect(whole.header("cache-control") == "private, no-store" && whole.header("content-encoding") == nil)

            let part = try await kiosk.send("GET", path, [("Range", "bytes=70000-139999"), ("If-Range", "\"\(digest)\"")])
            #expect(part.status == 206 && part.body == Array(bytes[70_000..<140_000]))
            #expect(part.header("content-range") == "bytes 70000-139999/300000")
            let end = try await kiosk.send("GET", path, [("Range", "bytes=-10")])
            #expect(end.status == 206 && end.body == Array(bytes.suffix(10)))
            let other = try await kiosk.send("GET", path, [("Range", "bytes=5-9"), ("If-Range", "\"other\"")])
            #expect(other.status == 200 && other.body == bytes)
            let beyond = try await kiosk.send("GET", path, [("Range", "bytes=300000-")])
            #expect(beyond.status == 416 && beyond.header("content-range") == "bytes */300000")
            let head = try await kiosk.send("HEAD", path, [("Range", "bytes=0-9")])
            #expect(head.status == 200 && head.body.isEmpty && head.header("content-length") == "300000")
            #expect(try await kiosk.send("GET", path, [("If-None-Match", "\"\(digest)\"")]).status == 304)
            #expect(try await kiosk.send("GET", path, [("If-Match", "\"other\"")]).status == 412)
            #expect(try await kiosk.send("POST", path).status == 405)

            #expect(try await stranger.send("GET", path).status == 404)
            #expect(try await kiosk.send("GET", "/kiosk/v1/results/" + String(repeating: "0", count: 64)).status == 404)
            #expect(try await kiosk.send("GET", "/kiosk/v1/results/..%2f..%2fportal.sqlite").status == 404)
            let nobody = try await kiosk.curl.send(CurlRequest("GET", portal.url + path))
            #expect(nobody.status == 401)

            try await portal.office("dossier", "result", dossier, "--take-back", String(digest.prefix(8)))
            #expect(try await kiosk.send("GET", path).status == 404)
            #expect(try await kiosk.sync().change(of: dossier)?["state"]?["results"] == [])
            try await portal.office("dossier", "delete", dossier, "--yes")
            let deleted = try await kiosk.sync().change(of: dossier)
            #expect(deleted?["deleted"] == true && deleted?["state"] == .null)
            try await portal.office("account", "delete", owner, "--yes")
            #expect(try await kiosk.sync().change(of: owner)?["deleted"] == true)
        }
    }
}
