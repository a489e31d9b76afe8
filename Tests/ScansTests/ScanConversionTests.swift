import Crypto
import Foundation
import Scans
import Testing

@Suite struct ScanConversionTests {
    @Test(
        .enabled(if: Poppler.isInstalled, Poppler.missing),
        arguments: [
            ("grey", TIFFSample(pages: [.grey()]).bytes, 1), ("colour", TIFFSample(pages: [.colour()]).bytes, 3),
            ("bilevel", TIFFSample(pages: [.bilevel()]).bytes, 1),
            ("big-endian", TIFFSample(isBigEndian: true, pages: [.colour()]).bytes, 3),
            ("grey bitmap", BitmapSample.grey.bytes, 1), ("colour bitmap", BitmapSample.colour.bytes, 3),
            ("wide bitmap", BitmapSample.wide.bytes, 3), ("bilevel bitmap", BitmapSample.bilevel.bytes, 1),
        ])
    func `a scan becomes a page of its size with one JPEG, grey where it is grey`(
        _ what: String, _ bytes: [UInt8], _ components: Int
    ) async throws {
        try await withFolder { folder async throws in
            let (scan, pdf) = try turn(bytes, in: folder)
            #expect(scan.pages == 1 && scan.size == Int64(pdf.count) && scan.originalSize == Int64(bytes.count))
            #expect(scan.originalDigest == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
            let image = try #require(try await Poppler.images(of: pdf, in: folder).first)
            #expect(image[2...8] == ["image", "64", "48", components == 1 ? "gray" : "rgb", "\(components)", "8", "jpeg"][...])
            // 64 by 48 dots at 200 an inch.
            let size = try await Poppler.size(of: pdf, in: folder)
            #expect(abs(size[0] - 23.04) < 0.01 && abs(size[1] - 17.28) < 0.01)
            // The dark quarter is at the left top.
            let picture = try await Poppler.picture(of: pdf, in: folder)
            let height = picture.pixels.count / picture.width
            func at(_ x: Int, _ y: Int) -> UInt8 { picture.pixels[y * picture.width + x] }
            #expect(at(4, 4) < 120 && at(picture.width - 4, 4) > 180 && at(4, height - 4) > 180, "\(what)")
        }
    }

