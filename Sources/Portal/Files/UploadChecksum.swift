import Crypto
import Foundation
import SyncProtocol

/// `Upload-Checksum` of tus 1.0.0: the digest that one chunk must have.
struct UploadChecksum: Sendable, Hashable {
    enum Algorithm: String, Sendable, CaseIterable {
        case sha1, sha256

        var length: Int { self == .sha1 ? 20 : 32 }
    }

    let algorithm: Algorithm
    let digest: [UInt8]

    /// Reads the header; `nil` without one. Throws a `malformed-request` problem (tus answers 400 for an unknown
    /// algorithm).
    init?(_ header: String?) throws(Problem) {
        guard let header else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, let algorithm = Algorithm(rawValue: String(parts[0])) else {
            throw Problem(.malformedRequest, status: 400, detail: "Upload-Checksum: sha1 and sha256 are known")
        }
        guard let data = Data(base64Encoded: String(parts[1])), data.count == algorithm.length else {
            throw Problem(.malformedRequest, status: 400, detail: "Upload-Checksum: not the base64 of a digest")
        }
        self.algorithm = algorithm
        digest = [UInt8](data)
    }

    /// Digests a chunk as it comes.
    enum Hasher {
        case sha1(Insecure.SHA1)
        case sha256(SHA256)

        init(_ algorithm: Algorithm) {
            self = algorithm == .sha1 ? .sha1(Insecure.SHA1()) : .sha256(SHA256())
        }

        mutating func update(_ bytes: [UInt8]) {
            switch self {
            case .sha1(var hash):
                hash.update(data: bytes)
                self = .sha1(hash)
            case .sha256(var hash):
                hash.update(data: bytes)
                self = .sha256(hash)
            }
        }

        func finish() -> [UInt8] {
            switch self {
            case .sha1(let hash): Array(hash.finalize())
            case .sha256(let hash): Array(hash.finalize())
            }
        }
    }
}
