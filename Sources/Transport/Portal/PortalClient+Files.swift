package import CurlHTTP
import SyncProtocol

/// tus 1.0.0 (protocol.md, section 7).
extension PortalClient {
    private static let version = ("Tus-Resumable", "1.0.0")
    private static let bodyType = ("Content-Type", "application/offset+octet-stream")

    package func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> UploadState {
        try await createUpload(file, firstBytes: firstBytes, onProgress: onProgress, onSent: {})
    }

    package func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> UploadState {
        let endpoint = address.endpoint("/files")
        var request = CurlRequest(
            "POST", endpoint,
            headers: [
                Self.version, ("Upload-Length", String(file.storedSize)), ("Upload-Metadata", file.metadata),
            ],
            body: .bytes([]), onProgress: onProgress, onSent: onSent)
        if let firstBytes {
            request.headers.append(Self.bodyType)
            request.body = .file(firstBytes)
        }
        let answer = try await tus(request)
        guard answer.status == 201 else { throw UploadFailure(answer) }
        guard let location = answer.response.header("location") else {
            throw .portal(.badAnswer(detail: "an upload without a location"))
        }
        guard let url = address.onSameOrigin(location, relativeTo: endpoint) else {
            throw .portal(.wrongServer(detail: "an upload at another origin"))
        }
        // A portal that took no bytes, or has the file already, may leave it to HEAD to say so.
        guard let offset = answer.number("upload-offset"), (0...file.storedSize).contains(offset) else {
            return try await uploadState(url)
        }
        return UploadState(url: url, offset: offset, length: file.storedSize)
    }

    package func uploadState(_ url: String) async throws(UploadFailure) -> UploadState {
        let answer = try await tus(CurlRequest("HEAD", try checked(url), headers: [Self.version]))
        guard answer.status == 200 || answer.status == 204 else { throw UploadFailure(answer) }
        guard let offset = answer.number("upload-offset"), let length = answer.number("upload-length"),
            (0...length).contains(offset)
        else { throw .portal(.badAnswer(detail: "an upload without its offset")) }
        return UploadState(url: url, offset: offset, length: length)
    }

    package func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> Int64 {
        try await append(to: url, offset: offset, slice: slice, onProgress: onProgress, onSent: {})
    }

    package func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?,
        onSent: @escaping @Sendable () -> Void
    ) async throws(UploadFailure) -> Int64 {
        let answer = try await tus(
            CurlRequest(
                "PATCH", try checked(url), headers: [Self.version, Self.bodyType, ("Upload-Offset", String(offset))],
                body: .file(slice), onProgress: onProgress, onSent: onSent))
        guard answer.status == 204 || answer.status == 200 else { throw UploadFailure(answer) }
        guard let newOffset = answer.number("upload-offset") else {
            throw .portal(.badAnswer(detail: "a chunk without its offset"))
        }
        return newOffset
    }

    /// A URL that was kept from an earlier answer; the portal's address may have been changed since.
    private func checked(_ url: String) throws(UploadFailure) -> String {
        guard let url = address.onSameOrigin(url, relativeTo: address.endpoint("/files")) else { throw .gone }
        return url
    }

    private func tus(_ request: CurlRequest) async throws(UploadFailure) -> PortalAnswer {
        do throws(PortalFailure) {
            var request = request
            // What holds a file back for the sake of others holds up nothing small.
            request.sendSpeed = fileRate
            return try await authorised(request)
        } catch {
            if case .local(let detail) = error { throw .local(detail: detail) }
            throw .portal(error)
        }
    }
}

extension PortalAnswer {
    /// A header that holds a number of bytes.
    fileprivate func number(_ name: String) -> Int64? {
        response.header(name).flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