    /// Where the dark quarter of the stored picture is seen, by what the scanner says of how it lay.
    @Test(
        .enabled(if: Poppler.isInstalled, Poppler.missing),
        arguments: [(1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 1, 0), (7, 1, 1), (8, 0, 1)])
    func `a page stands upright`(orientation: UInt16, right: Int, low: Int) async throws {
        try await withFolder { folder async throws in
            var page = TIFFSample.Page.grey()
            page.orientation = orientation
            page.resolution = 72
            let (_, pdf) = try turn(TIFFSample(pages: [page]).bytes, in: folder)
            let picture = try await Poppler.picture(of: pdf, in: folder)
            #expect(picture.width == (orientation > 4 ? 48 : 64))
            let height = picture.pixels.count / picture.width
            for (x, y) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let (across, down) = (picture.width / 4 + x * picture.width / 2, height / 4 + y * height / 2)
                let grey = picture.pixels[down * picture.width + across]
                #expect((grey < 128) == (x == right && y == low))
            }
        }
    }

    @Test(.enabled(if: Poppler.isInstalled, Poppler.missing)) func `every page is there, in its order, strips and tiles alike`()
        async throws
    {
        try await withFolder { folder async throws in
            var tiled = TIFFSample.Page.colour()
            tiled.tile = 32
            var packed = TIFFSample.Page.bilevel()
            packed.isPacked = true
            packed.resolution = nil
            let (scan, pdf) = try turn(TIFFSample(pages: [.grey(), tiled, packed]).bytes, in: folder)
            #expect(scan.pages == 3)
            let images = try await Poppler.images(of: pdf, in: folder)
            #expect(images.map { $0[5] } == ["gray", "rgb", "gray"])
            // 300 dots an inch where the scanner says nothing.
            #expect(images.map { $0[12] } == ["200", "200", "300"])
        }
    }

    @Test func `the same scan is always the same PDF`() async throws {
        try await withFolder { folder in
            let bytes = TIFFSample(pages: [.colour(), .bilevel()]).bytes
            let first = try turn(bytes, in: folder).pdf
            #expect(try turn(bytes, in: folder).pdf == first)
            // Nothing of it stays behind.
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["scan"])
        }
    }

    @Test func `nothing but bitmaps and TIFFs is touched`() async throws {
        try await withFolder { folder in
            for head in ["%PDF-1.4\n", "\u{89}PNG\r\n\u{1A}\n", "BMW is a car, and this is text.", "II", "GIF89a", ""] {
                let path = folder + "/other"
                try Data(head.utf8).write(to: URL(fileURLWithPath: path))
                #expect(ScanConversion.kind(of: path) == nil)
            }
            #expect(ScanConversion.kind(of: folder) == nil && ScanConversion.kind(of: folder + "/none") == nil)
        }
    }

    private func fault(_ bytes: [UInt8]) async throws -> ScanFault? {
        try await withFolder { folder in
            do { _ = try turn(bytes, in: folder) } catch let fault as ScanFault { return fault }
            return nil
        }
    }

    @Test func `a scan that was cut is refused as damaged, wherever it was cut`() async throws {
        for bytes in [TIFFSample(pages: [.grey(), .bilevel()]).bytes, BitmapSample.colour.bytes] {
            for share in 1..<8 {
                #expect(try await fault(Array(bytes.prefix(bytes.count * share / 8))) != nil)
            }
        }
        // Rows that are not there, and a page that is said to follow.
        var short = TIFFSample.Page.grey()
        short.rows = Array(short.rows.prefix(20))
        #expect(try await fault(TIFFSample(pages: [short]).bytes) == .broken)
        var bitmap = BitmapSample.grey
        bitmap.palette = Array(bitmap.palette.prefix(100))
        #expect(try await fault(bitmap.bytes) == .broken)
    }

    @Test func `what would lose more than a scan may stays as it is`() async throws {
        var deep = TIFFSample.Page.grey()
        deep.bits = 16
        deep.rows = deep.rows.map { $0 + $0 }
        #expect(try await fault(TIFFSample(pages: [deep]).bytes) == .unsupported)
        var transparent = TIFFSample.Page.colour()
        transparent.samples = 4
        transparent.rows = transparent.rows.map { $0 + $0.prefix(64) }
        #expect(try await fault(TIFFSample(pages: [transparent]).bytes) == .unsupported)
        var bitmap = BitmapSample.colour.bytes
        bitmap[30] = 1
        #expect(try await fault(bitmap) == .unsupported)
    }

    @Test func `a page or a paper that is too large is refused before it is read`() async throws {
        var large = TIFFSample.Page.grey()
        (large.width, large.height) = (20_000, 20_000)
        #expect(try await fault(TIFFSample(pages: [large]).bytes) == .tooLarge)
        let many = Array(repeating: TIFFSample.Page.bilevel(), count: ScanConversion.maxPages + 1)
        #expect(try await fault(TIFFSample(pages: many).bytes) == .tooLarge)
        #expect(try await fault(TIFFSample(pages: many.dropLast()).bytes) == nil)
        var bitmap = BitmapSample.colour.bytes
        bitmap.replaceSubrange(18..<22, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(try await fault(bitmap) == .tooLarge)
    }

    /// A list of pages that leads back to its start would never end.
    @Test(.timeLimit(.minutes(1))) func `pages that go in a circle come to an end`() async throws {
        var bytes = TIFFSample(pages: [.bilevel()]).bytes
        let list = Int(bytes[4]) | Int(bytes[5]) << 8
        let next = list + 2 + 12 * Int(bytes[list])
        bytes.replaceSubrange(next..<next + 2, with: [UInt8(list & 255), UInt8(list >> 8)])
        #expect(try await fault(bytes) != nil)
    }
}
