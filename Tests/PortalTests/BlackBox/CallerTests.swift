import Crypto
import CurlHTTP
import Foundation
import GRDB
import SyncProtocol
import Testing

@testable import Portal

/// protocol.md, section 3.
@Suite(.timeLimit(.minutes(3)), .serialized) struct CallerTests {
    @Test func `a code enrols one machine, and the same key again is the same kiosk`() async throws {
        try await withServedPortal { portal in
            let invited = try await portal.office("kiosk", "invite", "--unit", "23527")
            let code = try #require(invited.first?["code"]?.stringValue)
            let key = Curve25519.Signing.PrivateKey()
            let first = try await TestKiosk.enrol(portal, key: key, code: code)
            #expect(first.unit == "23527")
            // The answer may have been lost.
            #expect(try await TestKiosk.enrol(portal, key: key, code: code).id == first.id)
            for wrong in [code, "000000", ""] {
                let refusal = await #expect(throws: TestKiosk.Refused.self) { try await TestKiosk.enrol(portal, code: wrong) }
                #expect(refusal?.status == 403)
                #expect(refusal?.problem == "/problems/enrolment-refused")
            }
            #expect(try await TestKiosk.enrol(portal, key: key).id == first.id)
        }
    }

    @Test func `a code that was used does not let a revoked machine in again, a new one does`() async throws {
        try await withServedPortal { portal in
            let code = try #require(try await portal.office("kiosk", "invite", "--unit", "23527").first?["code"]?.stringValue)
            let key = Curve25519.Signing.PrivateKey()
            let kiosk = try await TestKiosk.enrol(portal, key: key, code: code)
            try await portal.office("kiosk", "revoke", kiosk.id)
            let refusal = await #expect(throws: TestKiosk.Refused.self) {
                try await TestKiosk.enrol(portal, key: key, code: code)
            }
            #expect(refusal?.problem == "/problems/enrolment-refused")
            #expect(try await TestKiosk.enrol(portal, key: key).id == kiosk.id)
        }
    }

    @Test func `guessing codes is slowed down`() async throws {
        try await withServedPortal { portal in
            var statuses: [Int] = []
            for _ in 0..<40 where statuses.last != 429 {
                do {
                    _ = try await TestKiosk.enrol(portal, code: "GUESS-\(statuses.count)")
                } catch let refusal as TestKiosk.Refused {
                    statuses.append(refusal.status)
                }
            }
            #expect(statuses.first == 403)
            #expect(statuses.last == 429)
            let curl = try CurlSession()
            let body: JSONValue = [
                "code": "GUESS-LAST", "kiosk": ["name": "x", "unit": "y"],
                "jwk": [
                    "kty": "OKP", "crv": "Ed25519",
                    "x": .string(TestKiosk.base64URL(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)),
                ],
            ]
            let answer = try await curl.send(CurlRequest("POST", portal.url + "/kiosk/v1/enrolments", body: .bytes(body.encoded)))
            #expect(answer.header("retry-after").flatMap { Int($0) } ?? 0 > 0)
            let problem = Problem(try JSONParser.parse(answer.body))
            #expect(problem?.name == .tooManyRequests && problem?.retryAfter ?? 0 > 0)
        }
    }

    @Test func `wrong, used and old codes are told alike`() async throws {
        try await withServedPortal { portal in
            let curl = try CurlSession()
            func refusal(_ code: String) async throws -> CurlResponse {
                let key = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation
                let body: JSONValue = [
                    "code": .string(code), "kiosk": ["name": "x", "unit": "23527"],
                    "jwk": ["kty": "OKP", "crv": "Ed25519", "x": .string(TestKiosk.base64URL(key))],
                ]
                return try await curl.send(CurlRequest("POST", portal.url + "/kiosk/v1/enrolments", body: .bytes(body.encoded)))
            }
            let invited = try await portal.office("kiosk", "invite", "--unit", "23527").first
            let code = try #require(invited?["code"]?.stringValue)
            // Short enough for a telephone.
            #expect(code.count <= 10)
            _ = try await TestKiosk.enrol(portal, code: code)
            let old = try #require(try await portal.office("kiosk", "invite", "--unit", "23527").first?["code"]?.stringValue)
            try expire(old, home: portal.home)
            let answers = try await [refusal("WRNG-CODE"), refusal(code), refusal(old)]
            #expect(answers.map(\.status) == [403, 403, 403])
            #expect(Set(answers.map { String(decoding: $0.body, as: UTF8.self) }).count == 1)
        }
    }

    /// Lets the life of a code end.
    private func expire(_ code: String, home: String) throws {
        try PortalStore.open(home: home).writeNow { database in
            try database.execute(
                sql: "UPDATE invitations SET expires_at = 1 WHERE code_hash = ?", arguments: [InvitationCode.digest(of: code)])
        }
    }

    @Test func `a kiosk with a P-256 key signs with ES256`() async throws {
        try await withServedPortal { portal in
            let key = P256.Signing.PrivateKey()
            let raw = key.publicKey.rawRepresentation
            let curl = try CurlSession()
            let code = try #require(try await portal.office("kiosk", "invite", "--unit", "23527").first?["code"]?.stringValue)
            let body: JSONValue = [
                "code": .string(code), "kiosk": ["name": "x", "unit": "23527"],
                "jwk": [
                    "kty": "EC", "crv": "P-256", "x": .string(TestKiosk.base64URL(raw.prefix(32))),
                    "y": .string(TestKiosk.base64URL(raw.suffix(32))),
                ],
            ]
            let enrolled = try await curl.send(
                CurlRequest("POST", portal.url + "/kiosk/v1/enrolments", body: .bytes(body.encoded)))
            #expect(enrolled.status == 201)
            let id = try #require(try JSONParser.parse(enrolled.body)["kiosk_id"]?.stringValue)
            func status(_ algorithm: String) async throws -> Int {
                let now = Int64(Date().timeIntervalSince1970)
                let claims: JSONObject = [
                    "iss": .string(id), "sub": .string(id), "aud": .string(portal.url + "/oauth2/token"), "iat": .integer(now),
                    "exp": .integer(now + 120), "jti": .string(UUID().uuidString),
                ]
                let header: JSONValue = ["alg": .string(algorithm), "typ": "JWT"]
                let signed = TestKiosk.base64URL(header.encoded) + "." + TestKiosk.base64URL(JSONValue.object(claims).encoded)
                let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
                let form =
                    "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
                    + "client-assertion-type%3Ajwt-bearer&client_assertion=\(signed).\(TestKiosk.base64URL(signature))"
                return try await curl.send(
                    CurlRequest(
                        "POST", portal.url + "/oauth2/token",
                        headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")],
                        body: .bytes(Array(form.utf8)))
                ).status
            }
            #expect(try await status("ES256") == 200)
            #expect(try await status("EdDSA") == 400)
        }
    }

    enum Flaw: CaseIterable { case reused, otherAudience, tooLong, expired, future, unknownKiosk, otherKey, notAToken }

    @Test(arguments: Flaw.allCases) func `an assertion with a flaw gets 400 and RFC 6749's words`(_ flaw: Flaw) async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let now = Int64(Date().timeIntervalSince1970)
            var assertion = try kiosk.assertion { claims in
                switch flaw {
                case .otherAudience: claims["aud"] = "https://elsewhere.example/oauth2/token"
                case .tooLong: claims["exp"] = .integer(now + 3600)
                case .expired: (claims["iat"], claims["exp"]) = (.integer(now - 7200), .integer(now - 7000))
                case .future: (claims["iat"], claims["exp"]) = (.integer(now + 7000), .integer(now + 7200))
                case .unknownKiosk: (claims["iss"], claims["sub"]) = ("nobody", "nobody")
                case .reused, .otherKey, .notAToken: break
                }
            }
            switch flaw {
            case .reused: #expect(try await kiosk.tokenAnswer(assertion).status == 200)
            case .otherKey:
                assertion =
                    assertion.split(separator: ".").dropLast().joined(separator: ".")
                    + "." + TestKiosk.base64URL([UInt8](repeating: 7, count: 64))
            case .notAToken: assertion = "a.b.c"
            default: break
            }
            let answer = try await kiosk.tokenAnswer(assertion)
            #expect(answer.status == 400)
            #expect(answer.header("content-type")?.hasPrefix("application/json") == true)
            let json = try JSONParser.parse(answer.body)
            #expect(json["error"]?.stringValue?.hasPrefix("invalid_") == true)
            #expect(json["status"]?.integerValue == 400)
            #expect(json["error_description"]?.stringValue?.isEmpty == false)
            let isAboutTime = [.tooLong, .expired, .future].contains(flaw)
            #expect((json["type"]?.stringValue == "/problems/assertion-time") == isAboutTime)
        }
    }

    @Test func `a token opens what is closed, and a revoked kiosk stays outside`() async throws {
        try await withServedPortal { portal in
            let kiosk = try await TestKiosk.enrol(portal)
            let token = try JSONParser.parse(await kiosk.tokenAnswer(kiosk.assertion()).body)
            #expect(token["token_type"] == "Bearer")
            #expect(token["expires_in"]?.integerValue ?? 0 > 0)
            #expect(try await kiosk.send("GET", "/kiosk/v1/catalogue").status == 200)
            let forged = try await kiosk.curl.send(
                CurlRequest(
                    "GET", portal.url + "/kiosk/v1/catalogue", headers: [(name: "Authorization", value: "Bearer abc")]))
            #expect(forged.status == 401)
            try await portal.office("kiosk", "revoke", kiosk.id)
            #expect(try await kiosk.send("GET", "/kiosk/v1/catalogue").status == 401)
            let refused = try await kiosk.tokenAnswer(kiosk.assertion())
            #expect(refused.status == 401)
            let json = try JSONParser.parse(refused.body)
            #expect(json["error"] == "invalid_client")
            #expect(json["type"] == "/problems/revoked")
        }
    }
}
