import DurableFiles
import GRDB
import HTTPTypes
import Hummingbird
import Logging
import SyncProtocol

/// Whose request it is, as the access token says.
struct FileCaller: Sendable, Hashable {
    let kiosk: String
    let unit: String

    init(kiosk: String, unit: String) {
        self.kiosk = kiosk
        self.unit = unit
    }
}

/// tus 1.0.0 at `/kiosk/v1/files` (protocol.md, section 7): requests in, answers out.
struct TusAnswers: Sendable {
    let uploads: UploadStore

    init(_ uploads: UploadStore) { self.uploads = uploads }

    private static let path = ProtocolVersion.basePath + "/files"

    /// `OPTIONS`: what is spoken here. Needs no token and no version.
    func options() -> Response {
        Response(
            status: .noContent,
            headers: [
                .tusResumable: Tus.version, .tusVersion: Tus.version, .tusExtension: Tus.extensions,
                .tusMaxSize: String(uploads.limits.maxFileBytes), .tusChecksumAlgorithm: Tus.checksums,
            ])
    }

    /// `POST` to the collection: creation, with the first bytes if they are there.
    func create(_ request: Request, _ caller: FileCaller, _ logger: Logger) async -> Response {
        await answering(logger) {
            let tus = TusRequest(request)
            try tus.checkVersion()
            guard request.headers[.uploadDeferLength] == nil else {
                throw Problem(.malformedRequest, status: 400, detail: "creation-defer-length is not spoken here")
            }
            let length = try tus.required(.uploadLength)
            let metadata = try UploadMetadata(request.headers[.uploadMetadata])
            let hasBody = try tus.hasBody()
            guard !hasBody || tus.isChunk else {
                throw Problem(.unsupportedMediaType, status: 415, detail: "a body is \(Tus.chunkType)")
            }
            let chunk = try tus.chunk(at: 0)
            let created = try await uploads.create(
                unit: caller.unit, kiosk: caller.kiosk, length: length, metadata: metadata)
            let location: HTTPFields = [.location: "\(Self.path)/\(created.id)"]
            // A file that the unit has is not taken in again: its bytes, if any came along, are let go by.
            guard !created.isComplete, hasBody || length == 0 else {
                return Response(status: .created, headers: location + Self.progress(created))
            }
            do {
                let upload = try await uploads.append(chunk, to: created.id, unit: caller.unit)
                return Response(status: .created, headers: location + Self.progress(upload))
            } catch let problem as Problem where problem.name == .checksumMismatch {
                // Only the chunk is gone; the upload is there to be gone on with.
                return Self.refusal(problem, location)
            }
        }
    }

    /// Any method on one upload.
    func answer(_ request: Request, id: String, _ caller: FileCaller, _ logger: Logger) async -> Response {
        await answering(logger) {
            let tus = TusRequest(request)
            try tus.checkVersion()
            switch tus.method {
            case .head: return try await head(id, caller)
            case .patch: return try await patch(tus, id, caller)
            case .delete:
                try await uploads.remove(id, unit: caller.unit)
                return Response(status: .noContent, headers: [.tusResumable: Tus.version])
            default: return Self.notAllowed("HEAD, PATCH, DELETE, OPTIONS")
            }
        }
    }

    /// A method that the collection does not have.
    func methodNotAllowed() -> Response { Self.notAllowed("POST, OPTIONS") }

    private func head(_ id: String, _ caller: FileCaller) async throws -> Response {
        let upload = try await uploads.state(id, unit: caller.unit)
        var headers = Self.progress(upload)
        headers[.uploadLength] = String(upload.length)
        headers[.cacheControl] = "no-store"
        if !upload.metadata.text.isEmpty { headers[.uploadMetadata] = upload.metadata.text }
        return Response(status: .ok, headers: headers)
    }

    private func patch(_ tus: TusRequest, _ id: String, _ caller: FileCaller) async throws -> Response {
        guard tus.isChunk else {
            throw Problem(.unsupportedMediaType, status: 415, detail: "a chunk is \(Tus.chunkType)")
        }
        let chunk = try tus.chunk(at: tus.required(.uploadOffset))
        let upload = try await uploads.append(chunk, to: id, unit: caller.unit)
        return Response(status: .noContent, headers: Self.progress(upload))
    }

    private static func progress(_ upload: Upload) -> HTTPFields {
        var headers: HTTPFields = [.tusResumable: Tus.version, .uploadOffset: String(upload.offset)]
        if !upload.isComplete { headers[.uploadExpires] = HTTPDate.format(upload.expiresAt) }
        return headers
    }

    private func answering(_ logger: Logger, _ work: () async throws -> Response) async -> Response {
        do {
            return try await work()
        } catch let problem as Problem {
            var headers = HTTPFields()
            if problem.name == .tusVersion { headers[.tusVersion] = Tus.version }
            if problem.status == 413 { headers[.tusMaxSize] = String(uploads.limits.maxFileBytes) }
            return Self.refusal(problem, headers)
        } catch {
            let problem = Self.problem(of: error)
            logger.error("an upload failed", metadata: ["reason": "\(problem.detail ?? "")"])
            return Self.refusal(problem)
        }
    }

    /// What went wrong here, in words that hold nothing of the file: an upload's id at most.
    private static func problem(of error: any Error) -> Problem {
        switch error {
        case let error as DurableFileError where error.kind == .diskFull:
            Problem(.unavailable, status: 503, detail: "the portal's disk is full", retryAfter: 60)
        case let error as DurableFileError:
            Problem(.internalError, status: 500, detail: "\(error)")
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_FULL:
            Problem(.unavailable, status: 503, detail: "SQLite \(error.resultCode.rawValue)", retryAfter: 5)
        case let error as DatabaseError:
            Problem(.internalError, status: 500, detail: "SQLite \(error.extendedResultCode.rawValue)")
        case is CancellationError:
            Problem(.unavailable, status: 503, detail: "the portal is stopping", retryAfter: 5)
        default:
            Problem(.internalError, status: 500, detail: "\(type(of: error))")
        }
    }

    private static func notAllowed(_ methods: String) -> Response {
        refusal(Problem(.methodNotAllowed, status: 405, detail: "allowed: \(methods)"), [.allow: methods])
    }

    static func refusal(_ problem: Problem, _ more: HTTPFields = HTTPFields()) -> Response {
        var headers = more
        headers[.tusResumable] = Tus.version
        headers[.contentType] = ProtocolVersion.problemMediaType
        headers[.cacheControl] = "no-store"
        if let seconds = problem.retryAfter { headers[.retryAfter] = String(seconds) }
        let code = problem.status ?? 500
        // RFC 9110 has no 460: it is tus's own.
        let status = code == 460 ? HTTPResponse.Status(code: 460, reasonPhrase: "Checksum Mismatch") : .init(code: code)
        return Response(status: status, headers: headers, body: .init(byteBuffer: .init(bytes: problem.json.encoded)))
    }
}

/// Fields of both, those of the right beside those of the left.
private func + (left: HTTPFields, right: HTTPFields) -> HTTPFields {
    var fields = left
    fields.append(contentsOf: right)
    return fields
}
