import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import JWTKit
import SyncProtocol

/// `POST /oauth2/token`: client credentials with a signed assertion (RFC 6749, RFC 7523; protocol.md, section 3).
struct TokenEndpoint: Sendable {
    let store: PortalStore
    let address: PublicAddress
    /// Seconds.
    let lifetime: Int
    let now: @Sendable () -> Timestamp

    /// What discovery publishes: the only audience that counts.
    private var tokenURL: String { address.tokenURL }

    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    private static let largestRequest = 65_536

    func answer(_ request: Request) async throws -> Response {
        do {
            let token = try await grant(request)
            return Answer.json([
                "access_token": .string(token), "token_type": "Bearer", "expires_in": .integer(Int64(lifetime)),
            ])
        } catch let error as TokenError {
            return Answer.json(error.json, status: HTTPResponse.Status(code: error.status))
        }
    }

    private func grant(_ request: Request) async throws -> String {
        let body = try await BodyReading.read(request, limit: Self.largestRequest, tooLarge: .malformedRequest)
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        guard type == "application/x-www-form-urlencoded", let form = Form.parse(body) else {
            throw TokenError.request("the body is not a form, or has a field twice")
        }
        guard let grantType = form["grant_type"] else { throw TokenError.request("grant_type is lacking") }
        guard grantType == "client_credentials" else {
            throw TokenError("unsupported_grant_type", .malformedRequest, "only client_credentials")
        }
        guard let token = form["client_assertion"] else { throw TokenError.request("client_assertion is lacking") }
        guard form["client_assertion_type"] == Self.assertionType else {
            throw TokenError.request("client_assertion_type is not jwt-bearer")
        }
        let (assertion, isRevoked) = try await verified(token, client: form["client_id"])
        // Told only to who has the key: a kiosk that was revoked stops trying.
        guard !isRevoked else { throw TokenError("invalid_client", .revoked, status: 401, "the kiosk was revoked") }
        let moment = now()
        if let fault = assertion.faultOfTime(now: moment) {
            throw TokenError("invalid_client", .assertionTime, "\(fault) by this portal's clock")
        }
        return try await issue(assertion, now: moment)
    }

    /// The claims of an assertion that the kiosk it names has signed for us.
    private func verified(_ token: String, client: String?) async throws -> (Assertion, isRevoked: Bool) {
        let unreadable = TokenError.client("the assertion is not a signed JWT of an enrolled kiosk")
        guard let claimed = try? await JWTKeyCollection().unverified(token, as: Assertion.self) else { throw unreadable }
        let kiosk = try await store.read { database in
            try Row.fetchOne(database, sql: "SELECT jwk, revoked_at FROM kiosks WHERE id = ?", arguments: [claimed.sub])
                .map { (jwk: JSONValue.object(try $0.object("jwk")), isRevoked: try $0.optionalLong("revoked_at") != nil) }
        }
        guard let kiosk, let key = PublicKey(kiosk.jwk), Assertion.algorithm(of: token) == key.algorithm,
            let assertion = try? await key.collection().verify(token, as: Assertion.self)
        else { throw unreadable }
        guard assertion.iss == assertion.sub, client == nil || client == assertion.sub else {
            throw TokenError.client("iss, sub and client_id must be the kiosk's id")
        }
        guard assertion.aud.contains(tokenURL) else { throw TokenError.client("aud must be \(tokenURL)") }
        guard (1...256).contains(assertion.jti.utf8.count) else { throw TokenError.client("jti must be 1 to 256 bytes") }
        return (assertion, kiosk.isRevoked)
    }

    /// Uses the assertion up and makes a token, of which the store keeps a digest.
    private func issue(_ assertion: Assertion, now: Timestamp) async throws -> String {
        var random = SystemRandomNumberGenerator()
        // 128 bits, in the fewest characters that a header takes as they are: it goes with each request of a slow line.
        let token = Data((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let end = now + .seconds(lifetime)
        // Kept past `exp` by the tolerance that times are read with.
        let forgottenAt = now + .seconds(Assertion.longestLife + 60)
        try await store.write { database in
            for table in ["tokens", "assertions"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE expires_at < ?", arguments: [now.milliseconds])
            }
            try database.execute(
                sql: "INSERT OR IGNORE INTO assertions (jti, expires_at) VALUES (?, ?)",
                arguments: [Digest.sha256("\(assertion.sub) \(assertion.jti)".utf8), forgottenAt.milliseconds])
            guard database.changesCount == 1 else { throw TokenError.client("this jti was used before") }
            try database.execute(
                sql: "INSERT INTO tokens (hash, kiosk, expires_at) VALUES (?, ?, ?)",
                arguments: [Digest.sha256(token.utf8), assertion.sub, end.milliseconds])
            try database.execute(
                sql: "UPDATE kiosks SET last_seen_at = ? WHERE id = ?", arguments: [now.milliseconds, assertion.sub])
        }
        return token
    }
}
