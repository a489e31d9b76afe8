import CurlHTTP
import DurableFiles
import Foundation
import SyncProtocol
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(2))) struct UploadTests {
    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "upload-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = try DurableFolder.create(path)
        try folder.write(bytes, as: "file")
        return try await body(folder.path(of: "file"))
    }

    private let description = UploadDescription(
        sha256: String(repeating: "ab", count: 32), size: 900, encoding: "gzip", storedSize: 300,
        fileName: "Đơn xin phép (1).pdf", mediaType: "application/pdf", dossier: "d1")

    private static func created(_ location: String, offset: Int? = nil) -> Reply {
        Reply(status: 201, headers: [("Location", location)] + (offset.map { [("Upload-Offset", "\($0)")] } ?? []))
    }

    private static func head(_ offset: Int, _ length: Int = 300) -> Reply {
        Reply(headers: [("Upload-Offset", "\(offset)"), ("Upload-Length", "\(length)")])
    }

    @Test func `a file is announced with its first bytes`() async throws {
        let content = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/files" ? Self.created("/kiosk/v1/files/7", offset: 100) : nil
        }) { portal in
            let state = try await withFile(content) { path in
                try await portal.client().createUpload(
                    description, firstBytes: FileSlice(path: path, offset: 0, length: 100), onProgress: nil)
            }
            #expect(state == UploadState(url: portal.url + "/kiosk/v1/files/7", offset: 100, length: 300))
            let request = try #require(portal.requests("/kiosk/v1/files").first)
            #expect(request.method == "POST" && request.body == Array(content[..<100]))
            #expect(request["tus-resumable"] == "1.0.0" && request["upload-length"] == "300")
            #expect(request["content-type"] == "application/offset+octet-stream")
            let metadata = try #require(request["upload-metadata"]).split(separator: ",").map { pair in
                let parts = pair.split(separator: " ")
                return
                    "\(parts[0])=\(String(decoding: try #require(Data(base64Encoded: String(parts[1]))), as: UTF8.self))"
            }
            #expect(
                metadata == [
                    "sha256=\(description.sha256)", "size=900", "encoding=gzip", "filename=Don-xin-phep-1-.pdf",
                    "filetype=application/pdf", "dossier=d1",
                ])
        }
    }

    @Test(arguments: [
        ("../../etc/passwd", "etc-passwd"), ("", "file"), ("图", "file"), ("Ảnh thẻ.JPG", "Anh-the.JPG"),
        (".hidden", "hidden"),
        ("a\r\nb\u{0}c", "a-b-c"),
    ])
    func `a file's name travels in plain letters`(name: String, slug: String) {
        #expect(UploadDescription.slug(name) == slug)
        #expect(UploadDescription.slug(String(repeating: "x", count: 500) + ".pdf").hasSuffix(".pdf"))
        #expect(UploadDescription.slug(String(repeating: "x", count: 500)).count == 100)
    }

    @Test func `a file that the portal already has is born complete`() async throws {
        try await withPortal({ request, _ in
            switch request.method {
            case "POST" where request.path == "/kiosk/v1/files": Self.created("/kiosk/v1/files/7")
            case "HEAD": Self.head(300)
            default: nil
            }
        }) { portal in
            let state = try await portal.client().createUpload(description, firstBytes: nil, onProgress: nil)
            #expect(state.isComplete)
            #expect(portal.requests.contains { $0.method == "POST" && $0["content-length"] == "0" })
        }
    }

    @Test(arguments: ["http://evil.example/x", "//evil.example/x", "https://127.0.0.1:1/x", "ftp://127.0.0.1/x", " "])
    func `papers do not go to another origin`(location: String) async throws {
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/files" ? Self.created(location, offset: 0) : nil
        }) { portal in
            let client = try portal.client()
            let error = await failure { () throws(UploadFailure) in
                try await client.createUpload(description, firstBytes: nil, onProgress: nil)
            }
            guard case .portal(let failure)? = error else {
                Issue.record("not refused")
                return
            }
            #expect(["wrong-server", "bad-answer"].contains(failure.reason))
        }
    }

    @Test func `a location may be relative to the endpoint or absolute`() async throws {
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/files"
                ? Self.created(request["host"].map { "http://\($0)/up/9" } ?? "", offset: 0) : nil
        }) { portal in
            let state = try await portal.client().createUpload(description, firstBytes: nil, onProgress: nil)
            #expect(state.url == portal.url + "/up/9")
        }
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/files" ? Self.created("files/9", offset: 0) : nil
        }) { portal in
            let state = try await portal.client().createUpload(description, firstBytes: nil, onProgress: nil)
            #expect(state.url == portal.url + "/kiosk/v1/files/9")
        }
    }

    @Test func `a chunk goes from the portal's offset, and its answer counts`() async throws {
        let content = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        let progress = ProgressBox()
        try await withPortal({ request, _ in
            request.method == "PATCH" ? Reply(status: 204, headers: [("Upload-Offset", "250")]) : nil
        }) { portal in
            try await withFile(content) { path in
                let offset = try await portal.client().append(
                    to: portal.url + "/kiosk/v1/files/7", offset: 120,
                    slice: FileSlice(path: path, offset: 120, length: 130),
                    onProgress: { progress.add($0) })
                #expect(offset == 250)
                #expect(progress.last == 130)
            }
            let request = try #require(portal.requests("/kiosk/v1/files/7").first)
            #expect(request["upload-offset"] == "120" && request.body == Array(content[120..<250]))
        }
    }

    @Test(
        arguments: [
            (409, nil, .conflict), (409, .offsetMismatch, .conflict), (404, nil, .gone), (404, .notFound, .gone),
            (410, nil, .gone),
            (410, .uploadGone, .gone), (460, nil, .checksumMismatch), (460, .checksumMismatch, .checksumMismatch),
            (423, nil, .locked(retryAfter: nil)), (423, .uploadLocked, .locked(retryAfter: nil)),
            (413, .fileTooLarge, .tooLarge(Problem(.fileTooLarge, title: "no", status: 413))),
            (413, nil, .tooLarge(nil)),
            (415, .fileType, .typeRefused(Problem(.fileType, title: "no", status: 415))),
            (422, .fileType, .typeRefused(Problem(.fileType, title: "no", status: 422))),
            (422, .fileDigestMismatch, .digestMismatch(Problem(.fileDigestMismatch, title: "no", status: 422))),
            (403, .notYours, .refused(Problem(.notYours, title: "no", status: 403))),
            (503, nil, .portal(.portalError(status: 503, retryAfter: nil))),
            (429, .tooManyRequests, .portal(.tooManyRequests(retryAfter: nil))),
            (401, .revoked, .portal(.revoked)),
        ] as [(Int, ProblemName?, UploadFailure)])
    func `each refusal has its own meaning`(status: Int, name: ProblemName?, expected: UploadFailure) async throws {
        let reply = name.map { Reply.problem($0, status: status) } ?? Reply(status: status)
        try await withPortal({ request, _ in request.path == "/kiosk/v1/files/7" ? reply : nil }) { portal in
            try await withFile([1, 2, 3]) { path in
                let client = try portal.client()
                let url = portal.url + "/kiosk/v1/files/7"
                let error = await failure { () throws(UploadFailure) in
                    try await client.append(
                        to: url, offset: 0, slice: FileSlice(path: path, offset: 0, length: 3), onProgress: nil)
                }
                #expect(error == expected)
            }
        }
    }

    @Test(arguments: [("301", "300"), ("-1", "300"), ("x", "300"), ("1", ""), ("99999999999999999999", "300")])
    func `an offset that cannot be is not believed`(offset: String, length: String) async throws {
        try await withPortal({ request, _ in
            request.method == "HEAD" ? Reply(headers: [("Upload-Offset", offset), ("Upload-Length", length)]) : nil
        }) { portal in
            let client = try portal.client()
            let url = portal.url + "/kiosk/v1/files/7"
            let error = await failure { () throws(UploadFailure) in try await client.uploadState(url) }
            #expect(error == .portal(.badAnswer(detail: "an upload without its offset")))
        }
    }

    @Test func `an upload kept from another portal is created anew`() async throws {
        try await withPortal({ _, _ in nil }) { portal in
            let client = try portal.client()
            let error = await failure { () throws(UploadFailure) in try await client.uploadState("http://127.0.0.1:1/x")
            }
            #expect(error == .gone)
            #expect(portal.requests.isEmpty)
        }
    }

    @Test func `a file that went missing is our own trouble, not the link's`() async throws {
        try await withPortal({ _, _ in nil }) { portal in
            let client = try portal.client()
            let url = portal.url + "/kiosk/v1/files/7"
            let error = await failure { () throws(UploadFailure) in
                try await client.append(
                    to: url, offset: 0, slice: FileSlice(path: "/none", offset: 0, length: 3), onProgress: nil)
            }
            guard case .local? = error else {
                Issue.record("not told as local")
                return
            }
        }
    }

    @Test func `the file is too large: told while it is still being sent`() async throws {
        let portal = try FakePortal { _, _ in nil }
        defer { portal.server.stop() }
        let server = try ScriptedServer { connection in
            while true {
                let request = try connection.readHead()
                if request.method == "PATCH" {
                    _ = try connection.readBody(10_000)
                    try connection.send(Reply.problem(.fileTooLarge, status: 413).bytes)
                    return
                }
                _ = try connection.readBody(Int(request["content-length"] ?? "") ?? 0)
                let reply: Reply =
                    request.path == "/oauth2/token"
                    ? .json(["access_token": "t", "token_type": "Bearer", "expires_in": 60])
                    : .json(["protocol": [1], "token_url": "/oauth2/token"])
                try connection.send(reply.bytes)
            }
        }
        defer { server.stop() }
        try await withFile([UInt8](repeating: 1, count: 5_000_000)) { path in
            let client = try PortalClient(
                address: PortalAddress(server.url), identity: KioskIdentity(kioskID: "k", key: KioskKey()),
                now: { FakePortal.time })
            let url = server.url + "/kiosk/v1/files/7"
            let error = await failure { () throws(UploadFailure) in
                try await client.append(
                    to: url, offset: 0, slice: FileSlice(path: path, offset: 0, length: 5_000_000), onProgress: nil)
            }
            guard case .tooLarge? = error else {
                Issue.record("not told: \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a catalogue is fetched once, and then only when it is another`() async throws {
        try await withPortal({ request, _ in
            guard request.path == "/kiosk/v1/catalogue" else { return nil }
            return request["if-none-match"] == "\"v1\""
                ? Reply(status: 304) : Reply(headers: [("ETag", "\"v1\"")], body: Array("{}".utf8))
        }) { portal in
            let client = try portal.client()
            #expect(try await client.catalogue(etag: nil) == .fetched(bytes: Array("{}".utf8), etag: "\"v1\""))
            #expect(try await client.catalogue(etag: "\"v1\"") == .notModified)
        }
    }

    @Test func `a catalogue that was cut is none`() async throws {
        try await withPortal({ request, _ in
            request.path == "/kiosk/v1/catalogue" ? Reply(body: Array("{\"units\":[]}".utf8), cutAfter: 5) : nil
        }) { portal in
            let client = try portal.client()
            #expect(await failure { () throws(PortalFailure) in try await client.catalogue(etag: nil) } == .cut)
        }
    }
}

/// The last progress told.
private final class ProgressBox: Sendable {
    private let value = Mutex<Int64>(0)
    func add(_ sent: Int64) { value.withLock { $0 = sent } }
    var last: Int64 { value.withLock { $0 } }
}
