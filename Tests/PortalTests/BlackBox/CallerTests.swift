import Crypto
import CurlHTTP
import Foundation
import SyncProtocol
import Testing

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
            let refusal = await #expect(throws: TestKiosk.Refused.self) { try await TestKiosk.enrol(portal, key: key, code: code) }
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
            case .otherKey: assertion = assertion.split(separator: ".").dropLast().joined(separator: ".")
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
