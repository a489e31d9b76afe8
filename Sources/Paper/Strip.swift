/// Something drawn, its place counted from the left top corner of its strip, in points.
enum Mark {
    case text(TextBlock, line: Int, x: Double, baseline: Double)
    case rule(x: Double, y: Double, width: Double, thickness: Double)
    case frame(x: Double, y: Double, width: Double, height: Double)

    func moved(down distance: Double) -> Mark {
        switch self {
        case .text(let block, let line, let x, let baseline): .text(block, line: line, x: x, baseline: baseline + distance)
        case .rule(let x, let y, let width, let thickness): .rule(x: x, y: y + distance, width: width, thickness: thickness)
        case .frame(let x, let y, let width, let height): .frame(x: x, y: y + distance, width: width, height: height)
        }
    }
}

/// A band across the page that is never cut: a page ends between two strips.
struct Strip {
    /// In points.
    var height: Double
    var marks: [Mark] = []
    /// Kept on the page of the strip after it, such as a heading.
    var staysWithNext = false
    /// Drawn again above this strip when a page begins with it, such as a table's headings.
    var head: [Strip] = []

    static func space(_ height: Double) -> Strip { Strip(height: height) }

    /// The lines of texts that stand side by side, each at its `x`: as many strips as the longest has lines.
    static func rows(_ cells: [(block: TextBlock, x: Double)]) -> [Strip] {
        let count = cells.map(\.block.lines.count).max() ?? 0
        return (0..<count).map { index in
            let present = cells.filter { index < $0.block.lines.count }
            let baseline = present.map { $0.block.lines[index].ascent }.max() ?? 0
            let depth = present.map { $0.block.lines[index].height - $0.block.lines[index].ascent }.max() ?? 0
            return Strip(
                height: baseline + depth,
                marks: present.map { .text($0.block, line: index, x: $0.x, baseline: baseline) })
        }
    }

    /// The strips one below the other as one that is not cut.
    static func stack(_ strips: [Strip]) -> Strip {
        var whole = Strip(height: 0)
        for strip in strips {
            whole.marks += strip.marks.map { $0.moved(down: whole.height) }
            whole.height += strip.height
        }
        return whole
    }

    /// Shares the strips out over pages of `height` points. Empty space that would begin a page is left out.
    static func pages(of strips: [Strip], height: Double) -> [[Strip]] {
        var pages: [[Strip]] = [[]]
        var used = 0.0
        var index = 0
        while index < strips.count {
            var end = index
            while strips[end].staysWithNext, end + 1 < strips.count { end += 1 }
            var group = Array(strips[index...end])
            // What stays together but fits no page at all is cut like anything else.
            if group.total > height { group = [strips[index]] }
            index += group.count
            if used + group.total > height, used > 0 {
                group = Array(group.drop { $0.marks.isEmpty })
                guard let first = group.first else { continue }
                group = first.head + group
                pages.append([])
                used = 0
            }
            pages[pages.count - 1] += group
            used += group.total
        }
        return pages
    }
}

extension [Strip] {
    var total: Double { reduce(0) { $0 + $1.height } }
}
