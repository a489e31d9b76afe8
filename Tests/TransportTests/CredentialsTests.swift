import Crypto
import DurableFiles
import Foundation
import JWTKit
import SyncProtocol
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct CredentialsTests {
    private struct Claims: JWTPayload {
        var iss, sub, aud, jti: String
        var exp, iat: Int64
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    private static func claims(_ request: ReceivedRequest) throws -> Claims {
        let form = String(decoding: request.body, as: UTF8.self).split(separator: "&").map { $0.split(separator: "=") }
        let assertion = try #require(form.first { $0[0] == "client_assertion" }?[1])
        let payload = String(assertion.split(separator: ".")[1])
        let padded = payload.replacing("-", with: "+").replacing("_", with: "/")
        let data = try #require(Data(base64Encoded: padded + String(repeating: "=", count: (4 - padded.count % 4) % 4)))
        return try JSONDecoder().decode(Claims.self, from: data)
    }

    private static let good = Reply(
        body: SyncAnswerLine.end(cursor: "c", more: false).line + [10])

    private func sync(_ client: PortalClient) async -> PortalFailure? {
        await failure { () throws(PortalFailure) in
            try await client.sync(SyncExchangeRequest(cursor: nil, lines: []))
        }
    }

    @Test func `the assertion says who, to whom and for how long, and is signed with the kiosk's key`() async throws {
        let key = KioskKey()
        let now = Timestamp(milliseconds: 1_790_000_000_999)
        let text = try await key.assertion(kiosk: "k1", tokenURL: "https://p/oauth2/token", now: now)
        let x = try #require(key.publicJWK["x"]?.stringValue)
        let keys = await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(x: x, curve: .ed25519))
        let claims = try await keys.verify(text, as: Claims.self)
        #expect(claims.iss == "k1" && claims.sub == "k1" && claims.aud == "https://p/oauth2/token")
        #expect(claims.iat == 1_790_000_000)
        #expect(claims.exp == claims.iat + 120)
        let again = try await keys.verify(
            key.assertion(kiosk: "k1", tokenURL: "https://p/oauth2/token", now: now), as: Claims.self)
        #expect(again.jti != claims.jti)
        let other = await JWTKeyCollection().add(
            eddsa: try EdDSA.PublicKey(x: try #require(KioskKey().publicJWK["x"]?.stringValue), curve: .ed25519))
        await #expect(throws: (any Error).self) { try await other.verify(text, as: Claims.self) }
    }

    @Test func `a key is kept for its owner alone and comes back`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DurableFolder.create(path)
        #expect(try KioskKey.load(from: folder, name: "kiosk.jwk") == nil)
        let key = KioskKey()
        try key.save(to: folder, name: "kiosk.jwk")
        #expect(try KioskKey.load(from: folder, name: "kiosk.jwk")?.publicJWK == key.publicJWK)
        #expect(key.publicJWK["d"] == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: "kiosk.jwk"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        try folder.write(Array("{}".utf8), as: "kiosk.jwk")
        #expect(throws: KioskKey.Damaged.self) { try KioskKey.load(from: folder, name: "kiosk.jwk") }
    }

    @Test func `one token serves many calls, and discovery is asked once`() async throws {
        try await withPortal({ request, _ in request.path == "/kiosk/v1/sync" ? Self.good : nil }) { portal in
            let client = try portal.client()
            for _ in 1...3 { #expect(await sync(client) == nil) }
            #expect(portal.requests("/oauth2/token").count == 1)
            #expect(portal.requests("/kiosk/v1/").count == 1)
            let request = try #require(portal.requests("/oauth2/token").first)
            #expect(request["content-type"] == "application/x-www-form-urlencoded")
            let claims = try Self.claims(request)
            #expect(claims.aud == portal.url + "/oauth2/token" && claims.iss == "kiosk-1")
        }
    }

    @Test func `a token that ended is replaced before it is used`() async throws {
        try await withPortal({ request, _ in
            switch request.path {
            case "/kiosk/v1/sync": Self.good
            case "/oauth2/token": .json(["access_token": "t", "token_type": "bearer", "expires_in": 0])
            default: nil
            }
        }) { portal in
            let client = try portal.client()
            for _ in 1...2 { #expect(await sync(client) == nil) }
            #expect(portal.requests("/oauth2/token").count == 2)
        }
    }

    @Test func `a refused token is replaced once, and the call made once more`() async throws {
        try await withPortal({ request, _ in
            guard request.path == "/kiosk/v1/sync" else { return nil }
            return request["authorization"] == "Bearer token-2" ? Self.good : .problem(.unauthorized, status: 401)
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client) == nil)
            #expect(
                portal.requests("/kiosk/v1/sync").map { $0["authorization"] } == ["Bearer token-1", "Bearer token-2"])
        }
    }

    @Test func `a portal that refuses every token is not asked for ever`() async throws {
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/sync" ? .problem(.unauthorized, status: 401) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client)?.reason == "unauthorized")
            #expect(portal.requests("/kiosk/v1/sync").count == 2)
            #expect(portal.requests("/oauth2/token").count == 2)
        }
    }

    private static func tokenError(_ name: ProblemName?, status: Int) -> Reply {
        var body: JSONObject = ["error": "invalid_client", "error_description": "no"]
        if let name {
            body["type"] = .string(name.type)
            body["status"] = .integer(Int64(status))
        }
        return .json(.object(body), status: status)
    }

    @Test(arguments: [ProblemName.revoked, nil])
    func `a revoked kiosk learns it`(name: ProblemName?) async throws {
        try await withPortal({ request, _ in
            request.path == "/oauth2/token" ? Self.tokenError(name, status: 401) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client) == .revoked)
            #expect(portal.requests("/kiosk/v1/sync").isEmpty)
        }
    }

    @Test(arguments: [ProblemName.invalidClient, nil])
    func `any other refusal of the assertion is no revocation`(name: ProblemName?) async throws {
        try await withPortal({ request, _ in
            request.path == "/oauth2/token" ? Self.tokenError(name, status: 400) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client)?.reason == "invalid-client")
        }
    }

    @Test(arguments: [-9_000, 9_000, 86_400 * 400])
    func `an assertion refused for its time is made again by the portal's clock, which is remembered`(
        skew: Int
    ) async throws {
        try await withPortal({ request, _ in
            switch request.path {
            case "/kiosk/v1/sync": return .problem(.unauthorized, status: 401)
            case "/oauth2/token":
                guard let claims = try? Self.claims(request) else { return Reply(status: 500) }
                let wrong = abs(claims.iat - FakePortal.time.milliseconds / 1000)
                return wrong > 60 ? Self.tokenError(.assertionTime, status: 400) : nil
            default: return nil
            }
        }) { portal in
            let client = try portal.client(skew: .seconds(skew))
            #expect(await sync(client)?.reason == "unauthorized")
            // Wrong, right; and right at once the next time.
            #expect(portal.requests("/oauth2/token").count == 3)
            let discovered = try #require(try await client.discover().skew)
            #expect(abs(Double(discovered.wholeMilliseconds) / 1000 - Double(skew)) < 5)
        }
    }

    @Test func `a portal that never likes our time is told as a wrong clock`() async throws {
        try await withPortal({ request, _ in
            request.path == "/oauth2/token" ? Self.tokenError(.assertionTime, status: 400) : nil
        }) { portal in
            let client = try portal.client(skew: .seconds(600))
            guard case .clockWrong(let seconds)? = await sync(client) else {
                Issue.record("not told")
                return
            }
            #expect(abs(seconds - 600) < 5)
            #expect(portal.requests("/oauth2/token").count == 2)
        }
    }

    @Test(arguments: [
        "{}", "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":1}",
        "{\"access_token\":\"a\\r\\nX: y\",\"token_type\":\"Bearer\",\"expires_in\":1}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\",\"expires_in\":1}", "<html>",
    ])
    func `a token answer that makes no sense is a bad answer`(text: String) async throws {
        try await withPortal({ request, _ in
            request.path == "/oauth2/token" ? Reply(body: Array(text.utf8)) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client)?.reason == "bad-answer")
        }
    }

    @Test func `our signature does not go in the clear to another machine`() async throws {
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/"
                ? .json(["protocol": [1], "token_url": "http://192.0.2.1/oauth2/token"]) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await sync(client)?.reason == "wrong-server")
        }
    }

    @Test func `enrolment sends the public key and gives the kiosk its id`() async throws {
        let key = KioskKey()
        try await withPortal({ _, _ in .json(["kiosk_id": "k7", "unit": "u1"], status: 201) }) { portal in
            let client = try PortalClient(address: PortalAddress(portal.url), identity: nil, now: { FakePortal.time })
            let answer = try await client.enrol(code: "ABCD-EFGH", name: "Desk", unit: nil, key: key)
            #expect(answer == EnrolmentAnswer(kioskID: "k7", unit: "u1"))
            let body = try JSONParser.parse(try #require(portal.requests("/kiosk/v1/enrolments").first).body)
            #expect(body["code"] == "ABCD-EFGH" && body["jwk"] == key.publicJWK && body["kiosk"]?["name"] == "Desk")
        }
    }

    @Test func `a refused code and too many guesses are told apart`() async throws {
        for (reply, reason) in [
            (Reply.problem(.enrolmentRefused, status: 403), "enrolment-refused"),
            (Reply(status: 403), "enrolment-refused"),
            (.problem(.tooManyRequests, status: 429), "too-many-requests"), (Reply(status: 201), "bad-answer"),
        ] {
            try await withPortal({ _, _ in reply }) { portal in
                let client = try PortalClient(
                    address: PortalAddress(portal.url), identity: nil, now: { FakePortal.time })
                let failed = await failure { () throws(PortalFailure) in
                    try await client.enrol(code: "x", name: nil, unit: nil, key: KioskKey())
                }
                #expect(failed?.reason == reason)
            }
        }
    }
}
