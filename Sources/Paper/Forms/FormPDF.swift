/// A form as a PDF: all of its copies one after the other, each with its own page numbers.
package struct FormPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pages: Int

    /// Bytes.
    package static let maxBytes = 32 << 20

    /// Lays the form out and writes it. The same template and values give the same bytes on the same machine.
    /// - Parameter madeAt: when it was made, ISO 8601 with offset, kept in the document.
    package init(_ template: FormTemplate, _ values: FormValues, madeAt: String) throws(FormError) {
        for field in template.kind.required where values[field].isEmpty { throw .missing(field) }
        // Whatever a value holds: what the portal alone gives is not printed from elsewhere.
        var values = values
        for field in template.kind.forbidden { values[field] = "" }
        let sheet = template.sheet
        let canvas = try FormError.whileDrawing { () throws(PaperError) in
            try PDFCanvas(width: sheet.width, height: sheet.height, limit: Self.maxBytes)
        }
        let title = [template.title.filled(values), template.kind.disclaimer].compactMap { $0 }.joined(separator: " – ")
        canvas.describe(title: title, madeAt: madeAt)
        let layout = FormLayout(template, values, on: canvas)
        var pages = 0
        for copy in template.copies.isEmpty ? [nil] : template.copies.map(Optional.some) {
            let laidOut = Strip.pages(of: try layout.strips(copy: copy), height: sheet.bodyHeight)
            pages += laidOut.count
            guard pages <= template.kind.maxPages else { throw .paper(.tooManyPages(limit: template.kind.maxPages)) }
            for (index, page) in laidOut.enumerated() {
                let foot = try layout.foot(page: index + 1, of: laidOut.count)
                canvas.draw(page, foot: foot, on: sheet)
            }
        }
        bytes = try FormError.whileDrawing { () throws(PaperError) in try canvas.finish() }
        self.pages = pages
    }
}
