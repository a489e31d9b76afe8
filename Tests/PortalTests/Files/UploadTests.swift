import CurlHTTP
import DurableFiles
import Gzip
import SyncProtocol
import Synchronization
import Testing

@testable import Portal

/// Uploads as protocol.md, section 7, and tus 1.0.0 describe them.
@Suite(.timeLimit(.minutes(2))) struct UploadTests {
    @Test func `OPTIONS tells what is spoken without a version`() async throws {
        try await withFilePortal { portal in
            let answer = try await portal.send("OPTIONS", "/kiosk/v1/files", resumable: false)
            #expect(answer.status == 204)
            #expect(answer.header("tus-version") == "1.0.0")
            #expect(answer.header("tus-extension") == "creation,creation-with-upload,expiration,checksum,termination")
            #expect(answer.header("tus-max-size") == String(8 << 20))
            #expect(answer.header("tus-checksum-algorithm") == "sha1,sha256")
        }
    }

    @Test func `a client of another version gets 412 and the version spoken here`() async throws {
        try await withFilePortal { portal in
            for headers in [[], [("Tus-Resumable", "0.2.2")]] {
                let answer = try await portal.send(
                    "POST", "/kiosk/v1/files", headers + [("Upload-Length", "3")], body: [], resumable: false)
                #expect(answer.status == 412)
                #expect(answer.header("tus-version") == "1.0.0")
                #expect(answer.problem == .tusVersion)
            }
        }
    }

    @Test func `a file sent in pieces comes out byte for byte`() async throws {
        try await withFilePortal { portal in
            let plain = paper(300_000)
            let created = try await portal.create(length: plain.count, metadata: FilePortal.metadata(of: plain))
            #expect(created.status == 201)
            #expect(created.header("upload-expires").flatMap(HTTPDate.parse) != nil)
            let location = try #require(created.header("location"))
            #expect(location.hasPrefix("/kiosk/v1/files/"))
            var offset = 0
            for end in [1, 100_000, 299_999, 300_000] {
                let answer = try await portal.patch(location, at: offset, Array(plain[offset..<end]))
                #expect(answer.status == 204)
                #expect(answer.header("upload-offset") == String(end))
                #expect(answer.header("tus-resumable") == "1.0.0")
                offset = end
            }
            #expect(portal.stores(plain))
            #expect(portal.arrivals.list.withLock { $0 } == ["xa-1/\(Digest.sha256(plain))/true"])
            let head = try await portal.send("HEAD", location)
            #expect(head.status == 200)
            #expect(head.header("upload-offset") == "300000")
            #expect(head.header("upload-length") == "300000")
            #expect(head.header("cache-control") == "no-store")
            #expect(head.header("upload-metadata") == FilePortal.header(FilePortal.metadata(of: plain)))
        }
    }

    @Test func `a compressed file is decoded and checked before the last chunk is acknowledged`() async throws {
        try await withFilePortal { portal in
            let plain = paper(500_000)
            let encoded = try Gzip.compress(plain)
            let location = try #require(
                try await portal.create(length: encoded.count, metadata: FilePortal.metadata(of: plain, encoding: "gzip"))
                    .header("location"))
            #expect(try await portal.patch(location, at: 0, Array(encoded.prefix(1000))).status == 204)
            #expect(try await portal.patch(location, at: 1000, Array(encoded.dropFirst(1000))).status == 204)
            #expect(portal.stores(plain))
        }
    }

    @Test func `creation may bring all bytes along`() async throws {
        try await withFilePortal { portal in
            let plain = paper(20_000)
            let created = try await portal.create(
                length: plain.count, metadata: FilePortal.metadata(of: plain), body: plain)
            #expect(created.status == 201)
            #expect(created.header("upload-offset") == "20000")
            #expect(portal.stores(plain))
        }
    }

    @Test func `an upload without metadata is plain bytes whose digest the portal computes`() async throws {
        try await withFilePortal { portal in
            let bytes = try Gzip.compress(Array("bất kỳ".utf8))
            let location = try #require(try await portal.create(length: bytes.count).header("location"))
            #expect(try await portal.patch(location, at: 0, bytes).status == 204)
            #expect(portal.stored(Digest.sha256(bytes)) == bytes)
        }
    }

    @Test func `an empty file is whole at its creation`() async throws {
        try await withFilePortal { portal in
            let created = try await portal.create(length: 0)
            #expect(created.status == 201)
            #expect(created.header("upload-offset") == "0")
            #expect(portal.stored(Digest.sha256([UInt8]())) == [])
        }
    }

    enum Lie: CaseIterable { case digest, sizeTooSmall, sizeTooLarge, notGzip, truncatedGzip, trailingBytes }

    @Test(arguments: Lie.allCases)
    func `a file that is not the announced one is refused and its upload gone`(_ lie: Lie) async throws {
        try await withFilePortal { portal in
            let plain = paper(50_000)
            var encoded = try Gzip.compress(plain)
            var metadata = FilePortal.metadata(of: plain, encoding: "gzip")
            switch lie {
            case .digest:
                metadata = FilePortal.metadata(of: plain, encoding: "gzip", sha256: String(repeating: "a", count: 64))
            case .sizeTooSmall: metadata = FilePortal.metadata(of: plain, encoding: "gzip", size: 49_999)
            case .sizeTooLarge: metadata = FilePortal.metadata(of: plain, encoding: "gzip", size: 50_001)
            case .notGzip: encoded = plain
            case .truncatedGzip: encoded.removeLast()
            case .trailingBytes: encoded.append(7)
            }
            let location = try #require(
                try await portal.create(length: encoded.count, metadata: metadata).header("location"))
            let answer = try await portal.patch(location, at: 0, encoded)
            #expect(answer.status == 422)
            #expect(answer.problem == .fileDigestMismatch)
            #expect(try await portal.offset(location) == nil)
            #expect(portal.stored(Digest.sha256(plain)) == nil)
            #expect(portal.arrivals.list.withLock { $0.isEmpty })
            #expect(try DurableFolder(existing: portal.home + "/files/xa-1").names() == [])
        }
    }

    @Test func `a bomb is stopped at the declared size, and at the portal's limit when none is declared`() async throws {
        let limits = FileLimits(maxFileBytes: 1 << 20, fileTypes: [])
        try await withFilePortal(limits: limits) { portal in
            let bomb = try Gzip.compress([UInt8](repeating: 0, count: 16 << 20))
            for (metadata, status) in [([("size", "1000"), ("encoding", "gzip")], 422), ([("encoding", "gzip")], 413)] {
                let answer = try await portal.create(length: bomb.count, metadata: metadata, body: bomb)
                #expect(answer.status == status)
            }
        }
    }

    @Test func `what is too large is refused before a byte is taken`() async throws {
        try await withFilePortal { portal in
            #expect(try await portal.create(length: (8 << 20) + 1).status == 413)
            let declared = try await portal.create(length: 10, metadata: [("size", String((8 << 20) + 1))])
            #expect(declared.status == 413)
            #expect(declared.problem == .fileTooLarge)
            let location = try #require(try await portal.create(length: 10).header("location"))
            #expect(try await portal.patch(location, at: 0, paper(11)).status == 413)
            #expect(try await portal.offset(location) == 0)
        }
    }

    @Test(arguments: [
        ([("filetype", "application/x-msdownload")], paper(100)),
        ([("filetype", "application/pdf")], [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0] + [UInt8](repeating: 0, count: 120)),
        ([], Array("<!DOCTYPE html><script>".utf8)), ([("filetype", "image/png")], Array("#!/bin/sh\n".utf8)),
    ])
    func `types that the portal does not take get 415`(_ metadata: [(String, String)], _ bytes: [UInt8]) async throws {
        try await withFilePortal { portal in
            let answer = try await portal.create(length: bytes.count, metadata: metadata, body: bytes)
            #expect(answer.status == 415)
            #expect(answer.problem == .fileType)
            #expect(portal.stored(Digest.sha256(bytes)) == nil)
        }
    }

    @Test(arguments: [
        [("Upload-Length", "-1")], [("Upload-Length", "x")], [("Upload-Length", "99999999999999999999")], [],
        [("Upload-Length", "5"), ("Upload-Metadata", "sha256 !!!")],
        [("Upload-Length", "5"), ("Upload-Metadata", "sha256 YQ==")],
        [("Upload-Length", "5"), ("Upload-Metadata", "a YQ==,a YQ==")],
        [("Upload-Length", "5"), ("Upload-Metadata", "size LTE=")],
        [("Upload-Length", "5"), ("Upload-Metadata", "encoding YnI=")],
        [("Upload-Length", "5"), ("Upload-Defer-Length", "1")],
    ])
    func `a creation that cannot be understood gets 400`(_ headers: [(String, String)]) async throws {
        try await withFilePortal { portal in
            let answer = try await portal.send("POST", "/kiosk/v1/files", headers, body: [])
            #expect(answer.status == 400)
            #expect(answer.problem == .malformedRequest)
        }
    }

    @Test func `a chunk at another offset gets 409, of another type 415, without its offset 400`() async throws {
        try await withFilePortal { portal in
            let plain = paper(1000)
            let location = try #require(try await portal.create(length: 1000).header("location"))
            _ = try await portal.patch(location, at: 0, Array(plain.prefix(400)))
            for offset in [0, 399, 401, 1000] {
                let answer = try await portal.patch(location, at: offset, Array(plain.suffix(1)))
                #expect(answer.status == 409)
                #expect(answer.problem == .offsetMismatch)
            }
            let untyped = try await portal.send(
                "PATCH", location, [("Upload-Offset", "400"), ("Content-Type", "application/pdf")], body: [1])
            #expect(untyped.status == 415)
            #expect(try await portal.send("PATCH", location, [FilePortal.chunkType], body: [1]).status == 400)
            #expect(try await portal.offset(location) == 400)
        }
    }

    @Test func `a known digest of the same unit is born complete, of another unit it is not`() async throws {
        try await withFilePortal { portal in
            let plain = paper(5000)
            let metadata = FilePortal.metadata(of: plain)
            _ = try await portal.create(length: 5000, metadata: metadata, body: plain)
            let again = try await portal.create(length: 4321, metadata: metadata)
            #expect(again.status == 201)
            let location = try #require(again.header("location"))
            #expect(try await portal.offset(location) == 4321)
            let other = try await portal.create(length: 5000, metadata: metadata, unit: "xa-2")
            #expect(other.header("upload-offset") == "0")
            let foreign = try #require(other.header("location"))
            #expect(try await portal.offset(foreign, unit: "xa-2") == 0)
            #expect(try await portal.send("HEAD", foreign, unit: "xa-1").status == 404)
            #expect(try await portal.patch(foreign, at: 0, plain, unit: "xa-1").status == 404)
            #expect(try await portal.send("DELETE", foreign, unit: "xa-1").status == 404)
        }
    }

    @Test func `DELETE ends an upload and leaves a file that it became`() async throws {
        try await withFilePortal { portal in
            let plain = paper(2000)
            let location = try #require(try await portal.create(length: 2000).header("location"))
            _ = try await portal.patch(location, at: 0, Array(plain.prefix(5)))
            #expect(try await portal.send("DELETE", location).status == 204)
            #expect(try await portal.send("HEAD", location).status == 404)
            #expect(try await portal.patch(location, at: 5, [1]).status == 404)
            let whole = try #require(try await portal.create(length: 2000, body: plain).header("location"))
            #expect(try await portal.send("DELETE", whole).status == 204)
            #expect(portal.stores(plain))
        }
    }

    @Test func `an expired upload is gone, and its bytes with the next creation`() async throws {
        try await withFilePortal { portal in
            let location = try #require(try await portal.create(length: 10, body: [1, 2]).header("location"))
            portal.clock.now.withLock { $0 = $0 + .seconds(7 * 86_400) }
            #expect(try await portal.send("HEAD", location).status == 410)
            _ = try await portal.create(length: 10)
            #expect(try await portal.send("HEAD", location).status == 404)
            #expect(try DurableFolder(existing: portal.home + "/uploads").names() == [])
        }
    }

    @Test func `PATCH may hide in a POST where a client's environment allows no other`() async throws {
        try await withFilePortal { portal in
            let plain = paper(100)
            let location = try #require(try await portal.create(length: 100).header("location"))
            let answer = try await portal.send(
                "POST", location,
                [FilePortal.chunkType, ("Upload-Offset", "0"), ("X-HTTP-Method-Override", "PATCH")], body: plain)
            #expect(answer.status == 204)
            #expect(try await portal.send("POST", location, body: []).status == 405)
        }
    }
}
