import CurlHTTP
import Foundation
import SyncProtocol
import Testing

/// The built portal, killed in the middle of things. What it acknowledged must be there afterwards.
@Suite(.timeLimit(.minutes(3)), .serialized) struct KilledPortalTests {
    private func create(_ kiosk: TestKiosk, _ bytes: [UInt8]) async throws -> String {
        let answer = try await kiosk.send(
            "POST", "/kiosk/v1/files",
            [
                ("Tus-Resumable", "1.0.0"), ("Upload-Length", String(bytes.count)),
                ("Upload-Metadata", FilePortal.header(FilePortal.metadata(of: bytes))),
            ], body: [])
        return answer.header("location") ?? ""
    }

    private func patch(_ kiosk: TestKiosk, _ path: String, _ offset: Int, _ bytes: [UInt8]) async throws -> Int {
        try await kiosk.send(
            "PATCH", path, [("Tus-Resumable", "1.0.0"), FilePortal.chunkType, ("Upload-Offset", String(offset))], body: bytes
        ).status
    }

    private func offset(_ kiosk: TestKiosk, _ path: String) async throws -> Int? {
        try await kiosk.send("HEAD", path, [("Tus-Resumable", "1.0.0")]).header("upload-offset").flatMap { Int($0) }
    }

    /// The kiosk of an earlier run of the portal, calling the present one.
    private func again(_ old: TestKiosk, _ portal: ServedPortal) async throws -> TestKiosk {
        try await TestKiosk.enrol(portal, unit: old.unit, key: old.key)
    }

    @Test(arguments: [1, 65_537, 700_000])
    func `a portal killed in the middle of a chunk goes on where its bytes end`(_ sent: Int) async throws {
        let bytes = paper(900_000, seed: 11)
        try await withPortalHome { home in
            let (kiosk, path) = try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await TestKiosk.enrol(portal)
                let path = try await create(kiosk, bytes)
                #expect(try await patch(kiosk, path, 0, Array(bytes.prefix(100_000))) == 204)
                let client = try RawClient(port: portal.port)
                try await client.patch(
                    path, at: 100_000, length: 800_000, Array(bytes[100_000..<100_000 + sent]),
                    headers: ["Authorization: Bearer \(kiosk.accessToken())"])
                let part = home + "/uploads/" + (path.split(separator: "/").last ?? "") + ".part"
                let deadline = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < deadline, size(part) < 100_000 + sent {
                    try await Task.sleep(for: .milliseconds(2))
                }
                portal.kill()
                return (kiosk, path)
            }
            try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await again(kiosk, portal)
                #expect(try await offset(kiosk, path) == 100_000 + sent)
                #expect(try await patch(kiosk, path, 100_000 + sent, Array(bytes.dropFirst(100_000 + sent))) == 204)
                try await portal.office("file", "get", Digest.sha256(bytes), "--output", home + "/copy")
                #expect(try Data(contentsOf: URL(filePath: home + "/copy")) == Data(bytes))
            }
        }
    }

    @Test func `a portal told to stop does not wait for a slow chunk and keeps what came of it`() async throws {
        let bytes = paper(50_000, seed: 13)
        try await withPortalHome { home in
            let (kiosk, path) = try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await TestKiosk.enrol(portal)
                let path = try await create(kiosk, bytes)
                let client = try RawClient(port: portal.port)
                try await client.patch(
                    path, at: 0, length: bytes.count, Array(bytes.prefix(20_000)),
                    headers: ["Authorization: Bearer \(kiosk.accessToken())"])
                let part = home + "/uploads/" + (path.split(separator: "/").last ?? "") + ".part"
                let deadline = ContinuousClock.now + .seconds(20)
                while ContinuousClock.now < deadline, size(part) < 20_000 { try await Task.sleep(for: .milliseconds(2)) }
                let start = ContinuousClock.now
                portal.stop()
                _ = await client.rest()
                #expect(ContinuousClock.now - start < .seconds(10))
                return (kiosk, path)
            }
            try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await again(kiosk, portal)
                #expect(try await offset(kiosk, path) == 20_000)
            }
        }
    }

    private func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    /// What the kiosk was told so far.
    private struct Acknowledged: Sendable {
        var kiosk: TestKiosk?
        var path = ""
        var offset = 0
        var operations: [TestOperation] = []
        var verdicts: [JSONValue] = []
    }

    @Test func `what was acknowledged before a kill at any moment is there afterwards`() async throws {
        try await withPortalHome { home in
            let bytes = paper(400_000, seed: 12)
            var known = Acknowledged()
            for round in 0..<6 {
                let before = known
                known = try await ServedPortal.serve(home: home) { portal in
                    try await untilKilled(portal, before, bytes, after: .milliseconds(10 + 23 * round))
                }
            }
            let last = known
            try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await again(#require(last.kiosk), portal)
                let at = try await check(last, kiosk)
                if at < bytes.count { #expect(try await patch(kiosk, last.path, at, Array(bytes.dropFirst(at))) == 204) }
                try await portal.office("file", "get", Digest.sha256(bytes), "--output", home + "/copy")
                #expect(try Data(contentsOf: URL(filePath: home + "/copy")) == Data(bytes))
                // One operation a round may have been applied without the kiosk's knowing.
                let accounts = try await portal.office("account", "list").count
                #expect((last.operations.count...last.operations.count + 6).contains(accounts))
            }
        }
    }

    @Test(arguments: [4, 30, 90, 200])
    func `a batch that a kill cut is applied once when it is sent again, with serials without a gap`(_ delay: Int) async throws {
        let puts = (0..<150).map { TestOperation("account.put", newID(), Papers.account(1000 + $0)) }
        try await withPortalHome { home in
            let kiosk = try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await TestKiosk.enrol(portal)
                _ = try await kiosk.accessToken()
                async let killed: Void = {
                    try await Task.sleep(for: .milliseconds(delay))
                    portal.kill()
                }()
                do {
                    _ = try await kiosk.sync(puts)
                } catch is CurlError {} catch is SyncResult.Unexpected {}
                try await killed
                return kiosk
            }
            try await ServedPortal.serve(home: home) { portal in
                let kiosk = try await again(kiosk, portal)
                let result = try await kiosk.sync(puts)
                #expect(result.verdicts.map { $0["receipt"]?["serial"]?.integerValue } == (1...150).map { Int64($0) })
                #expect(try await portal.office("account", "list").count == 150)
                #expect(try await kiosk.sync(puts).verdicts == result.verdicts)
            }
        }
    }

    /// Whether all that was acknowledged holds; returns the upload's offset.
    private func check(_ known: Acknowledged, _ kiosk: TestKiosk) async throws -> Int {
        let at = try #require(try await offset(kiosk, known.path))
        #expect(at >= known.offset)
        #expect(try await kiosk.sync(known.operations).verdicts == known.verdicts)
        return at
    }

    /// Sends chunks and operations in turn until the portal is killed.
    private func untilKilled(
        _ portal: ServedPortal, _ before: Acknowledged, _ bytes: [UInt8], after delay: Duration
    ) async throws -> Acknowledged {
        var known = before
        let kiosk = if let old = before.kiosk { try await again(old, portal) } else { try await TestKiosk.enrol(portal) }
        known.kiosk = kiosk
        if known.path.isEmpty { known.path = try await create(kiosk, bytes) }
        known.offset = try await check(known, kiosk)
        // The kill comes while requests run, a little later in every round.
        async let killed: Void = {
            try await Task.sleep(for: delay)
            portal.kill()
        }()
        do {
            while true {
                if known.offset < bytes.count {
                    let end = min(known.offset + 20_000, bytes.count)
                    let status = try await patch(kiosk, known.path, known.offset, Array(bytes[known.offset..<end]))
                    #expect(status == 204)
                    known.offset = end
                }
                let put = TestOperation("account.put", newID(), Papers.account(600 + known.operations.count))
                let result = try await kiosk.sync([put])
                #expect(result.outcomes == ["applied"] || result.verdicts[0]["reason"] == "identity-taken")
                known.operations.append(put)
                known.verdicts += result.verdicts
            }
        } catch is CurlError {
            // The kill: what was acknowledged until now is what counts.
        }
        try await killed
        return known
    }
}
