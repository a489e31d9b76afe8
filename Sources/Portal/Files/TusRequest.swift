import HTTPTypes
import Hummingbird
import SyncProtocol

/// Names and values of tus 1.0.0.
enum Tus {
    static let version = "1.0.0"
    static let extensions = "creation,creation-with-upload,expiration,checksum,termination"
    static let checksums = "sha1,sha256"
    static let chunkType = "application/offset+octet-stream"
}

extension HTTPField.Name {
    static func tus(_ name: String) -> HTTPField.Name {
        // The names are constants of ours and tokens of RFC 9110.
        HTTPField.Name(name) ?? .contentType
    }

    static let tusResumable = tus("Tus-Resumable")
    static let tusVersion = tus("Tus-Version")
    static let tusExtension = tus("Tus-Extension")
    static let tusMaxSize = tus("Tus-Max-Size")
    static let tusChecksumAlgorithm = tus("Tus-Checksum-Algorithm")
    static let uploadOffset = tus("Upload-Offset")
    static let uploadLength = tus("Upload-Length")
    static let uploadDeferLength = tus("Upload-Defer-Length")
    static let uploadMetadata = tus("Upload-Metadata")
    static let uploadChecksum = tus("Upload-Checksum")
    static let uploadExpires = tus("Upload-Expires")
    static let methodOverride = tus("X-HTTP-Method-Override")
}

/// What a request says in tus's headers.
struct TusRequest {
    let request: Request

    init(_ request: Request) { self.request = request }

    /// Throws 412 unless the client speaks this version.
    func checkVersion() throws(Problem) {
        guard request.headers[.tusResumable] == Tus.version else {
            throw Problem(.tusVersion, status: 412, detail: "Tus-Resumable: \(Tus.version) is spoken here")
        }
    }

    /// The method, or the one in its place for clients whose environment allows no PATCH.
    var method: HTTPRequest.Method {
        guard request.method == .post, let name = request.headers[.methodOverride] else { return request.method }
        return HTTPRequest.Method(name.uppercased()) ?? request.method
    }

    /// A header that is a number of bytes; `nil` without it.
    func number(_ name: HTTPField.Name) throws(Problem) -> Int64? {
        guard let text = request.headers[name] else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text)
        else { throw Problem(.malformedRequest, status: 400, detail: "\(name) is not a number of bytes") }
        return number
    }

    /// Throws 400 without the header.
    func required(_ name: HTTPField.Name) throws(Problem) -> Int64 {
        guard let number = try number(name) else {
            throw Problem(.malformedRequest, status: 400, detail: "\(name) is lacking")
        }
        return number
    }

    var isChunk: Bool {
        let type = request.headers[.contentType] ?? ""
        return type.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace } == Tus.chunkType
    }

    /// Whether the head announces a body.
    func hasBody() throws(Problem) -> Bool {
        if request.headers[.transferEncoding] != nil { return true }
        return try number(.contentLength) ?? 0 > 0
    }

    func chunk(at offset: Int64) throws(Problem) -> IncomingChunk {
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            // Offsets count the bytes of the upload; a second coding around them would make them mean two things.
            throw Problem(.unsupportedMediaType, status: 415, detail: "chunks are sent without Content-Encoding")
        }
        return IncomingChunk(
            offset: offset, length: try number(.contentLength),
            checksum: try UploadChecksum(request.headers[.uploadChecksum]), body: request.body)
    }
}
