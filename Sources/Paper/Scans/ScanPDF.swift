import CPango

/// Why photographed pages were not joined.
package enum ScanError: Error, Sendable, Hashable {
    /// There is no page.
    case noPages
    /// The page at `index`, counted from 0, cannot be taken.
    case page(index: Int, fault: JPEGFault)
    case paper(PaperError)
}

/// The photographed pages of one paper as one PDF. The JPEGs stand in it byte for byte, not decoded and not compressed
/// anew: each fills an A4 page, portrait or landscape as it was taken, and is turned upright by the page, not in its bytes.
package struct ScanPDF: Sendable, Hashable {
    package let bytes: [UInt8]
    package let pages: Int

    /// More pages than a paper has that a desk photographs.
    package static let maxPages = 200
    /// Bytes of the whole document, which is made in memory.
    package static let maxBytes = 128 << 20

    /// ISO 216, in points.
    private static let shortSide = 210 * Sheet.millimetre
    private static let longSide = 297 * Sheet.millimetre

    /// Joins `photographs`, the contents of JPEG files, in their order.
    /// - Parameters:
    ///   - title: the document's title in a viewer.
    ///   - madeAt: ISO 8601 with offset, kept in the document; the same pages then make the same bytes.
    package init(_ photographs: [[UInt8]], title: String, madeAt: String) throws(ScanError) {
        guard !photographs.isEmpty else { throw .noPages }
        guard photographs.count <= Self.maxPages else { throw .paper(.tooManyPages(limit: Self.maxPages)) }
        guard photographs.reduce(0, { $0 + $1.count }) <= Self.maxBytes else {
            throw .paper(.tooLarge(limit: Self.maxBytes))
        }
        // All are looked at before the first is drawn.
        var facts: [JPEGFacts] = []
        for (index, photograph) in photographs.enumerated() {
            do throws(JPEGFault) {
                facts.append(try JPEGFacts(photograph))
            } catch {
                throw .page(index: index, fault: error)
            }
        }
        do throws(PaperError) {
            let canvas = try PDFCanvas(width: Self.shortSide, height: Self.longSide, limit: Self.maxBytes)
            canvas.describe(title: title, madeAt: madeAt)
            for (photograph, facts) in zip(photographs, facts) { try Self.draw(photograph, facts, on: canvas) }
            bytes = try canvas.finish()
        } catch {
            throw .paper(error)
        }
        pages = photographs.count
    }

    private static func draw(_ photograph: [UInt8], _ facts: JPEGFacts, on canvas: PDFCanvas) throws(PaperError) {
        let isWide = facts.uprightWidth > facts.uprightHeight
        let (width, height) = isWide ? (longSide, shortSide) : (shortSide, longSide)
        canvas.resize(width: width, height: height)
        let image = try JPEGImage(photograph, facts)
        let scale = min(width / Double(facts.uprightWidth), height / Double(facts.uprightHeight))
        cairo_save(canvas.cairo)
        cairo_translate(
            canvas.cairo, (width - scale * Double(facts.uprightWidth)) / 2,
            (height - scale * Double(facts.uprightHeight)) / 2)
        cairo_scale(canvas.cairo, scale, scale)
        var turn = facts.turn
        cairo_transform(canvas.cairo, &turn)
        cairo_set_source_surface(canvas.cairo, image.surface, 0, 0)
        cairo_paint(canvas.cairo)
        cairo_restore(canvas.cairo)
        canvas.endPage()
    }
}

/// An image of cairo's whose pixels are never looked at: what the PDF gets are the bytes of the JPEG.
private final class JPEGImage {
    let surface: OpaquePointer

    init(_ bytes: [UInt8], _ facts: JPEGFacts) throws(PaperError) {
        // No alpha, so that the page has no mask.
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(facts.width), Int32(facts.height))
        guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw .failed(status: Int(CAIRO_STATUS_NO_MEMORY.rawValue))
        }
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = copy.initialize(from: bytes)
        let status = cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, copy.baseAddress, UInt(copy.count), { $0?.deallocate() }, copy.baseAddress)
        guard status == CAIRO_STATUS_SUCCESS else {
            // Cairo did not take the copy.
            copy.deallocate()
            cairo_surface_destroy(surface)
            throw .failed(status: Int(status.rawValue))
        }
        self.surface = surface
    }

    deinit { cairo_surface_destroy(surface) }
}

extension JPEGFacts {
    /// From the stored image to the upright one, both counted from their left top corner, y downwards.
    fileprivate var turn: cairo_matrix_t {
        let (w, h) = (Double(width), Double(height))
        return switch orientation {
        case 2: cairo_matrix_t(xx: -1, yx: 0, xy: 0, yy: 1, x0: w, y0: 0)
        case 3: cairo_matrix_t(xx: -1, yx: 0, xy: 0, yy: -1, x0: w, y0: h)
        case 4: cairo_matrix_t(xx: 1, yx: 0, xy: 0, yy: -1, x0: 0, y0: h)
        case 5: cairo_matrix_t(xx: 0, yx: 1, xy: 1, yy: 0, x0: 0, y0: 0)
        case 6: cairo_matrix_t(xx: 0, yx: 1, xy: -1, yy: 0, x0: h, y0: 0)
        case 7: cairo_matrix_t(xx: 0, yx: -1, xy: -1, yy: 0, x0: h, y0: w)
        case 8: cairo_matrix_t(xx: 0, yx: -1, xy: 1, yy: 0, x0: 0, y0: w)
        default: cairo_matrix_t(xx: 1, yx: 0, xy: 0, yy: 1, x0: 0, y0: 0)
        }
    }
}
