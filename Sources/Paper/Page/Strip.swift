/// A band across the page that is never cut: a page ends between two strips.
struct Strip {
    /// In points.
    var height: Double
    var marks: [Mark] = []
    /// Kept on the page of the strip after it, such as a heading.
    var staysWithNext = false
    /// Drawn again above this strip when a page begins with it, such as a table's headings.
    var head: [Strip] = []
    /// Drawn below the strip before this one when a page begins with this one, such as a table's lower edge.
    var closing: [Mark] = []

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

    /// The strips of `left` and `right` beside each other as one that is not cut; the marks of `right` begin at `x`.
    static func beside(_ left: [Strip], _ right: [Strip], at x: Double) -> Strip {
        var whole = stack(left)
        let other = stack(right)
        whole.marks += other.marks.map { $0.moved(right: x, down: 0) }
        whole.height = max(whole.height, other.height)
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
                if let last = pages[pages.count - 1].indices.last {
                    let end = pages[pages.count - 1][last].height
                    pages[pages.count - 1][last].marks += first.closing.map { $0.moved(down: end) }
                }
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
