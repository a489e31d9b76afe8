import Testing

@testable import Paper

struct PagesTests {
    private func strip(_ height: Double, _ mark: Double = 0, staysWithNext: Bool = false) -> Strip {
        Strip(height: height, marks: [.rule(x: mark, y: 0, width: 1, thickness: 1)], staysWithNext: staysWithNext)
    }

    private func heights(_ strips: [Strip]) -> [[Double]] { Strip.pages(of: strips, height: 100).map { $0.map(\.height) } }

    @Test func `a page takes what fits, to the last point`() {
        #expect(heights([strip(60), strip(40), strip(1)]) == [[60, 40], [1]])
    }

    @Test func `a heading goes to the next page with what it heads`() {
        #expect(heights([strip(60), strip(20, staysWithNext: true), strip(30)]) == [[60], [20, 30]])
    }

    @Test func `what stays together and fits no page is cut`() {
        #expect(heights([strip(60, staysWithNext: true), strip(50)]) == [[60], [50]])
    }

    @Test func `space is not carried to the top of a page, and a table's headings are`() {
        var row = strip(30)
        row.head = [strip(10)]
        var space = Strip.space(5)
        space.head = row.head
        #expect(heights([strip(80), row, strip(98), space, row]) == [[80], [10, 30], [98], [10, 30]])
    }

    @Test func `space at the end makes no page`() {
        #expect(heights([strip(98), .space(5), .space(5)]) == [[98]])
    }

    @Test func `nothing makes one empty page`() {
        #expect(heights([]) == [[]])
    }

    @Test func `a text is cut with an ellipsis and cleared of what moves or turns it`() {
        #expect(CleanText.line("a\u{0}\nb\u{202E}\u{FFFE}\u{1FFFF}") == "a  b   ")
        let long = CleanText.line(String(repeating: "ệ", count: CleanText.limit + 1))
        #expect(long.unicodeScalars.count == CleanText.limit + 1 && long.last == "…")
    }
}
