import Paper
import Testing

struct ScanPDFTests {
    private static func join(_ photographs: [[UInt8]]) throws -> ScanPDF {
        try ScanPDF(photographs, title: "Giấy chứng sinh", madeAt: "2026-11-24T02:30:00Z")
    }

    private static func fault(of bytes: [UInt8]) throws -> JPEGFault? {
        let first = try Photographs.bytes(Photographs.baseline)
        do {
            _ = try join([first, bytes])
            return nil
        } catch ScanError.page(let index, let fault) {
            #expect(index == 1)
            return fault
        }
    }

    @Test(arguments: [Photographs.baseline, Photographs.progressive, Photographs.grey])
    func `the bytes of each photograph stand in the document unchanged`(base64: String) throws {
        let photograph = try Photographs.bytes(base64)
        let other = try Photographs.held(6)
        let joined = try Self.join([photograph, other, photograph])
        #expect(joined.pages == 3)
        #expect(joined.bytes.starts(with: "%PDF-1.".utf8))
        #expect(joined.bytes.contains(photograph) && joined.bytes.contains(other))
        #expect(joined.bytes.contains(Array("/DCTDecode".utf8)))
        #expect(try Self.join([photograph, other, photograph]) == joined)
    }

    /// Where the first row and the first column of the stored image are to be seen (CIPA DC-008, Orientation).
    @Test(
        .enabled(if: Poppler.isInstalled, Poppler.missing), .timeLimit(.minutes(1)),
        arguments: [
            (1, ["red", "green", "blue", "white"]), (2, ["green", "red", "white", "blue"]),
            (3, ["white", "blue", "green", "red"]),
            (4, ["blue", "white", "red", "green"]), (5, ["red", "blue", "green", "white"]),
            (6, ["blue", "red", "white", "green"]),
            (7, ["white", "green", "blue", "red"]), (8, ["green", "white", "red", "blue"]),
        ] as [(UInt8, [String])])
    func `a photograph stands as the camera was held`(orientation: UInt8, corners: [String]) async throws {
        let joined = try Self.join([
            Photographs.bytes(Photographs.baseline), Photographs.held(orientation),
            Photographs.held(orientation, isLittleEndian: true),
        ])
        for page in 2...3 {
            let picture = try await Poppler.picture(of: joined.bytes, page: page, resolution: 20)
            // An A4 page, turned as the photograph is.
            #expect((picture.width > picture.height) == (orientation < 5))
            let seen = [(0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7)].map { picture.colour(x: $0.0, y: $0.1) }
            #expect(seen == corners)
        }
    }

    @Test(arguments: [0, 9, 255] as [UInt8])
    func `a camera's nonsense is no reason to refuse a page`(orientation: UInt8) throws {
        #expect(try Self.join([Photographs.held(orientation)]).pages == 1)
    }

    @Test func `a photograph that ends early anywhere is refused`() throws {
        let whole = try Photographs.held(6)
        for length in 4..<whole.count {
            #expect(try Self.fault(of: Array(whole.prefix(length))) == .broken, "\(length)")
        }
    }

    @Test func `whatever byte is damaged, it is taken or refused, and never more`() throws {
        let whole = try Photographs.held(3)
        for index in whole.indices {
            for value in [0, 0xFF, whole[index] ^ 0x10] as [UInt8] {
                var damaged = whole
                damaged[index] = value
                if try Self.fault(of: damaged) == nil { #expect(try Self.join([damaged]).bytes.contains(damaged)) }
            }
        }
    }

    @Test func `what is no photograph, or one that a PDF cannot hold, is refused`() throws {
        #expect(try Self.fault(of: []) == .notJPEG)
        #expect(try Self.fault(of: Array("%PDF-1.7".utf8)) == .notJPEG)
        #expect(try Self.fault(of: [0xFF, 0xD8, 0xFF, 0xD9]) == .broken)
        #expect(try Self.fault(of: Photographs.bytes(Photographs.forPrinting)) == .unsupported)
        #expect(throws: ScanError.noPages) { try Self.join([]) }
        let page = try Photographs.bytes(Photographs.grey)
        #expect(throws: ScanError.paper(.tooManyPages(limit: ScanPDF.maxPages))) {
            try Self.join(Array(repeating: page, count: ScanPDF.maxPages + 1))
        }
    }

    @Test func `bytes that a camera adds after the image stay`() throws {
        let photograph = try Photographs.bytes(Photographs.baseline) + Array("more of the camera".utf8)
        #expect(try Self.join([photograph]).bytes.contains(photograph))
    }
}
