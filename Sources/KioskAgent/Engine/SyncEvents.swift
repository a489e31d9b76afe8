import Synchronization

/// Passes what happens in the engine on to whoever follows a sync.
final class SyncEvents: Sendable {
    private struct Followers {
        var next = 0
        var streams: [Int: AsyncStream<SyncEvent>.Continuation] = [:]
    }
    private let followers = Mutex(Followers())

    func tell(_ event: SyncEvent) async { tellNow(event) }

    /// The same from a callback that cannot wait.
    func tellNow(_ event: SyncEvent) {
        for stream in followers.withLock({ Array($0.streams.values) }) { stream.yield(event) }
    }

    /// Events from now on, until the stream's reader ends or `close` is called for it. A slow reader misses the oldest.
    func follow() -> (number: Int, events: AsyncStream<SyncEvent>) {
        let (events, continuation) = AsyncStream.makeStream(of: SyncEvent.self, bufferingPolicy: .bufferingNewest(1000))
        let number = followers.withLock { followers in
            followers.next += 1
            followers.streams[followers.next] = continuation
            return followers.next
        }
        return (number, events)
    }

    func close(_ number: Int) {
        followers.withLock { $0.streams.removeValue(forKey: number) }?.finish()
    }
}
