import Synchronization

/// Tells those who follow the journal that there may be something new in it. Whoever writes to the store tells it, after
/// the commit; several tidings that nobody has taken yet are one.
package final class JournalNews: Sendable {
    private struct Listeners {
        var next = 0
        var continuations: [Int: AsyncStream<Void>.Continuation] = [:]
    }
    private let listeners = Mutex(Listeners())

    package init() {}

    /// Something was committed.
    package func tell() {
        let waiting = listeners.withLock { Array($0.continuations.values) }
        for continuation in waiting { continuation.yield() }
    }

    /// Tidings from now on; ends when the task that reads them is cancelled.
    func tidings() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let number = listeners.withLock { listeners in
                listeners.next += 1
                listeners.continuations[listeners.next] = continuation
                return listeners.next
            }
            continuation.onTermination = { [weak self] _ in
                self?.listeners.withLock { _ = $0.continuations.removeValue(forKey: number) }
            }
        }
    }
}
