import Glibc
package import SyncProtocol

/// The engine's clocks: wall time for people and records, monotonic time for waits (architecture.md, "Time").
package protocol EngineClock: Sendable {
    /// Wall time.
    func now() -> Timestamp
    /// Time since some fixed moment; never goes back, whoever sets the clock.
    func uptime() -> Duration
    /// Waits that long by the monotonic clock. Throws `CancellationError`.
    func sleep(for duration: Duration) async throws
}

/// This machine's clocks.
package struct SystemClock: EngineClock {
    private let start = ContinuousClock.now

    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package func uptime() -> Duration { ContinuousClock.now - start }

    package func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
