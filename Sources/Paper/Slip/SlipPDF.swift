/// A slip as a PDF of A5 pages in portrait, the format of the desk's printed forms (domain.md, 3.1).
package struct SlipPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pages: Int

    private static let sheet = Sheet.a5

    /// More pages than any real dossier needs; what would need more is refused before it is drawn.
    package static let maxPages = 100
    /// Bytes.
    package static let maxBytes = 16 << 20

    /// Lays `content` out and writes it. The same content gives the same bytes on the same machine.
    package init(_ content: SlipContent) throws(PaperError) {
        let canvas = try PDFCanvas(width: Self.sheet.width, height: Self.sheet.height, limit: Self.maxBytes)
        canvas.describe(title: content.documentTitle, madeAt: content.madeAt)
        let layout = SlipLayout(content, on: canvas)
        let laidOut = Strip.pages(of: try layout.strips(), height: Self.sheet.bodyHeight)
        guard laidOut.count <= Self.maxPages else { throw .tooManyPages(limit: Self.maxPages) }
        for (index, page) in laidOut.enumerated() {
            canvas.draw(page, foot: try layout.foot(page: index + 1, of: laidOut.count), on: Self.sheet)
        }
        bytes = try canvas.finish()
        pages = laidOut.count
    }
}
