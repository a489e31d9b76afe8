import Scheduler
import Testing

@Suite struct TokenBucketTests {
    @Test func `a link that flaps is tried a few times at once and then once in each interval`() {
        var bucket = TokenBucket(capacity: 3, interval: .seconds(30))
        // Up and down each second for ten minutes.
        let taken = (0..<600).filter { bucket.take(at: .seconds($0)) }
        #expect(taken.prefix(3) == [0, 1, 2])
        #expect(taken.count <= 3 + 600 / 30 && taken.count >= 600 / 30)
        let isRested = bucket.take(at: .seconds(700))
        #expect(isRested)
    }

    @Test func `a clock that stands still or goes back gives nothing`() {
        var bucket = TokenBucket(capacity: 1, interval: .seconds(1))
        let taken = [10, 10, 5, 11].map { bucket.take(at: .seconds($0)) }
        #expect(taken == [true, false, false, true])
    }
}
