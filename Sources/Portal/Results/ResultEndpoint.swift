import DurableFiles
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import SyncProtocol

/// `GET /kiosk/v1/results/<sha256>`: the file of a result, for the kiosks of the units that its dossier belongs to. Its parts can be
/// asked for one by one, so that a weak line goes on where it broke (RFC 9110, 13 and 14).
struct ResultEndpoint: Sendable {
    let store: PortalStore
    let home: String

    static let path = ProtocolVersion.basePath + "/results/{sha256}"
    /// Bytes that are read and sent at a time.
    private static let pieceSize = 64 << 10

    func answer(_ request: Request, _ context: PortalContext) async throws -> Response {
        let caller = try context.requireCaller()
        let digest = context.parameters.get("sha256") ?? ""
        guard let result = try await store.read({ try StoredResult.find(digest, for: caller.unit, $0) }) else {
            throw Problem(.unknownFile, status: 404, detail: "no result of this unit has this digest")
        }
        let tag = "\"\(result.sha256)\""
        if let wanted = request.headers[.ifMatch], !Self.names(tag, in: wanted) {
            throw Problem(.fileDigestMismatch, status: 412, detail: "it is another file")
        }
        if let known = request.headers[.ifNoneMatch], Self.names(tag, in: known) {
            return Response(status: .notModified, headers: Self.headers(result, tag))
        }
        // A part of another state would be stitched to what the kiosk has: then all of it is sent.
        let mayBePart = request.headers[.ifRange].map { $0.trimmed == tag } ?? true
        let range = mayBePart && request.method == .get ? ByteRange(request.headers[.range], size: result.size) : .whole
        return try await answer(range, result, tag, isHead: request.method == .head)
    }

    private func answer(_ range: ByteRange, _ result: StoredResult, _ tag: String, isHead: Bool) async throws -> Response {
        var headers = Self.headers(result, tag)
        let (first, last, status): (Int64, Int64, HTTPResponse.Status)
        switch range {
        case .whole: (first, last, status) = (0, result.size - 1, .ok)
        case .part(let start, let end):
            (first, last, status) = (start, end, .partialContent)
            headers[.contentRange] = "bytes \(start)-\(end)/\(result.size)"
        case .unsatisfiable:
            var refusal = Answer.problem(
                Problem(.offsetMismatch, status: 416, detail: "the file has \(result.size) bytes"))
            refusal.headers[.contentRange] = "bytes */\(result.size)"
            return refusal
        }
        let length = last - first + 1
        headers[.contentType] = result.mediaType
        headers[.contentLength] = String(length)
        let path = ResultFolder.path(home: home, unit: result.unit, sha256: result.sha256)
        let folder = DurableFolder(existing: String(path.dropLast(result.sha256.count + 1)))
        let name = result.sha256
        // Looked for before the head is sent: a file that is gone is told as what it is.
        let size = try await FileWork.run { try GrowingFile(name, in: folder, creates: false).count }
        guard size == result.size else { throw Problem(.internalError, status: 500, detail: "the file has another size") }
        guard !isHead else { return Response(status: status, headers: headers, body: ResponseBody(contentLength: Int(length)) { _ in }) }
        let body = ResponseBody(contentLength: Int(length)) { writer in
            var offset = first
            while offset <= last {
                let (from, count) = (offset, Int(min(Int64(Self.pieceSize), last - offset + 1)))
                let bytes = try await FileWork.run {
                    try GrowingFile(name, in: folder, creates: false).read(at: from, atMost: count)
                }
                guard !bytes.isEmpty else { throw DurableFileError(.missing, .read, path: "a result's end") }
                offset += Int64(bytes.count)
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }

    private static func headers(_ result: StoredResult, _ tag: String) -> HTTPFields {
        var headers = HTTPFields()
        headers[.eTag] = tag
        headers[.acceptRanges] = "bytes"
        headers[.cacheControl] = "private, no-store"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.known("Repr-Digest")] = "sha-256=:\(base64(ofHexadecimal: result.sha256)):"
        return headers
    }

    /// RFC 9530 wants the digest's bytes in base64.
    private static func base64(ofHexadecimal text: String) -> String {
        let digits = Array(text.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }

    /// Whether a list of entity tags has this strong one.
    private static func names(_ tag: String, in list: String) -> Bool {
        list.trimmed == "*" || list.split(separator: ",").contains { String($0).trimmed.replacing("W/", with: "") == tag }
    }
}

extension String {
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
