/// How fast connections may send on a slow line. Each of them begins with a burst, and again after it was idle, and doubles what it
/// sends in each round trip: on a line with a short queue in front of it most of that is lost, and with it seconds. Sent evenly,
/// at a little more than the line was seen to carry, it is not, and the rate can still be found to have grown. A pure value.
struct LinePace {
    /// A faster line empties its queue before anybody notices.
    static let fast: UInt64 = 100_000

    /// What the line carries, in bytes a second: the most that was seen of late.
    private var rate: UInt64 = 0
    /// At most so many bytes a second may be sent on a connection; `nil` for any number.
    private(set) var bytesASecond: UInt64?

    /// A connection that fills the line carries `rate` bytes a second. True when the pace has changed.
    mutating func saw(_ rate: UInt64) -> Bool {
        // A connection that recovers from a loss carries less for a while than the line would: what was seen is forgotten slowly.
        self.rate = max(rate, self.rate - self.rate / 32)
        let before = bytesASecond
        bytesASecond = self.rate < Self.fast ? max(self.rate + self.rate / 3, 4096) : nil
        return bytesASecond != before
    }
}
