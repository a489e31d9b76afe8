import Foundation
import SyncProtocol

/// `Upload-Metadata` of tus 1.0.0: what a client says of its file. All of it may be lacking (any tus client can upload).
struct UploadMetadata: Sendable, Hashable {
    enum Encoding: String, Sendable {
        case identity, gzip
    }

    /// The longest header that is read, in bytes.
    static let limit = 8 * 1024

    /// The header as it came: `HEAD` gives it back.
    var text = ""
    /// SHA-256 of the plain bytes.
    var sha256: String?
    /// Plain bytes.
    var size: Int64?
    var encoding = Encoding.identity
    var filename: String?
    var filetype: String?
    /// The dossier's subject.
    var dossier: String?

    init() {}

    /// Reads the header. Throws a `malformed-request` problem.
    init(_ header: String?) throws(Problem) {
        guard let header, !header.allSatisfy(\.isWhitespace) else { return }
        guard header.utf8.count <= Self.limit else { throw Self.malformed("Upload-Metadata is too long") }
        text = header
        var values: [String: String] = [:]
        for pair in header.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = pair.split(separator: " ", omittingEmptySubsequences: true)
            guard let key = parts.first.map(String.init), parts.count <= 2, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else { throw Self.malformed("Upload-Metadata is not a list of keys and values") }
            guard let data = Data(base64Encoded: parts.count == 2 ? String(parts[1]) : "") else {
                throw Self.malformed("a value of Upload-Metadata is not base64")
            }
            guard values[key] == nil else { throw Self.malformed("a key of Upload-Metadata stands twice") }
            // Other clients may put bytes that are no text under keys of their own.
            values[key] = String(validating: data, as: UTF8.self) ?? ""
        }
        try take(values)
    }

    private mutating func take(_ values: [String: String]) throws(Problem) {
        if let text = values["sha256"] {
            guard Digest.isValid(text.lowercased()) else { throw Self.malformed("sha256 is not 64 hexadecimal digits") }
            sha256 = text.lowercased()
        }
        if let text = values["size"] {
            guard let number = Int64(text), number >= 0 else { throw Self.malformed("size is not a number of bytes") }
            size = number
        }
        if let text = values["encoding"], !text.isEmpty {
            guard let known = Encoding(rawValue: text) else { throw Self.malformed("encoding is neither gzip nor identity") }
            encoding = known
        }
        filename = values["filename"]
        filetype = (values["filetype"] ?? values["type"]).flatMap { $0.isEmpty ? nil : $0 }
        dossier = values["dossier"].flatMap { UUID7.isValid($0) ? $0 : nil }
    }

    private static func malformed(_ detail: String) -> Problem {
        Problem(.malformedRequest, status: 400, detail: detail)
    }
}
