import Crypto
import CurlHTTP
import DurableFiles
import Foundation
import GRDB
import SyncProtocol
import Synchronization
import Testing

@testable import Portal

/// Chunks that are cut, wrong, late or come twice at once.
@Suite(.timeLimit(.minutes(2))) struct BrokenUploadTests {
    /// Asks until `condition` holds: the server learns of a broken connection when its event loop does.
    private func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(2))
        }
        return false
    }

    enum Break: CaseIterable { case close, reset, closeChunked }

    @Test(arguments: Break.allCases)
    func `what came before the connection broke is kept and gone on from`(_ way: Break) async throws {
        try await withFilePortal { portal in
            let plain = paper(200_000)
            let location = try #require(
                try await portal.create(length: plain.count, metadata: FilePortal.metadata(of: plain)).header("location"))
            let client = try RawClient(port: portal.port.withLock { $0 })
            let first = Array(plain.prefix(70_000))
            if way == .closeChunked {
                let size = Array("30000\r\n".utf8)
                try client.patch(location, at: 0, length: nil, size + first)
            } else {
                try client.patch(location, at: 0, length: plain.count, first)
            }
            #expect(try await eventually { try partCount(portal, location) == 70_000 })
            if way == .reset { client.reset() } else { client.close() }
            #expect(try await eventually { try await portal.patch(location, at: 0, []).status != 423 })
            #expect(try await portal.offset(location) == 70_000)
            #expect(try await portal.patch(location, at: 70_000, Array(plain.dropFirst(70_000))).status == 204)
            #expect(portal.stores(plain))
        }
    }

    private func partCount(_ portal: FilePortal, _ location: String) throws -> Int {
        let id = location.split(separator: "/").last.map(String.init) ?? ""
        let path = portal.home + "/uploads/" + id + ".part"
        return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }

    @Test func `a second request meets 423 while one writes, and gets in when that one's connection drops`() async throws {
        try await withFilePortal { portal in
            let plain = paper(1000)
            let location = try #require(try await portal.create(length: 1000).header("location"))
            let client = try RawClient(port: portal.port.withLock { $0 })
            try client.patch(location, at: 0, length: 1000, Array(plain.prefix(300)))
            #expect(try await eventually { try partCount(portal, location) == 300 })
            let second = try await portal.patch(location, at: 0, plain)
            #expect(second.status == 423)
            #expect(second.problem == .uploadLocked)
            #expect(second.header("retry-after") == "1")
            #expect(try await portal.send("DELETE", location).status == 423)
            client.close()
            #expect(try await eventually { try await portal.patch(location, at: 300, Array(plain.dropFirst(300))).status == 204 })
        }
    }

    @Test func `a request that brings nothing lets go when another wants the upload`() async throws {
        let limits = FileLimits(maxFileBytes: 1 << 20, fileTypes: [], yieldTimeout: .zero)
        try await withFilePortal(limits: limits) { portal in
            let plain = paper(1000)
            let location = try #require(try await portal.create(length: 1000).header("location"))
            let silent = try RawClient(port: portal.port.withLock { $0 })
            try silent.patch(location, at: 0, length: 1000, Array(plain.prefix(300)))
            #expect(try await eventually { try partCount(portal, location) == 300 })
            #expect(try await eventually { try await portal.patch(location, at: 300, Array(plain.dropFirst(300))).status == 204 })
            #expect(portal.stores(plain))
        }
    }

    @Test func `a request that stalls is ended and what it brought is kept`() async throws {
        let limits = FileLimits(maxFileBytes: 1 << 20, fileTypes: [], stallTimeout: .milliseconds(50))
        try await withFilePortal(limits: limits) { portal in
            let location = try #require(try await portal.create(length: 1000).header("location"))
            let silent = try RawClient(port: portal.port.withLock { $0 })
            try silent.patch(location, at: 0, length: 1000, paper(300))
            // Ends when the server closes or refuses: this wait has a limit of its own.
            _ = await silent.status()
            #expect(try await eventually { try await portal.offset(location) == 300 })
        }
    }

    private static func checksum(_ algorithm: String, _ bytes: [UInt8]) -> (String, String) {
        let digest = algorithm == "sha1" ? Data(Insecure.SHA1.hash(data: bytes)) : Data(SHA256.hash(data: bytes))
        return ("Upload-Checksum", "\(algorithm) \(digest.base64EncodedString())")
    }

    @Test(arguments: ["sha1", "sha256"])
    func `a chunk with a wrong checksum is dropped whole, with the right one it counts`(_ algorithm: String) async throws {
        try await withFilePortal { portal in
            let plain = paper(100_000)
            let location = try #require(try await portal.create(length: plain.count).header("location"))
            let first = Array(plain.prefix(60_000))
            #expect(try await portal.patch(location, at: 0, first, [Self.checksum(algorithm, first)]).status == 204)
            let wrong = try await portal.patch(
                location, at: 60_000, Array(plain.suffix(40_000)), [Self.checksum(algorithm, first)])
            #expect(wrong.status == 460)
            #expect(wrong.problem == .checksumMismatch)
            #expect(try await portal.offset(location) == 60_000)
            let last = Array(plain.suffix(40_000))
            #expect(try await portal.patch(location, at: 60_000, last, [Self.checksum(algorithm, last)]).status == 204)
            #expect(portal.stores(plain))
        }
    }

    @Test(arguments: ["md5 AAAA", "sha1 AAAA", "sha256", "sha256 %%%", ""])
    func `a checksum that cannot be understood gets 400`(_ header: String) async throws {
        try await withFilePortal { portal in
            let location = try #require(try await portal.create(length: 10).header("location"))
            #expect(
                try await portal.patch(location, at: 0, [1], [("Upload-Checksum", header)]).status == (header.isEmpty ? 204 : 400)
            )
        }
    }

    @Test func `a chunk with a checksum that was cut is dropped whole`() async throws {
        try await withFilePortal { portal in
            let plain = paper(1000)
            let location = try #require(try await portal.create(length: 1000).header("location"))
            let client = try RawClient(port: portal.port.withLock { $0 })
            let (name, value) = Self.checksum("sha1", plain)
            try client.patch(location, at: 0, length: 1000, Array(plain.prefix(999)), headers: ["\(name): \(value)"])
            client.close()
            #expect(try await eventually { try await portal.patch(location, at: 0, []).status == 204 })
            #expect(try await portal.offset(location) == 0)
        }
    }

    @Test func `a wrong checksum at the creation leaves the upload to go on with`() async throws {
        try await withFilePortal { portal in
            let plain = paper(100)
            let answer = try await portal.create(
                length: 100, headers: [Self.checksum("sha1", Array(plain.dropLast()))], body: plain)
            #expect(answer.status == 460)
            let location = try #require(answer.header("location"))
            #expect(try await portal.patch(location, at: 0, plain).status == 204)
        }
    }

    @Test func `chunked bytes beyond the announced length are refused and change nothing`() async throws {
        try await withFilePortal { portal in
            let location = try #require(try await portal.create(length: 10).header("location"))
            let client = try RawClient(port: portal.port.withLock { $0 })
            try client.patch(location, at: 0, length: nil, Array("b\r\n01234567890\r\n0\r\n\r\n".utf8))
            #expect(await client.status() == 413)
            #expect(try await portal.offset(location) == 0)
        }
    }

    @Test func `after a crash of the portal bytes beyond the offset are adopted, after one of the machine cut off`() async throws
    {
        try await withFilePortal { portal in
            let plain = paper(1000)
            let location = try #require(try await portal.create(length: 1000).header("location"))
            let id = try #require(location.split(separator: "/").last.map(String.init))
            #expect(try await portal.patch(location, at: 0, Array(plain.prefix(100))).status == 204)
            try await portal.uploads.recover()
            let uploads = DurableFolder(existing: portal.home + "/uploads")
            func grow() throws {
                var part = try GrowingFile(id + ".part", in: uploads, creates: false)
                try part.append(Array(plain[100..<200]).span)
            }
            try grow()
            try uploads.write(Array("another boot".utf8), as: "boot-id")
            try await portal.uploads.recover()
            #expect(try await portal.offset(location) == 100)
            try grow()
            try await portal.uploads.recover()
            #expect(try await portal.offset(location) == 200)
            #expect(try await portal.patch(location, at: 200, Array(plain.dropFirst(200))).status == 204)
            #expect(portal.stores(plain))
        }
    }

    @Test func `a crash between the last byte and the file is made good at the start`() async throws {
        try await withFilePortal { portal in
            let plain = paper(1000)
            let location = try #require(
                try await portal.create(length: 1000, metadata: FilePortal.metadata(of: plain)).header("location"))
            let id = try #require(location.split(separator: "/").last.map(String.init))
            let uploads = DurableFolder(existing: portal.home + "/uploads")
            try uploads.write(plain, as: id + ".part")
            try uploads.write([1], as: "orphan.part")
            try uploads.write([1], as: id + ".chunk")
            try await portal.store.write {
                try $0.execute(sql: "UPDATE uploads SET offset = length WHERE id = ?", arguments: [id])
            }
            try await portal.uploads.recover()
            #expect(portal.stores(plain))
            #expect(portal.arrivals.list.withLock { $0.count } == 1)
            #expect(try uploads.names() == ["boot-id"])
        }
    }

    @Test func `units' names stay inside the folder`() {
        #expect(FileFolders.folderName("../../etc") == "%2e.%2f..%2fetc")
        #expect(FileFolders.folderName("H34.12_x-y") == "H34.12_x-y")
        #expect(FileFolders.folderName("xã") == "x%c3%a3")
    }
}
