/// Lets something happen `capacity` times at once and once in each `interval` in the long run, so that a link that flaps
/// does not make a storm. Pure; time is monotonic.
package struct TokenBucket: Sendable, Hashable {
    package let capacity: Int
    package let interval: Duration
    private var tokens: Int
    /// When the next token is counted from.
    private var since: Duration?

    package init(capacity: Int, interval: Duration) {
        self.capacity = max(1, capacity)
        self.interval = max(interval, .milliseconds(1))
        tokens = self.capacity
    }

    /// Takes a token; false when there is none.
    package mutating func take(at now: Duration) -> Bool {
        let start = since ?? now
        let earned = max(0, Int(min((now - start) / interval, Double(capacity))))
        tokens = min(capacity, tokens + earned)
        // A full bucket earns nothing while it waits.
        since = tokens == capacity ? now : start + interval * earned
        guard tokens > 0 else { return false }
        tokens -= 1
        return true
    }
}
