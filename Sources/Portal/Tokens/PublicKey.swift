import Crypto
import Foundation
import JWTKit
import SyncProtocol

/// The public half of a kiosk's key, as enrolment sends it (RFC 7517; RFC 8037 for Ed25519).
struct PublicKey: Sendable {
    enum Kind: Sendable {
        case ed25519(EdDSA.PublicKey)
        case p256(ECDSA.PublicKey<P256>)
    }

    let kind: Kind
    /// The public members alone.
    let jwk: JSONObject

    /// `nil` for anything but an Ed25519 or a P-256 key. Members beyond the public ones are left out.
    init?(_ value: JSONValue) {
        guard let type = value["kty"]?.stringValue, let curve = value["crv"]?.stringValue, let x = value["x"]?.stringValue
        else { return nil }
        do {
            switch (type, curve) {
            case ("OKP", "Ed25519"):
                kind = .ed25519(try EdDSA.PublicKey(x: x, curve: .ed25519))
                jwk = ["kty": "OKP", "crv": "Ed25519", "x": .string(x)]
            case ("EC", "P-256"):
                guard let y = value["y"]?.stringValue, let first = Self.coordinate(x), let second = Self.coordinate(y) else {
                    return nil
                }
                kind = .p256(try ECDSA.PublicKey(backing: P256.Signing.PublicKey(rawRepresentation: first + second)))
                jwk = ["kty": "EC", "crv": "P-256", "x": .string(x), "y": .string(y)]
            default: return nil
            }
        } catch {
            // Bytes that are no point of the curve.
            return nil
        }
    }

    private static func coordinate(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let data = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
        return data?.count == 32 ? data : nil
    }

    /// The key's name: SHA-256 of its canonical JWK (RFC 7638), in hexadecimal.
    var thumbprint: String { Digest.sha256(JSONValue.object(jwk).encoded) }

    /// The `alg` that its assertions must have (protocol.md, section 3).
    var algorithm: String {
        switch kind {
        case .ed25519: "EdDSA"
        case .p256: "ES256"
        }
    }

    /// The key to check signatures with.
    func collection() async -> JWTKeyCollection {
        let keys = JWTKeyCollection()
        switch kind {
        case .ed25519(let key): await keys.add(eddsa: key)
        case .p256(let key): await keys.add(ecdsa: key)
        }
        return keys
    }
}
