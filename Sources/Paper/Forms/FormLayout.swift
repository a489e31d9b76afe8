/// Where each thing of a form stands, from top to bottom.
struct FormLayout {
    let template: FormTemplate
    let values: FormValues
    let canvas: PDFCanvas
    let sheet: Sheet

    var width: Double { sheet.bodyWidth }
    var size: Double { template.textSize }

    init(_ template: FormTemplate, _ values: FormValues, on canvas: PDFCanvas) {
        self.template = template
        self.values = values
        self.canvas = canvas
        sheet = template.sheet
    }

    /// All of the form in the order of reading, with the words of one copy below its title.
    func strips(copy: FormText?) throws(FormError) -> [Strip] {
        try checkFont()
        var strips = try head() + (try title(copy: copy))
        for block in template.blocks where !(block.isOptional && isBlank(block)) {
            switch block.content {
            case .fields(let fields): strips += try self.fields(fields)
            case .words(let words): strips += try self.words(words)
            case .table(let table): strips += try FormTableLayout(table, in: self).strips()
            case .qr(let code): strips += try qr(code)
            case .signatures(let signatures, let space):
                // Nobody signs a page that says nothing else.
                if let last = strips.lastIndex(where: { !$0.marks.isEmpty }) {
                    for index in last..<strips.count { strips[index].staysWithNext = true }
                }
                strips.append(try self.signatures(signatures, space: space * Sheet.millimetre))
            case .space(let height): strips.append(.space(height * Sheet.millimetre))
            }
        }
        return strips
    }

    /// More lines than any name or title of what is never cut between two pages: the rest ends in an ellipsis.
    static let mostLines = 6

    /// What stands below every page.
    func foot(page: Int, of pages: Int) throws(FormError) -> Strip {
        let foot = template.foot.flatMap { $0.isBlank(values) ? nil : $0.filled(values) }
        let parts = [template.kind.standing, foot].compactMap { $0 }
        let text = (parts + ["Trang \(page)/\(pages)"]).joined(separator: " · ")
        let rows = Strip.rows([(try block(text, style(size - 2.2, align: .centre, mostLines: 2), width), 0)])
        var strip = Strip.stack([.space(3)] + rows)
        strip.marks.append(.rule(x: 0, y: 0, width: width, thickness: 0.4))
        return strip
    }

    private func isBlank(_ block: FormTemplate.Block) -> Bool {
        switch block.content {
        case .fields(let fields): fields.allSatisfy { $0.value.isBlank(values) }
        case .words(let words): words.text.isBlank(values)
        case .table(let table): values.lists[table.list, default: []].isEmpty
        case .qr(let code): code.value.isBlank(values)
        case .signatures, .space: false
        }
    }

    // MARK: Title

    private func title(copy: FormText?) throws(FormError) -> [Strip] {
        let inner = width - 16
        var lines = Strip.rows([(try block(template.title.filled(values), heading(size + 3.5), inner), 8)])
        if let disclaimer = template.kind.disclaimer {
            lines += [.space(2)] + Strip.rows([(try block(disclaimer, heading(size), inner), 8)])
        }
        for text in [template.subtitle, copy].compactMap({ $0 }) where !text.isBlank(values) {
            let block = try self.block(
                text.filled(values), style(size - 0.5, isItalic: true, align: .centre, mostLines: Self.mostLines), inner
            )
            lines += [.space(2)] + Strip.rows([(block, 8)])
        }
        guard template.kind.disclaimer != nil else { return [.space(9)] + lines + [.space(7)] }
        var frame = Strip.stack([.space(6)] + lines + [.space(6)])
        frame.marks.append(.frame(x: 0.5, y: 0.5, width: width - 1, height: frame.height - 1))
        return [.space(8), frame, .space(8)]
    }

    // MARK: Fields and words

    /// Side by side, each with an equal part of the width: `Label: value`, or a dotted line for a value to come by hand.
    private func fields(_ fields: [FormTemplate.Field]) throws(FormError) -> [Strip] {
        let share = width / Double(max(1, fields.count))
        var cells: [(block: TextBlock, x: Double)] = []
        var dots: [(x: Double, y: Double, width: Double)] = []
        for (index, field) in fields.enumerated() {
            let x = Double(index) * share
            let space = share - (index < fields.count - 1 ? 8 : 0)
            let value = field.value.isBlank(values) ? "" : field.value.filled(values)
            let runs = [TextRun(text: field.label.filled(values) + ": "), TextRun(text: value, isBold: field.isStrong)]
            let block = try self.block(runs, style(size), space)
            cells.append((block, x))
            guard value.isEmpty, let line = block.lines.last else { continue }
            dots.append((x + line.width + 2, Double(block.lines.count - 1), max(0, space - line.width - 2)))
        }
        var rows = Strip.rows(cells)
        for dot in dots {
            let row = Int(dot.y)
            guard rows.indices.contains(row), let line = cells.first?.block.lines.first else { continue }
            rows[row].marks.append(.dots(x: dot.x, y: line.ascent + 1, width: dot.width))
        }
        return rows + [.space(size * 0.32)]
    }

