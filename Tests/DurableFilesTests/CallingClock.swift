import DurableFiles
import Synchronization

/// A clock on which no time passes: each sleep calls `onSleep` and is over.
struct CallingClock: Clock {
    let onSleep: @Sendable () -> Void

    init(onSleep: @escaping @Sendable () -> Void) { self.onSleep = onSleep }

    var now: ContinuousClock.Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        onSleep()
    }
}

/// Holds a lock until told to let it go.
final class LockBox: Sendable {
    private let lock: Mutex<FileLock?>
    init(_ lock: FileLock) { self.lock = Mutex(lock) }
    func letGo() { lock.withLock { $0 = nil } }
}
