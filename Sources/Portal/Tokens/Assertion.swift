import Foundation
import JWTKit
import SyncProtocol

/// The claims of a `private_key_jwt` assertion (RFC 7523, section 3).
struct Assertion: JWTPayload {
    let iss: String
    let sub: String
    let aud: Audience
    /// Seconds since 1970, as are all times here.
    let exp: Double
    let nbf: Double?
    let iat: Double?
    let jti: String

    /// One text, or several (RFC 7519, 4.1.3).
    enum Audience: Codable, Sendable {
        case one(String)
        case several([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let values = try? container.decode([String].self) {
                self = .several(values)
            } else {
                self = .one(try container.decode(String.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .one(let value): try container.encode(value)
            case .several(let values): try container.encode(values)
            }
        }

        func contains(_ text: String) -> Bool {
            switch self {
            case .one(let value): value == text
            case .several(let values): values.contains(text)
            }
        }
    }

    /// Seconds that an assertion may live (protocol.md, section 3).
    static let longestLife: Double = 300
    /// Seconds that clocks which are right may differ.
    static let tolerance: Double = 2

    /// The signature is JWTKit's to check; what the claims say is checked by `TokenEndpoint`, which knows the hour.
    func verify(using algorithm: some JWTAlgorithm) throws {}

    /// Why its times do not fit; `nil` when they do.
    func faultOfTime(now: Timestamp) -> String? {
        let seconds = Double(now.milliseconds) / 1000
        if !(exp > seconds) { return "exp is past" }
        if exp > seconds + Self.longestLife + Self.tolerance { return "exp is more than 5 minutes ahead" }
        if let nbf, nbf > seconds + Self.tolerance { return "nbf is ahead" }
        if let iat, iat > seconds + Self.longestLife { return "iat is ahead" }
        return nil
    }

    /// The `alg` that the header of `token` names, if it is readable.
    static func algorithm(of token: String) -> String? {
        guard let part = token.split(separator: ".", omittingEmptySubsequences: false).first else { return nil }
        let plain = part.replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4)),
            let header = try? JSONParser.parseObject(data), header["crit"] == nil
        else { return nil }
        return header["alg"]?.stringValue
    }
}
