import CPango

/// Sole owner of one PDF being written: cairo hands its bytes over as it goes, and they are kept in memory up to a limit.
final class PDFCanvas {
    let cairo: OpaquePointer
    private let surface: OpaquePointer
    private let sink: Sink

    /// Where cairo's bytes go. Once the limit is passed it takes no more, and cairo ends in an error.
    private final class Sink {
        var bytes: [UInt8] = []
        var isFull = false
        let limit: Int
        init(limit: Int) { self.limit = limit }
    }

    /// - Parameters:
    ///   - width: in points, as is `height`.
    ///   - limit: the largest document in bytes.
    init(width: Double, height: Double, limit: Int) throws(PaperError) {
        let sink = Sink(limit: limit)
        let write: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t = {
            closure, data, count in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
            guard !sink.isFull, sink.bytes.count + Int(count) <= sink.limit else {
                sink.isFull = true
                return CAIRO_STATUS_WRITE_ERROR
            }
            sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
            return CAIRO_STATUS_SUCCESS
        }
        // Cairo writes to the sink until the surface is destroyed, which this object, the sink's owner, does in `deinit`.
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                write, Unmanaged.passUnretained(sink).toOpaque(), width, height)
        else { throw .failed(status: Int(CAIRO_STATUS_NO_MEMORY.rawValue)) }
        guard let cairo = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw .failed(status: Int(CAIRO_STATUS_NO_MEMORY.rawValue))
        }
        self.surface = surface
        self.cairo = cairo
        self.sink = sink
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    /// Names the document. `madeAt` is ISO 8601: given, so that one content is always the same bytes.
    func describe(title: String, madeAt: String) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, CleanText.line(title))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "kiosk")
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, CleanText.line(madeAt))
    }

    func draw(_ mark: Mark, atX x: Double, y: Double) {
        switch mark {
        case .text(let block, let line, let dx, let baseline):
            block.draw(line, x: x + dx, baseline: y + baseline)
        case .rule(let dx, let dy, let width, let thickness):
            cairo_set_line_width(cairo, thickness)
            cairo_move_to(cairo, x + dx, y + dy)
            cairo_line_to(cairo, x + dx + width, y + dy)
            cairo_stroke(cairo)
        case .upright(let dx, let dy, let height, let thickness):
            cairo_set_line_width(cairo, thickness)
            cairo_move_to(cairo, x + dx, y + dy)
            cairo_line_to(cairo, x + dx, y + dy + height)
            cairo_stroke(cairo)
        case .dots(let dx, let dy, let width):
            // Round dots of the line's own thickness: a dash of no length.
            cairo_save(cairo)
            cairo_set_line_width(cairo, 0.7)
            cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
            var dashes = [0, 2.4]
            cairo_set_dash(cairo, &dashes, Int32(dashes.count), 0)
            cairo_move_to(cairo, x + dx, y + dy)
            cairo_line_to(cairo, x + dx + width, y + dy)
            cairo_stroke(cairo)
            cairo_restore(cairo)
        case .frame(let dx, let dy, let width, let height):
            cairo_set_line_width(cairo, 1)
            cairo_rectangle(cairo, x + dx, y + dy, width, height)
            cairo_stroke(cairo)
        case .bar(let dx, let dy, let width, let height, let grey):
            cairo_save(cairo)
            cairo_set_source_rgb(cairo, grey, grey, grey)
            cairo_rectangle(cairo, x + dx, y + dy, width, height)
            cairo_fill(cairo)
            cairo_restore(cairo)
        case .code(let symbol, let dx, let dy, let module, let rowHeight):
            // One path, filled at once: no seams between modules.
            for run in symbol.runs {
                cairo_rectangle(
                    cairo, x + dx + Double(run.column) * module, y + dy + Double(run.row) * rowHeight,
                    Double(run.count) * module, rowHeight)
            }
            cairo_fill(cairo)
        }
    }

    /// Draws one page of `strips` with `foot` below, and ends it.
    func draw(_ strips: [Strip], foot: Strip, on sheet: Sheet) {
        var y = sheet.top
        for strip in strips {
            for mark in strip.marks { draw(mark, atX: sheet.side, y: y) }
            y += strip.height
        }
        for mark in foot.marks { draw(mark, atX: sheet.side, y: sheet.footTop) }
        endPage()
    }

    /// The size of the pages from here on, in points. To be called before anything is drawn on the page.
    func resize(width: Double, height: Double) { cairo_pdf_surface_set_size(surface, width, height) }

    func endPage() { cairo_show_page(cairo) }

    /// The whole document. Nothing can be drawn afterwards.
    func finish() throws(PaperError) -> [UInt8] {
        let drawn = cairo_status(cairo)
        cairo_surface_finish(surface)
        if sink.isFull { throw .tooLarge(limit: sink.limit) }
        for status in [drawn, cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw .failed(status: Int(status.rawValue))
        }
        return sink.bytes
    }
}
