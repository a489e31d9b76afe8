/// A report as a PDF of A4 pages.
package struct ReportPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pages: Int

    /// More than a year of any unit.
    package static let maxPages = 60
    /// Bytes.
    package static let maxBytes = 8 << 20

    private static let sheet = Sheet(width: 210, height: 297, side: 42, top: 40, foot: 36)

    /// The same content gives the same bytes on the same machine.
    package init(_ content: ReportContent) throws(PaperError) {
        let sheet = Self.sheet
        let canvas = try PDFCanvas(width: sheet.width, height: sheet.height, limit: Self.maxBytes)
        canvas.describe(title: "\(content.title) – \(content.subtitle)", madeAt: content.madeAt)
        let layout = ReportLayout(content, on: canvas, width: sheet.bodyWidth)
        let laidOut = Strip.pages(of: try layout.strips(), height: sheet.bodyHeight)
        guard laidOut.count <= Self.maxPages else { throw .tooManyPages(limit: Self.maxPages) }
        for (index, page) in laidOut.enumerated() {
            canvas.draw(page, foot: try layout.foot(page: index + 1, of: laidOut.count), on: sheet)
        }
        bytes = try canvas.finish()
        pages = laidOut.count
    }
}
