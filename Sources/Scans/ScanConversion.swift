import Glibc

/// A scan turned into a PDF of JPEG pages, ready to be read, and what the original was.
package final class ScanConversion: Sendable {
    /// Of the scan as it was: SHA-256 in hexadecimal, bytes, and what kind it is.
    package let originalDigest: String
    package let originalSize: Int64
    package let originalKind: ScanKind
    /// Bytes that the scan would be on the line as it is.
    package let packedSize: Int64
    package let pages: Int
    /// Bytes of the PDF.
    package let size: Int64
    private let file: ScratchFile

    /// More pages than a paper has that a desk scans.
    package static let maxPages = 100
    /// Of all pages together: 100 of A4 at 400 dots an inch.
    static let maxPixels = 1_600_000_000
    /// Of the JPEGs: letters stay sharp, and stamps keep their colour.
    static let quality = 85

    /// What kind of scan the file is; `nil` for every other file, and for one that cannot be read.
    package static func kind(of path: String) -> ScanKind? {
        guard let scan = try? OpenScan(path) else { return nil }
        return scan.kind
    }

    /// Turns the scan at `path` into a PDF. Grey pages stay grey. Memory does not grow with the scan; the PDF is in a file without a
    /// name in `folder`.
    ///
    /// - Throws: `ScanFault`; the scan stays as it is in any case.
    package init(_ path: String, folder: String) throws(ScanFault) {
        let scan = try OpenScan(path)
        originalKind = scan.kind
        originalSize = scan.size
        (originalDigest, packedSize) = try scan.look()
        let file = try ScratchFile(in: folder)
        var pdf = try PDFWriter(file)
        let reader: any ScanReader =
            switch scan.kind {
            case .bitmap: try BitmapReader(scan)
            case .tiff: try TIFFReader(scan)
            }
        var (pages, pixels) = (0, 0)
        while let page = try reader.next() {
            (pages, pixels) = (pages + 1, pixels + page.width * page.height)
            guard pages <= Self.maxPages, pixels <= Self.maxPixels else { throw .tooLarge }
            try pdf.add(page, quality: Self.quality) { row throws(ScanFault) in try reader.read(into: row) }
        }
        guard pages > 0 else { throw .broken }
        try pdf.finish()
        try scan.checkUnchanged()
        self.pages = pages
        self.file = file
        size = pdf.size
    }

    /// The bytes of the PDF from `offset`, at most `count`; none at its end. Throws `unreadable`.
    package func read(at offset: Int64, atMost count: Int) throws(ScanFault) -> [UInt8] {
        guard offset < size else { return [] }
        do {
            return try RandomAccess(descriptor: file.descriptor, size: size).read(
                at: offset, count: Int(min(Int64(count), size - offset)))
        } catch {
            throw .unreadable
        }
    }
}