    private func words(_ words: FormTemplate.Words) throws(FormError) -> [Strip] {
        let style = style(size, isBold: words.isBold, isItalic: words.isItalic, align: words.align)
        let indent = words.indent * Sheet.millimetre
        var rows = Strip.rows([(try block(words.text.filled(values, unknown: FormText.dots), style, width - indent), indent)])
        rows.append(.space(size * 0.32))
        if words.isHeading { for index in rows.indices { rows[index].staysWithNext = true } }
        return rows
    }

    // MARK: Codes and signatures

    /// The code at the left, what it is for beside its middle.
    private func qr(_ code: FormTemplate.QR) throws(FormError) -> [Strip] {
        guard !code.value.isBlank(values) else { return [] }
        let symbol = try FormError.whileEncoding { () throws(CodeError) in try CodeSymbol.qr(code.value.filled(values))
        }
        let whole = code.size * Sheet.millimetre
        let module = whole / Double(symbol.width + 2 * CodeSymbol.qrQuietZone)
        let quiet = module * Double(CodeSymbol.qrQuietZone)
        // The margin is quiet anyway: the code's edge is in line with the texts'.
        let drawn = Strip(
            height: whole, marks: [.code(symbol, x: 0, y: quiet, module: module, rowHeight: module)])
        let text = Strip.rows([
            (
                try block(
                    code.text.filled(values, unknown: FormText.dots), style(size - 0.5, mostLines: 2 * Self.mostLines),
                    width - whole - 4), 0
            )
        ])
        let above = max(0, (whole - text.total) / 2)
        return [.beside([drawn], [.space(above)] + text, at: whole + 4)]
    }

    /// One strip: nobody finds the place to sign cut in two.
    private func signatures(_ signatures: [FormTemplate.Signature], space: Double) throws(FormError) -> Strip {
        let share = width / Double(max(1, signatures.count))
        func row(_ text: KeyPath<FormTemplate.Signature, FormText>, _ style: TextStyle) throws(FormError) -> [Strip] {
            var cells: [(block: TextBlock, x: Double)] = []
            for (index, signature) in signatures.enumerated() {
                let words = signature[keyPath: text].filled(values)
                cells.append((try block(words, style, share - 8), Double(index) * share + 4))
            }
            return Strip.rows(cells)
        }
        let bold = heading(size)
        let roles = try row(\.role, bold)
        let hints = try row(\.hint, style(size - 1, isItalic: true, align: .centre, mostLines: Self.mostLines))
        let names = try row(\.name, bold)
        return .stack([.space(size)] + roles + [.space(1)] + hints + [.space(space)] + names)
    }

    // MARK: Texts

    func style(
        _ size: Double, isBold: Bool = false, isItalic: Bool = false, align: FormTemplate.Align = .left,
        mostLines: Int? = nil
    ) -> TextStyle {
        let alignment: TextStyle.Alignment =
            switch align {
            case .left: .left
            case .centre: .centre
            case .right: .right
            }
        return TextStyle(
            size: size, isBold: isBold, isItalic: isItalic, alignment: alignment,
            family: template.font == .sans ? .sans : .serif, mostLines: mostLines)
    }

    private func heading(_ size: Double) -> TextStyle {
        style(size, isBold: true, align: .centre, mostLines: Self.mostLines)
    }

    /// Text from outside: what the font lacks of it is shown as boxes.
    func block(_ text: String, _ style: TextStyle, _ width: Double) throws(FormError) -> TextBlock {
        try block([TextRun(text: text)], style, width)
    }

    func block(_ runs: [TextRun], _ style: TextStyle, _ width: Double) throws(FormError) -> TextBlock {
        try FormError.whileDrawing { () throws(PaperError) in
            try TextBlock(runs, style, width: width, language: "vi", on: canvas)
        }
    }

    /// The form's own wording is Vietnamese: a font without its letters would print boxes.
    private func checkFont() throws(FormError) {
        let block = try block("ĂắằẳẵặÂấầẩẫậĐđÊếềểễệÔốồổỗộƠớờởỡợƯứừửữự", style(size), width)
        guard block.unknownLetters == 0 else { throw .paper(.fontMissing) }
    }

    /// The same as `block` on one line, in smaller letters where it must be.
    func line(_ text: String, _ style: TextStyle, _ width: Double) throws(FormError) -> TextBlock {
        var style = style
        while true {
            let block = try block(text, style, width)
            if block.lines.count <= 1 || style.size <= 5 { return block }
            style.size -= 0.25
        }
    }
}
