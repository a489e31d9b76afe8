import Crypto
package import DurableFiles
import Foundation
import JWTKit
package import SyncProtocol

/// The kiosk's Ed25519 key (protocol.md, section 3). The private half never leaves this machine, and no text shows it.
package struct KioskKey: Sendable {
    /// The key file is there but holds no key.
    package struct Damaged: Error, Sendable, Hashable {}

    private let key: Curve25519.Signing.PrivateKey

    /// A new key.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// The key in `folder`; `nil` when there is none. Throws `DurableFileError`, and `Damaged`.
    package static func load(from folder: DurableFolder, name: String) throws -> KioskKey? {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try folder.read(name, limit: 4096)
        } catch {
            if error.kind == .missing { return nil }
            throw error
        }
        guard let jwk = try? JSONParser.parseObject(bytes), jwk["kty"]?.stringValue == "OKP",
            jwk["crv"]?.stringValue == "Ed25519", let secret = jwk["d"]?.stringValue.flatMap(Base64URL.decode),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        else { throw Damaged() }
        return KioskKey(key)
    }

    private init(_ key: Curve25519.Signing.PrivateKey) { self.key = key }

    /// Keeps the key durably in `folder`, for the owner's eyes alone, as a private JWK (RFC 8037).
    package func save(to folder: DurableFolder, name: String) throws(DurableFileError) {
        var jwk = publicMembers
        jwk["d"] = .string(Base64URL.encode(key.rawRepresentation))
        try folder.write(JSONValue.object(jwk).encoded, as: name, mode: 0o600)
    }

    /// The public half, as enrolment sends it.
    package var publicJWK: JSONValue { .object(publicMembers) }

    private var publicMembers: JSONObject {
        ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(key.publicKey.rawRepresentation))]
    }

    /// The `private_key_jwt` assertion of a token request (RFC 7523), good for two minutes.
    /// - Parameters:
    ///   - tokenURL: the token endpoint as discovery spells it.
    ///   - now: the time to state, which is the portal's as well as it is known.
    package func assertion(kiosk: String, tokenURL: String, now: Timestamp) async throws -> String {
        let issued = now.milliseconds / 1000
        var random = SystemRandomNumberGenerator()
        let payload = Assertion(
            iss: kiosk, sub: kiosk, aud: tokenURL, exp: issued + 120, iat: issued,
            jti: Digest.hexadecimal((0..<16).map { _ in random.next() as UInt8 }))
        let keys = JWTKeyCollection()
        await keys.add(eddsa: EdDSA.PrivateKey(backing: key))
        return try await keys.sign(payload)
    }

    private struct Assertion: JWTPayload {
        var iss: String
        var sub: String
        var aud: String
        /// Whole seconds since 1970, as are all times here.
        var exp: Int64
        var iat: Int64
        var jti: String

        /// We make assertions; only a portal checks them.
        func verify(using algorithm: some JWTAlgorithm) throws {}
    }
}

/// base64url without padding (RFC 4648, 5), as JWKs spell bytes.
enum Base64URL {
    static func encode(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    static func decode(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
