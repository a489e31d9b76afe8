import Testing

@testable import CurlHTTP

@Suite("Pace on a slow line") struct LinePaceTests {
    @Test func `a connection on a slow line may send a third more than the line was seen to carry`() {
        var pace = LinePace()
        #expect(pace.bytesASecond == nil)
        let hasChanged = pace.saw(12_000)
        #expect(hasChanged && pace.bytesASecond == 16_000)
    }

    @Test func `so a line that has become faster is found out, and a fast one sets no pace`() {
        var pace = LinePace()
        _ = pace.saw(12_000)
        // Each time as fast as it may.
        for _ in 0..<8 { if let rate = pace.bytesASecond { _ = pace.saw(rate) } }
        #expect(pace.bytesASecond == nil)
        let hasChanged = pace.saw(1_000_000)
        #expect(!hasChanged)
    }

    @Test func `what a loss costs for a moment is not taken for the line's rate`() {
        var pace = LinePace()
        _ = pace.saw(32_000)
        for _ in 0..<5 { _ = pace.saw(2_000) }
        #expect(pace.bytesASecond.map { $0 > 32_000 } == true)
        for _ in 0..<200 { _ = pace.saw(2_000) }
        #expect(pace.bytesASecond == 4_096)
    }

    @Test func `it changes only when there is something to tell the kernel`() {
        var pace = LinePace()
        let changes = [pace.saw(20_000), pace.saw(20_000), pace.saw(19_000)]
        #expect(changes == [true, false, true])
    }
}
