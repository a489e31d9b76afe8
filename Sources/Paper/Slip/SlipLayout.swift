/// Where each thing of a slip stands.
struct SlipLayout {
    private let content: SlipContent
    private let canvas: PDFCanvas
    private var width: Double { Self.sheet.bodyWidth }

    private static let sheet = Sheet.a5
    private static let labelWidth = 104.0
    /// The left edges and widths of the table's columns: number, paper, originals, copies, files.
    private static let columns: [(x: Double, width: Double)] = {
        let narrow = 40.0
        let number = 20.0
        let rest = Self.sheet.bodyWidth - number - 3 * narrow
        return [
            (0, number - 4), (number, rest - 6), (number + rest, narrow), (number + rest + narrow, narrow),
            (number + rest + 2 * narrow, narrow),
        ]
    }()

    init(_ content: SlipContent, on canvas: PDFCanvas) {
        self.content = content
        self.canvas = canvas
    }

    /// All of the slip in the order of reading. Throws `fontMissing` when its own wording cannot be shown.
    func strips() throws(PaperError) -> [Strip] {
        var strips = try heading()
        for fact in content.facts { strips += try self.fact(fact) }
        strips += try table()
        strips += try next()
        strips += try signatures()
        return strips
    }

    /// What stands below every page, so that no page can be taken for another paper's.
    func foot(page: Int, of pages: Int) throws(PaperError) -> Strip {
        let text = "\(content.footer) · \(content.pageWord) \(page)/\(pages)"
        var foot = Strip.stack(
            [.space(4)] + Strip.rows([(try own(text, TextStyle(size: 6.5, alignment: .centre), width), 0)]))
        foot.marks.append(.rule(x: 0, y: 0, width: width, thickness: 0.4))
        return foot
    }

    private func heading() throws(PaperError) -> [Strip] {
        let right = 112.0
        var strips = Strip.rows([
            (try block(content.issuer, TextStyle(size: 8.5, isBold: true), width - right - 6), 0),
            (try own(content.printed, TextStyle(size: 7.5, alignment: .right), right), width - right),
        ])
        let inner = width - 16
        var frame = Strip.stack(
            [.space(6)]
                + Strip.rows([(try own(content.title, TextStyle(size: 15, isBold: true, alignment: .centre), inner), 8)])
                + [.space(1)]
                + Strip.rows([(try own(content.disclaimer, TextStyle(size: 9.5, isBold: true, alignment: .centre), inner), 8)])
                + [.space(7)])
        frame.marks.append(.frame(x: 0.5, y: 0.5, width: width - 1, height: frame.height - 1))
        strips += [.space(8), frame, .space(9)]
        return strips
    }

    private func fact(_ fact: SlipContent.Fact) throws(PaperError) -> [Strip] {
        let label = try own(fact.label, TextStyle(size: 8), Self.labelWidth - 6)
        let value = try block(fact.value, TextStyle(size: 8.5, isBold: fact.isStrong), width - Self.labelWidth)
        return Strip.rows([(label, 0), (value, Self.labelWidth)]) + [.space(2.5)]
    }

    private func table() throws(PaperError) -> [Strip] {
        var title = Strip.stack(
            [.space(5)] + Strip.rows([(try own(content.papersTitle, TextStyle(size: 8.5, isBold: true), width), 0)]) + [.space(3)]
        )
        title.staysWithNext = true
        var head = Strip.stack(try row(content.columns, TextStyle(size: 7, isBold: true), isOwn: true) + [.space(2)])
        head.marks.append(.rule(x: 0, y: 0, width: width, thickness: 0.8))
        head.marks.append(.rule(x: 0, y: head.height, width: width, thickness: 0.4))
        head.staysWithNext = true
        var strips = [title, head]
        for (index, paper) in content.rows.enumerated() {
            strips += try rows(of: paper, number: index + 1).map { row in
                var row = row
                row.head = [head]
                return row
            }
        }
        strips.append(contentsOf: try note())
        return strips
    }

    private func rows(of paper: SlipContent.Row, number: Int) throws(PaperError) -> [Strip] {
        let cells = [String(number), paper.title, paper.originals, paper.copies, paper.files]
        var rows: [Strip] = [.space(2)] + (try row(cells, TextStyle(size: 8), isOwn: false))
        // The first line of a paper's files stays with the paper.
        if !paper.names.isEmpty { rows[rows.count - 1].staysWithNext = true }
        let column = Self.columns[1]
        for name in paper.names {
            rows += Strip.rows([(try block("– " + name, TextStyle(size: 7), column.width - 8), column.x + 8)])
        }
        var end = Strip(height: 2)
        end.marks = [.rule(x: 0, y: 2, width: width, thickness: 0.25)]
        rows[0].staysWithNext = true
        // A rule does not begin a page of its own.
        rows[rows.count - 1] = Strip.stack([rows[rows.count - 1], end])
        return rows
    }

    private func row(_ cells: [String], _ style: TextStyle, isOwn: Bool) throws(PaperError) -> [Strip] {
        var blocks: [(block: TextBlock, x: Double)] = []
        for (index, cell) in cells.prefix(Self.columns.count).enumerated() {
            var style = style
            if index > 1 { style.alignment = .centre }
            let column = Self.columns[index]
            blocks.append((isOwn ? try own(cell, style, column.width) : try block(cell, style, column.width), column.x))
        }
        return (isOwn ? [.space(2)] : []) + Strip.rows(blocks)
    }

    private func note() throws(PaperError) -> [Strip] {
        [.space(3)] + Strip.rows([(try own(content.papersNote, TextStyle(size: 6.5), width), 0)])
    }

    private func next() throws(PaperError) -> [Strip] {
        var title = Strip.stack(
            [.space(7)] + Strip.rows([(try own(content.nextTitle, TextStyle(size: 8.5, isBold: true), width), 0)]) + [.space(1)])
        title.staysWithNext = true
        var strips = [title]
        for text in content.next {
            strips += Strip.rows([(try own(text, TextStyle(size: 8), width), 0)]) + [.space(2)]
        }
        return strips
    }

    /// One strip: nobody signs a page that says nothing else, nor finds the place cut in two.
    private func signatures() throws(PaperError) -> [Strip] {
        let share = width / Double(max(1, content.signatures.count))
        var roles: [(block: TextBlock, x: Double)] = []
        var hints: [(block: TextBlock, x: Double)] = []
        for (index, signature) in content.signatures.enumerated() {
            let x = Double(index) * share
            roles.append((try own(signature.role, TextStyle(size: 8.5, isBold: true, alignment: .centre), share - 8), x + 4))
            hints.append((try own(signature.hint, TextStyle(size: 7, alignment: .centre), share - 8), x + 4))
        }
        return [.stack([.space(10)] + Strip.rows(roles) + Strip.rows(hints) + [.space(52)])]
    }

    /// Text from outside: what the font lacks of it is shown as boxes.
    private func block(_ text: String, _ style: TextStyle, _ width: Double) throws(PaperError) -> TextBlock {
        try TextBlock(text, style, width: width, language: content.language, on: canvas)
    }

    /// The slip's own wording, which the font must have.
    private func own(_ text: String, _ style: TextStyle, _ width: Double) throws(PaperError) -> TextBlock {
        let block = try block(text, style, width)
        guard block.unknownLetters == 0 else { throw .fontMissing }
        return block
    }
}
