/// A slip as a PDF of A5 pages in portrait, the format of the desk's printed forms (domain.md, 3.1).
package struct SlipPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pages: Int

    /// More pages than any real dossier needs; what would need more is refused before it is drawn.
    package static let maxPages = 100
    /// Bytes.
    package static let maxBytes = 16 << 20

    /// Lays `content` out and writes it. The same content gives the same bytes on the same machine.
    package init(_ content: SlipContent) throws(PaperError) {
        let canvas = try PDFCanvas(width: Sheet.width, height: Sheet.height, limit: Self.maxBytes)
        canvas.describe(title: content.documentTitle, madeAt: content.madeAt)
        let layout = SlipLayout(content, on: canvas)
        let laidOut = Strip.pages(of: try layout.strips(), height: Sheet.bodyHeight)
        guard laidOut.count <= Self.maxPages else { throw .tooManyPages(limit: Self.maxPages) }
        for (index, page) in laidOut.enumerated() {
            var y = Sheet.top
            for strip in page {
                for mark in strip.marks { canvas.draw(mark, atX: Sheet.side, y: y) }
                y += strip.height
            }
            let foot = try layout.foot(page: index + 1, of: laidOut.count)
            for mark in foot.marks { canvas.draw(mark, atX: Sheet.side, y: Sheet.footTop) }
            canvas.endPage()
        }
        bytes = try canvas.finish()
        pages = laidOut.count
    }
}

/// The page's measures in points (1/72 inch): A5 is 148 mm by 210 mm.
enum Sheet {
    static let width = 148 / 25.4 * 72
    static let height = 210 / 25.4 * 72
    static let side = 34.0
    static let top = 30.0
    static let footTop = height - 36
    /// Between the side margins.
    static let bodyWidth = width - 2 * side
    static let bodyHeight = footTop - top - 6
}
