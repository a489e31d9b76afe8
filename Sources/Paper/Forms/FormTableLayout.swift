/// A table with a line around each cell, its headings again on each page that it goes on to.
struct FormTableLayout {
    private let table: FormTemplate.Table
    private let form: FormLayout
    /// The left edges of the columns, and the table's right edge.
    private let edges: [Double]

    private static let padding = 3.0
    private static let line = 0.5
    /// High enough to be filled in by hand.
    private static let blankHeight = 8 * Sheet.millimetre

    init(_ table: FormTemplate.Table, in form: FormLayout) {
        self.table = table
        self.form = form
        let whole = table.columns.reduce(0) { $0 + $1.share }
        var edges = [0.0]
        for column in table.columns { edges.append((edges.last ?? 0) + form.width * column.share / max(whole, 1)) }
        self.edges = edges
    }

    func strips() throws(FormError) -> [Strip] {
        var titles: [TextBlock] = []
        for (index, column) in table.columns.enumerated() {
            let style = form.style(form.size - 1, isBold: true, align: .centre, mostLines: FormLayout.mostLines)
            titles.append(try form.block(column.title.filled(form.values), style, inner(index)))
        }
        var head = Strip.stack(framed(centred(titles)))
        head.marks.append(edge(at: 0))
        head.staysWithNext = true
        var strips = [head]
        let rows = values
        for (index, row) in rows.enumerated() {
            strips += try self.row(row, number: index + 1).map { strip in
                var strip = strip
                strip.head = [head]
                strip.closing = [edge(at: 0)]
                return strip
            }
        }
        return strips + [.space(form.size * 0.5)]
    }

    private var isBlank: Bool { form.values.lists[table.list, default: []].isEmpty }

    /// The rows, or empty ones to be filled in by hand.
    private var values: [[FormRowField: String]] {
        isBlank ? Array(repeating: [:], count: table.blankRows) : form.values.lists[table.list, default: []]
    }

    private func row(_ row: [FormRowField: String], number: Int) throws(FormError) -> [Strip] {
        var row = row
        row[.rowNumber] = String(number)
        var cells: [(block: TextBlock, x: Double)] = []
        for (index, column) in table.columns.enumerated() {
            let style = form.style(form.size - 1, align: column.align)
            let block = try form.block(column.value.filled(form.values, row: row), style, inner(index))
            cells.append((block, edges[index] + Self.padding))
        }
        var lines = Strip.rows(cells)
        if isBlank, lines.total < Self.blankHeight { lines.append(.space(Self.blankHeight - lines.total)) }
        let strips = framed(lines)
        // A row is cut between two pages only when it takes a large part of one.
        return strips.total < form.sheet.bodyHeight / 3 ? [.stack(strips)] : strips
    }

    /// Headings of one and of several lines stand at the same height, each in the middle of its cell.
    private func centred(_ blocks: [TextBlock]) -> [Strip] {
        let heights = blocks.map { $0.lines.reduce(0) { $0 + $1.height } }
        let height = heights.max() ?? 0
        var whole = Strip(height: height)
        for (index, block) in blocks.enumerated() {
            let lines = Strip.stack(
                [.space((height - heights[index]) / 2)] + Strip.rows([(block, edges[index] + Self.padding)]))
            whole.marks += lines.marks
        }
        return [whole]
    }

    /// The lines of one row with space above and below, the columns' edges and the row's lower edge.
    private func framed(_ lines: [Strip]) -> [Strip] {
        guard let first = lines.first else { return [] }
        var strips = lines
        strips[0] = .stack([.space(2), first])
        let last = strips.count - 1
        strips[last] = .stack([strips[last], .space(2.5)])
        for index in strips.indices {
            let height = strips[index].height
            strips[index].marks += edges.map { .upright(x: $0, y: 0, height: height, thickness: Self.line) }
        }
        strips[last].marks.append(edge(at: strips[last].height))
        return strips
    }

    private func edge(at y: Double) -> Mark { .rule(x: 0, y: y, width: edges.last ?? 0, thickness: Self.line) }

    private func inner(_ index: Int) -> Double { edges[index + 1] - edges[index] - 2 * Self.padding }
}
