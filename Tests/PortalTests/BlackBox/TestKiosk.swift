import Crypto
import CurlHTTP
import Foundation
import SyncProtocol
import Synchronization

/// A kiosk of the tests: speaks the protocol by hand, so that it may also speak it wrong.
final class TestKiosk: Sendable {
    struct Refused: Error {
        let status: Int
        let problem: String?
    }

    let portal: ServedPortal
    let key: Curve25519.Signing.PrivateKey
    let id: String
    let unit: String
    let curl: CurlSession
    private let token = Mutex<String?>(nil)

    private init(_ portal: ServedPortal, _ key: Curve25519.Signing.PrivateKey, id: String, unit: String, curl: CurlSession) {
        self.portal = portal
        self.key = key
        self.id = id
        self.unit = unit
        self.curl = curl
    }

    // MARK: Enrolment and tokens

    /// Invites and enrols a kiosk of `unit`.
    static func enrol(
        _ portal: ServedPortal, unit: String = "23527", key: Curve25519.Signing.PrivateKey = .init(), code: String? = nil
    ) async throws -> TestKiosk {
        let curl = try CurlSession()
        let invited: String? =
            if let code { code } else { try await portal.office("kiosk", "invite", "--unit", unit).first?["code"]?.stringValue }
        let body: JSONValue = [
            "code": .string(invited ?? ""), "kiosk": ["name": "Quầy 1", "unit": .string(unit)],
            "jwk": ["kty": "OKP", "crv": "Ed25519", "x": .string(base64URL(key.publicKey.rawRepresentation))],
        ]
        let answer = try await curl.send(
            CurlRequest(
                "POST", portal.url + "/kiosk/v1/enrolments", headers: [(name: "Content-Type", value: "application/json")],
                body: .bytes(body.encoded)))
        let json = try? JSONParser.parse(answer.body)
        guard answer.status == 201, let id = json?["kiosk_id"]?.stringValue else {
            throw Refused(status: answer.status, problem: json?["type"]?.stringValue)
        }
        return TestKiosk(portal, key, id: id, unit: json?["unit"]?.stringValue ?? "", curl: curl)
    }

    static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// An assertion (RFC 7523) that is good but for what `change` does to its claims.
    func assertion(_ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
        let now = Int64(Date().timeIntervalSince1970)
        var claims: JSONObject = [
            "iss": .string(id), "sub": .string(id), "aud": .string(portal.url + "/oauth2/token"), "iat": .integer(now),
            "exp": .integer(now + 120), "jti": .string(UUID().uuidString),
        ]
        change(&claims)
        let header: JSONValue = ["alg": "EdDSA", "typ": "JWT"]
        let signed = Self.base64URL(header.encoded) + "." + Self.base64URL(JSONValue.object(claims).encoded)
        return try signed + "." + Self.base64URL(key.signature(for: Data(signed.utf8)))
    }

    /// The answer to a token request with this assertion.
    func tokenAnswer(_ assertion: String) async throws -> CurlResponse {
        let form =
            "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
            + "client-assertion-type%3Ajwt-bearer&client_assertion=\(assertion)"
        return try await curl.send(
            CurlRequest(
                "POST", portal.url + "/oauth2/token",
                headers: [(name: "Content-Type", value: "application/x-www-form-urlencoded")], body: .bytes(Array(form.utf8))))
    }

    /// A token, fetched once.
    func accessToken() async throws -> String {
        if let token = token.withLock({ $0 }) { return token }
        let answer = try await tokenAnswer(assertion())
        guard answer.status == 200, let fresh = try JSONParser.parse(answer.body)["access_token"]?.stringValue else {
            throw Refused(status: answer.status, problem: String(decoding: answer.body, as: UTF8.self))
        }
        token.withLock { $0 = fresh }
        return fresh
    }

    // MARK: Requests

    func send(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil, decodesGzip: Bool = false
    ) async throws -> CurlResponse {
        var all = try await [(name: "Authorization", value: "Bearer " + accessToken())]
        for (name, value) in headers { all.append((name: name, value: value)) }
        var request = CurlRequest(method, portal.url + path, headers: all, body: body.map { .bytes($0) } ?? .none)
        request.decodesGzip = decodesGzip
        return try await curl.send(request)
    }

    /// A sync request with these lines as they are.
    func syncAnswer(
        _ lines: [[UInt8]], cursor: String? = nil, maxChanges: Int = 200, headers: [(String, String)] = [],
        encode: ([UInt8]) throws -> [UInt8] = { $0 }
    ) async throws -> CurlResponse {
        let header = SyncRequestHeader(
            kiosk: id, agent: "test/1.0.0", cursor: cursor, maxChanges: maxChanges, lines: lines.count)
        var body = header.line + [10]
        for line in lines { body += line + [10] }
        return try await send(
            "POST", "/kiosk/v1/sync", [("Content-Type", ProtocolVersion.syncMediaType)] + headers, body: encode(body))
    }

    /// A sync request that is expected to be answered whole.
    @discardableResult
    func sync(_ operations: [TestOperation] = [], cursor: String? = nil, maxChanges: Int = 200) async throws -> SyncResult {
        try await SyncResult(syncAnswer(operations.map(\.line), cursor: cursor, maxChanges: maxChanges))
    }
}

/// One operation and its frozen bytes.
struct TestOperation: Sendable {
    let id: String
    let line: [UInt8]

    var digest: String { Digest.sha256(line) }

    init(
        _ type: String, _ subject: String, base: String? = nil, after: [String] = [], _ body: JSONObject,
        id: String = newID(), officer: String? = nil
    ) {
        self.id = id
        var operation = Operation(
            id: id, type: .accountPut, subject: subject, base: base, after: after,
            madeAt: Timestamp(seconds: 1_790_000_000), officer: officer, body: body)
        operation.type = type
        line = operation.line
    }
}

/// A fresh UUIDv7.
func newID() -> String {
    var ids = UUID7()
    var random = SystemRandomNumberGenerator()
    return ids.next(now: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), using: &random)
}

/// The lines of an answer to a sync request.
struct SyncResult: Sendable {
    struct Unexpected: Error {
        let status: Int
        let body: String
    }

    let header: JSONValue
    let verdicts: [JSONValue]
    let changes: [JSONValue]
    let resync: Bool
    let cursor: String?
    let more: Bool

    init(_ answer: CurlResponse) throws {
        var lines = answer.body.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        guard answer.status == 200, lines.popLast() == [] else {
            throw Unexpected(status: answer.status, body: String(decoding: answer.body.prefix(500), as: UTF8.self))
        }
        let values = try lines.map { try JSONParser.parse($0) }
        guard let first = values.first, let last = values.last, last["end"]?.boolValue == true else {
            throw Unexpected(status: answer.status, body: String(decoding: answer.body.prefix(500), as: UTF8.self))
        }
        header = first
        verdicts = values.filter { $0["verdict"] != nil }
        changes = values.filter { $0["change"] != nil }
        resync = values.contains { $0["resync"]?.boolValue == true }
        cursor = last["cursor"]?.stringValue
        more = last["more"]?.boolValue ?? false
    }

    /// The kinds of verdict, in order.
    var outcomes: [String] { verdicts.map { $0["verdict"]?.stringValue ?? "" } }
    /// The problem names of the verdicts, in order; empty where there is none.
    var problems: [String] {
        verdicts.map { $0["problem"]?["type"]?.stringValue?.split(separator: "/").last.map(String.init) ?? "" }
    }

    func change(of subject: String) -> JSONValue? { changes.last { $0["subject"]?.stringValue == subject } }
}
