import Synchronization

/// Who writes to which upload at this moment: one at a time, the others get 423.
///
/// The locks live in memory alone: `serve` is the only process that takes uploads, and none of its requests outlives it.
final class UploadLocks: Sendable {
    private let holds = Mutex<[String: UploadHold]>([:])

    /// Takes the upload `id`; `nil` while another holds it. A holder whose connection has brought no byte for
    /// `yieldTimeout` is told to let go, so that a client that comes back over a new connection need not wait for the
    /// old one to be found dead.
    func tryHold(_ id: String, now: ContinuousClock.Instant, yieldTimeout: Duration) -> UploadHold? {
        holds.withLock { holds in
            if let other = holds[id] {
                if now - other.lastProgress >= yieldTimeout { other.askToLetGo() }
                return nil
            }
            let hold = UploadHold(id: id, now: now)
            holds[id] = hold
            return hold
        }
    }

    /// The holder of the upload `id` that was told to let go; `nil` when nobody was.
    func leaving(_ id: String) -> UploadHold? {
        holds.withLock { holds in holds[id].flatMap { $0.isAskedToLetGo ? $0 : nil } }
    }

    /// Whether a request writes to it.
    func isHeld(_ id: String) -> Bool { holds.withLock { $0[id] != nil } }

    func release(_ hold: UploadHold) {
        holds.withLock { holds in
            if holds[hold.id] === hold { holds[hold.id] = nil }
        }
        hold.noteRelease()
    }
}

/// One request's hold on one upload.
final class UploadHold: Sendable {
    let id: String
    private let progress: Mutex<ContinuousClock.Instant>
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    private let wished = Mutex(false)
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation

    init(id: String, now: ContinuousClock.Instant) {
        self.id = id
        progress = Mutex(now)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (releases, release) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// When the last bytes came.
    var lastProgress: ContinuousClock.Instant { progress.withLock { $0 } }

    func noteProgress(_ now: ContinuousClock.Instant) { progress.withLock { $0 = now } }

    func askToLetGo() {
        wished.withLock { $0 = true }
        wish.yield()
    }

    var isAskedToLetGo: Bool { wished.withLock(\.self) }

    func noteRelease() { release.finish() }

    /// Returns when the request has let go, or when the task is cancelled.
    func untilReleased() async {
        for await _ in releases {}
    }

    /// Returns when somebody else wants the upload and this request was found idle, or when the task is cancelled.
    func untilWanted() async {
        for await _ in wishes { return }
    }

    /// Returns when no byte has come for `timeout`, or when the task is cancelled.
    func untilStalled(_ timeout: Duration, clock: ContinuousClock) async {
        while !Task.isCancelled {
            let deadline = lastProgress + timeout
            guard deadline > clock.now else { return }
            // Cancellation is the other end of this wait.
            guard (try? await clock.sleep(until: deadline)) != nil else { return }
        }
    }
}
