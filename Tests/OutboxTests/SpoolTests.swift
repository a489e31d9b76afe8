import Foundation
import SyncProtocol
import Testing

@testable import Outbox

@Suite struct SpoolTests {
    private func withSpool<T>(_ body: (Spool) async throws -> T) async throws -> T {
        try await withOutbox { try await body($0.spool) }
    }

    private func incoming(_ spool: Spool) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: spool.folder + "/incoming")
    }

    private func noise(_ count: Int) -> [UInt8] {
        var random = Seeded(5)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    @Test func `a paper that shrinks is kept compressed and comes out byte for byte`() async throws {
        try await withSpool { spool async throws in
            let bytes = Array(String(repeating: "Đơn đề nghị cấp giấy phép xây dựng. ", count: 20_000).utf8)
            let pieces = stride(from: 0, to: bytes.count, by: 1000).map { Array(bytes[$0..<min($0 + 1000, bytes.count)]) }
            let paper = try await spool.take(limitBytes: 1 << 30, minSavingPercent: 5, next: source(pieces))
            #expect(paper.sha256 == Digest.sha256(bytes))
            #expect(paper.size == Int64(bytes.count))
            #expect(paper.encoding == "gzip" && paper.storedSize < paper.size / 10)
            #expect(paper.mediaType == "text/plain" && !paper.alreadyKept)
            #expect(spool.isKept(paper.sha256, encoding: "gzip", storedSize: paper.storedSize))
            #expect(try spool.check(paper.sha256, encoding: "gzip"))
            var plain: [UInt8] = []
            try spool.read(paper.sha256, encoding: "gzip") { plain += $0 }
            #expect(plain == bytes)
            #expect(try incoming(spool).isEmpty)
            let path = spool.path(of: paper.sha256, encoding: "gzip")
            #expect(path.hasPrefix(spool.folder + "/" + paper.sha256.prefix(2) + "/"))
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a paper that does not shrink is kept as it is`() async throws {
        try await withSpool { spool async throws in
            let photo = [0xFF, 0xD8, 0xFF, 0xE0] + noise(200_000)
            let paper = try await spool.take(limitBytes: 1 << 30, minSavingPercent: 5, next: source([photo]))
            #expect(paper.encoding == "identity" && paper.storedSize == paper.size && paper.mediaType == "image/jpeg")
            #expect(try Data(contentsOf: URL(fileURLWithPath: spool.path(of: paper.sha256, encoding: "identity"))) == Data(photo))
        }
    }

    @Test func `a paper whose first part promised too much is kept as it is`() async throws {
        try await withSpool { spool async throws in
            let bytes = Array("%PDF-1.7\n".utf8) + Array(repeating: 0x20, count: 70_000) + noise(4_000_000)
            let pieces = stride(from: 0, to: bytes.count, by: 65536).map { Array(bytes[$0..<min($0 + 65536, bytes.count)]) }
            let paper = try await spool.take(limitBytes: 1 << 30, minSavingPercent: 5, next: source(pieces))
            #expect(paper.encoding == "identity" && paper.storedSize == Int64(bytes.count))
            #expect(paper.sha256 == Digest.sha256(bytes) && paper.mediaType == "application/pdf")
            #expect(try spool.check(paper.sha256, encoding: "identity"))
            #expect(try incoming(spool).isEmpty)
        }
    }

    @Test func `the same paper is kept once, and a damaged copy is replaced`() async throws {
        try await withSpool { spool async throws in
            let bytes = Array(String(repeating: "abc", count: 5000).utf8)
            let first = try await spool.take(limitBytes: 1 << 20, minSavingPercent: 5, next: source([bytes]))
            let second = try await spool.take(limitBytes: 1 << 20, minSavingPercent: 5, next: source([bytes]))
            #expect(second.alreadyKept && second.storedSize == first.storedSize && second.encoding == first.encoding)
            let path = spool.path(of: first.sha256, encoding: first.encoding)
            try Data("damaged".utf8).write(to: URL(fileURLWithPath: path))
            #expect(try !spool.check(first.sha256, encoding: first.encoding))
            let third = try await spool.take(limitBytes: 1 << 20, minSavingPercent: 5, next: source([bytes]))
            #expect(!third.alreadyKept)
            #expect(try spool.check(first.sha256, encoding: first.encoding))
        }
    }

    @Test func `an empty paper, one too large and one whose source breaks leave nothing behind`() async throws {
        struct Changed: Error {}
        try await withSpool { spool async throws in
            await #expect(throws: SpoolError.empty) {
                _ = try await spool.take(limitBytes: 10, minSavingPercent: 5, next: source([]))
            }
            await #expect(throws: SpoolError.tooLarge(limitBytes: 10)) {
                _ = try await spool.take(limitBytes: 10, minSavingPercent: 5, next: source([[UInt8](repeating: 65, count: 11)]))
            }
            await #expect(throws: SpoolError.tooLarge(limitBytes: 200_000)) {
                _ = try await spool.take(limitBytes: 200_000, minSavingPercent: 5, next: endless(noise(50_000), 500_000))
            }
            let start = Remaining([noise(70_000), noise(1000)])
            await #expect(throws: Changed.self) {
                _ = try await spool.take(limitBytes: 1 << 20, minSavingPercent: 5) {
                    let bytes = start.next()
                    if bytes.isEmpty { throw Changed() }
                    return bytes
                }
            }
            #expect(try incoming(spool).isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder) == ["incoming"])
        }
    }

    @Test func `what an interrupted start left is swept, and what a row names stays`() async throws {
        try await withFolder { folder async throws in
            var outbox = try await Outbox.open(folder: folder, now: .start)
            let kept = try await outbox.spool.take(limitBytes: 1 << 20, minSavingPercent: 5, next: source([[1, 2, 3]]))
            let lost = try await outbox.spool.take(limitBytes: 1 << 20, minSavingPercent: 5, next: source([[4, 5, 6]]))
            _ = try await outbox.write { try $0.addFile(paper(kept.sha256, size: 3)) }
            try Data([1]).write(to: URL(fileURLWithPath: folder + "/spool/incoming/.partial-abc"))
            await outbox.close()
            outbox = try await Outbox.open(folder: folder, now: .start)
            #expect(try incoming(outbox.spool).isEmpty)
            #expect(try await outbox.sweepSpool() == 1)
            #expect(outbox.spool.isKept(kept.sha256, encoding: kept.encoding, storedSize: 3))
            #expect(!outbox.spool.isKept(lost.sha256, encoding: lost.encoding, storedSize: 3))
            await outbox.close()
        }
    }

    @Test(
        arguments: [
            ([0x25, 0x50, 0x44, 0x46, 0x2D, 0x31], "application/pdf"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
            ([0x49, 0x49, 0x2A, 0x00, 0x08], "image/tiff"), ([0x4D, 0x4D, 0x00, 0x2A, 0x08], "image/tiff"),
            (Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), "image/webp"),
            ([0, 0, 0, 0x18] + Array("ftypheic".utf8), "image/heic"),
            (Array("BM".utf8) + [UInt8](repeating: 0, count: 30), "image/bmp"),
            (
                [0x50, 0x4B, 3, 4] + Array("[Content_Types].xml word/document.xml".utf8),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            ),
            (
                [0x50, 0x4B, 3, 4] + Array("[Content_Types].xml xl/workbook.xml".utf8),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
            ([0x50, 0x4B, 3, 4] + Array("photos/word/1.jpg".utf8), "application/zip"),
            (
                [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array("WordDocument".utf8).flatMap { [$0, 0] },
                "application/msword"
            ),
            (Array("<?xml version=\"1.0\"?><a/>".utf8), "application/xml"), (Array("Kính gửi".utf8), "text/plain"),
            ([0x7F, 0x45, 0x4C, 0x46, 0, 1], "application/octet-stream"),
        ] as [([UInt8], String)])
    func `a paper's type is told by its bytes`(bytes: [UInt8], type: String) {
        #expect(MediaType.sniff(head: bytes, tail: []) == type)
    }
}
