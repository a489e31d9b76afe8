import Scheduler
import Testing

@Suite struct SizeTests {
    @Test func `a piece follows the line and stays within its bounds`() {
        var piece = PieceSize(start: 64 << 10)
        piece.arrived(64 << 10, in: .seconds(6))
        #expect(piece.bytes == 64 << 10)
        piece.arrived(64 << 10, in: .seconds(60))
        #expect(piece.bytes == PieceSize.smallest)
        for _ in 0..<40 {
            let before = piece.bytes
            piece.arrived(piece.bytes, in: .milliseconds(1))
            #expect(piece.bytes <= before * 2)
        }
        #expect(piece.bytes == PieceSize.largest)
        for _ in 0..<40 { piece.broke() }
        #expect(piece.bytes == PieceSize.smallest)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max]) func `no start and no measure leads out of the bounds`(_ number: Int64) {
        var piece = PieceSize(start: number)
        let range = PieceSize.smallest...PieceSize.largest
        #expect(range.contains(piece.bytes))
        piece.arrived(number, in: .zero)
        #expect(range.contains(piece.bytes))
        piece.arrived(1, in: .seconds(Int64.max / 2))
        #expect(range.contains(piece.bytes))
    }

    @Test(arguments: [1, 2, 3, 7, 100, 500]) func `a failing batch is halved until the culprit stands alone`(_ size: Int) {
        var batch = BatchSize(limit: size)
        var count = size
        var tries = 0
        while !batch.failed(count) {
            #expect(batch.operations < count && batch.operations >= 1)
            count = batch.operations
            tries += 1
            guard tries < 20 else { Issue.record("it never stands alone"); return }
        }
        #expect(count == 1)
    }

    @Test func `a size that was refused is not tried again at once`() {
        var batch = BatchSize(limit: 20)
        var sizes: [Int] = []
        for _ in 0..<16 {
            sizes.append(batch.operations)
            if batch.operations > 3 { _ = batch.refused(batch.operations) } else { batch.arrived(batch.operations) }
        }
        #expect(sizes.filter { $0 > 3 }.count <= 4)
        #expect(batch.operations <= 4)
        // One that is too large alone says nothing of the others.
        let isAlone = batch.refused(1)
        #expect(isAlone)
        for _ in 0..<8 { batch.arrived(batch.operations) }
        #expect(batch.operations == 20)
    }

    @Test func `what gets through lets the batch grow again to what the portal takes`() {
        var batch = BatchSize(limit: 100)
        while !batch.failed(batch.operations) {}
        #expect(batch.operations == 1)
        for _ in 0..<10 { batch.arrived(batch.operations) }
        #expect(batch.operations == 100)
        batch.published(40)
        #expect(batch.operations == 40)
        batch.published(60)
        #expect(batch.operations == 60)
        batch.published(0)
        #expect(batch.operations == 1 && batch.limit == 1)
    }

    @Test func `a small batch that arrives does not make a large one smaller`() {
        var batch = BatchSize(limit: 100)
        batch.arrived(1)
        #expect(batch.operations == 100)
    }
}
