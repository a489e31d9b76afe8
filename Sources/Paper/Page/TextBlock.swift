import CPango

/// How a text looks.
struct TextStyle {
    enum Alignment { case left, centre, right }

    /// In points.
    var size: Double
    var isBold = false
    var isItalic = false
    var alignment = Alignment.left
    var family = Family.sans
    /// What is longer ends in an ellipsis; `nil` for no limit.
    var mostLines: Int?

    /// Both are of fonts-dejavu-core.
    enum Family: String {
        case sans = "DejaVu Sans"
        case serif = "DejaVu Serif"
    }
}

/// A piece of a text that is bolder than the rest, or not.
struct TextRun {
    var text: String
    var isBold = false
}

/// A text broken into the lines that fit a width, by Pango's rules for the language; a word longer than the width is
/// broken inside.
final class TextBlock {
    /// One line's size in points; the ascent is what stands above the baseline.
    struct Line {
        var width: Double
        var height: Double
        var ascent: Double
    }

    let lines: [Line]
    /// Letters that the font lacks: they are drawn as boxes.
    let unknownLetters: Int
    private let layout: OpaquePointer
    private let width: Double
    private let alignment: TextStyle.Alignment
    /// Kept for the drawing: the layout belongs to its context.
    private let canvas: PDFCanvas

    convenience init(
        _ text: String, _ style: TextStyle, width: Double, language: String, on canvas: PDFCanvas
    ) throws(PaperError) {
        try self.init([TextRun(text: text)], style, width: width, language: language, on: canvas)
    }

    init(
        _ runs: [TextRun], _ style: TextStyle, width: Double, language: String, on canvas: PDFCanvas
    ) throws(PaperError) {
        guard let layout = pango_cairo_create_layout(canvas.cairo) else {
            throw .failed(status: Int(CAIRO_STATUS_NO_MEMORY.rawValue))
        }
        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        pango_font_description_set_family(font, style.family.rawValue)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_style(font, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        // Absolute: a point of the page, whatever resolution the screen claims.
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        let context = pango_layout_get_context(layout)
        pango_context_set_language(context, pango_language_from_string(language))
        // Letters stand where the font wants them, not on the dots of a screen of 72 dpi.
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        pango_cairo_context_set_font_options(context, options)
        pango_layout_set_font_description(layout, font)
        pango_layout_set_width(layout, Int32(max(width, 1) * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        if let mostLines = style.mostLines {
            // A negative height counts lines.
            pango_layout_set_height(layout, -Int32(mostLines))
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        }
        let weights = pango_attr_list_new()
        defer { pango_attr_list_unref(weights) }
        var bytes = ""
        for run in runs {
            let start = bytes.utf8.count
            bytes += CleanText.line(run.text)
            guard run.isBold, let weight = pango_attr_weight_new(PANGO_WEIGHT_BOLD) else { continue }
            weight.pointee.start_index = UInt32(start)
            weight.pointee.end_index = UInt32(bytes.utf8.count)
            pango_attr_list_insert(weights, weight)
        }
        pango_layout_set_attributes(layout, weights)
        bytes.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { pango_layout_set_text(layout, $0.baseAddress, Int32($0.count)) }
        }
        var lines: [Line] = []
        for index in 0..<pango_layout_get_line_count(layout) {
            guard let line = pango_layout_get_line_readonly(layout, index) else { break }
            var logical = PangoRectangle()
            pango_layout_line_get_extents(line, nil, &logical)
            lines.append(
                Line(
                    width: pango_units_to_double(logical.width), height: pango_units_to_double(logical.height),
                    ascent: pango_units_to_double(-logical.y)))
        }
        self.lines = lines
        self.layout = layout
        self.width = width
        self.canvas = canvas
        alignment = style.alignment
        unknownLetters = Int(pango_layout_get_unknown_glyphs_count(layout))
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Draws one line with its baseline at `baseline`, the block's left edge at `x`.
    func draw(_ index: Int, x: Double, baseline: Double) {
        guard lines.indices.contains(index), let line = pango_layout_get_line_readonly(layout, Int32(index)) else {
            return
        }
        let rest = max(0, width - lines[index].width)
        let shift: Double =
            switch alignment {
            case .left: 0
            case .centre: rest / 2
            case .right: rest
            }
        cairo_move_to(canvas.cairo, x + shift, baseline)
        pango_cairo_show_layout_line(canvas.cairo, line)
    }
}

/// Text from outside, made fit for one paragraph on paper.
enum CleanText {
    /// Unicode scalars that one text may have on paper; longer ones are cut, with an ellipsis to show it.
    static let limit = 4_000

    /// `text` without control characters, line breaks, noncharacters and marks that turn the direction of writing, and not
    /// longer than `limit`. Pango would break paragraphs at the former, and a name could stand back to front by the latter.
    static func line(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                scalars.append("…")
                break
            }
            scalars.append(isHarmful(scalar) ? " " : scalar)
            count += 1
        }
        return String(scalars)
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
        // Noncharacters: cairo gives the whole document up over one of them.
        case 0xFDD0...0xFDEF: true
        case let value: value & 0xFFFE == 0xFFFE
        }
    }
}
