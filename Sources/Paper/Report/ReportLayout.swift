/// Where each thing of a report stands, from top to bottom.
struct ReportLayout {
    private let content: ReportContent
    private let canvas: PDFCanvas
    private let width: Double

    private static let barHeight = 9.0
    private static let labelWidth = 92.0
    private static let countWidth = 30.0
    /// How dark the parts of a bar are, black being 0.
    private static let greys = [0.25, 0.6, 0.85]

    init(_ content: ReportContent, on canvas: PDFCanvas, width: Double) {
        self.content = content
        self.canvas = canvas
        self.width = width
    }

    func strips() throws(PaperError) -> [Strip] {
        var strips = Strip.rows([(try block(content.title, TextStyle(size: 15, isBold: true, alignment: .centre), width), 0)])
        strips += [.space(2)] + Strip.rows([(try block(content.subtitle, TextStyle(size: 10, alignment: .centre), width), 0)])
        strips.append(.space(12))
        strips += try figures()
        strips += try chart()
        for table in content.tables where !table.rows.isEmpty { strips += try self.table(table) }
        return strips
    }

    func foot(page: Int, of pages: Int) throws(PaperError) -> Strip {
        let text = "\(content.foot) · \(page)/\(pages)"
        var foot = Strip.stack([.space(4)] + Strip.rows([(try block(text, TextStyle(size: 7, alignment: .centre), width), 0)]))
        foot.marks.append(.rule(x: 0, y: 0, width: width, thickness: 0.4))
        return foot
    }

    /// Two columns, read down the left one first.
    private func figures() throws(PaperError) -> [Strip] {
        let half = (content.figures.count + 1) / 2
        let column = width / 2
        var strips: [Strip] = []
        for index in 0..<half {
            var cells: [(block: TextBlock, x: Double)] = []
            for (side, place) in [index, index + half].enumerated() where content.figures.indices.contains(place) {
                let figure = content.figures[place]
                let x = Double(side) * column
                cells.append((try block(figure.label, TextStyle(size: 9), column * 0.6), x))
                cells.append((try block(figure.value, TextStyle(size: 9, isBold: true), column * 0.4 - 8), x + column * 0.6))
            }
            strips += Strip.rows(cells) + [.space(2.5)]
        }
        return strips
    }

    private func heading(_ text: String) throws(PaperError) -> [Strip] {
        var strips: [Strip] =
            [.space(12)] + Strip.rows([(try block(text, TextStyle(size: 10, isBold: true), width), 0)]) + [.space(4)]
        for index in strips.indices { strips[index].staysWithNext = true }
        return strips
    }

    private func chart() throws(PaperError) -> [Strip] {
        let chart = content.chart
        let most = chart.bars.map { $0.parts.reduce(0, +) }.max() ?? 0
        guard most > 0 else { return [] }
        let room = width - Self.labelWidth - Self.countWidth
        var strips = try heading(chart.title)
        for bar in chart.bars {
            let label = try block(bar.label, TextStyle(size: 8, mostLines: 1), Self.labelWidth - 6)
            let total = bar.parts.reduce(0, +)
            let whole = room * Double(total) / Double(most)
            let count = try block(String(total), TextStyle(size: 8), Self.countWidth)
            var strip = Strip.stack(Strip.rows([(label, 0), (count, Self.labelWidth + whole + 4)]) + [.space(3)])
            strip.height = max(strip.height, Self.barHeight + 3)
            var x = Self.labelWidth
            for (index, part) in bar.parts.enumerated() where part > 0 {
                let share = room * Double(part) / Double(most)
                strip.marks.append(
                    .bar(x: x, y: 0.5, width: share, height: Self.barHeight, grey: Self.greys[index % Self.greys.count]))
                x += share
            }
            strips.append(strip)
        }
        strips.append(try legend(chart.names))
        return strips
    }

    private func legend(_ names: [String]) throws(PaperError) -> Strip {
        let share = (width - Self.labelWidth) / Double(max(1, names.count))
        var cells: [(block: TextBlock, x: Double)] = []
        var marks: [Mark] = []
        for (index, name) in names.enumerated() {
            let x = Self.labelWidth + Double(index) * share
            cells.append((try block(name, TextStyle(size: 7.5, mostLines: 2), share - 16), x + 12))
            marks.append(.bar(x: x, y: 4, width: 8, height: 7, grey: Self.greys[index % Self.greys.count]))
        }
        var strip = Strip.stack([.space(3)] + Strip.rows(cells))
        strip.marks += marks
        return strip
    }

    private func table(_ table: ReportContent.Table) throws(PaperError) -> [Strip] {
        let narrow = min(46, width * 0.6 / Double(max(1, table.columns.count)))
        let name = width - narrow * Double(table.columns.count)
        func row(_ first: String, _ figures: [String], isBold: Bool) throws(PaperError) -> [Strip] {
            var cells = [(try block(first, TextStyle(size: 8, isBold: isBold, mostLines: 3), name - 8), 0.0)]
            for (index, figure) in figures.prefix(table.columns.count).enumerated() {
                let style = TextStyle(size: isBold ? 7 : 8, isBold: isBold, alignment: .right, mostLines: 2)
                cells.append((try block(figure, style, narrow - 4), name + Double(index) * narrow))
            }
            return Strip.rows(cells)
        }
        var head = Strip.stack([.space(10)] + (try row(table.heading, table.columns, isBold: true)) + [.space(2)])
        head.marks.append(.rule(x: 0, y: head.height, width: width, thickness: 0.6))
        head.staysWithNext = true
        var strips = [head]
        for (title, figures) in table.rows {
            var line = Strip.stack([.space(2)] + (try row(title, figures, isBold: false)) + [.space(1.5)])
            line.marks.append(.rule(x: 0, y: line.height, width: width, thickness: 0.2))
            line.head = [head]
            strips.append(line)
        }
        return strips
    }

    private func block(_ text: String, _ style: TextStyle, _ width: Double) throws(PaperError) -> TextBlock {
        let block = try TextBlock(text, style, width: width, language: content.language, on: canvas)
        return block
    }
}
