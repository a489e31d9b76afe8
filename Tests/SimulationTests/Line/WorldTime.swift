import SyncProtocol
import Synchronization

@testable import KioskAgent

/// The one time of a simulated world; it moves only when the world says so.
final class WorldTime: Sendable {
    private let elapsed = Mutex(Duration.zero)
    /// When the world began, by the portal's clock.
    static let start = Timestamp(seconds: 1_795_000_000)

    var uptime: Duration { elapsed.withLock { $0 } }
    var now: Timestamp { Self.start + uptime }
    func advance(by duration: Duration) { elapsed.withLock { $0 += max(duration, .zero) } }
    func advance(to moment: Duration) { elapsed.withLock { $0 = max($0, moment) } }
}

/// The clocks of one kiosk: the world's time, a wall clock that may be wrong, and waits that the world ends.
///
/// The engine's loop waits here when it has nothing to do, so that the world knows by this clock when all is quiet: a wait
/// was begun after the last wake-up.
final class KioskClock: EngineClock {
    private struct Sleeper {
        var number: Int
        var due: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var offset = Duration.zero
        var lastNumber = 0
        var sleepers: [Sleeper] = []
        var isWoken = true
        /// A request has asked for the loop; it gets it when the request is over.
        var isAsked = false
        var isScheduleAsked = false
        var watcher: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())
    private let time: WorldTime

    init(_ time: WorldTime) { self.time = time }

    func now() -> Timestamp { time.now + state.withLock { $0.offset } }
    func uptime() -> Duration { time.uptime }
    /// Somebody sets the wall clock. No machine's stands before 1970.
    func jump(by duration: Duration) {
        let first = Timestamp(seconds: 0) - time.now
        state.withLock { $0.offset = max($0.offset + duration, first) }
    }
    func setRight() { state.withLock { $0.offset = .zero } }

    func sleep(for duration: Duration) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let due = time.uptime + duration
                let watcher = state.withLock { state in
                    state.sleepers.append(Sleeper(number: number, due: due, continuation: continuation))
                    state.isWoken = false
                    defer { state.watcher = nil }
                    return state.watcher
                }
                // A task that was cancelled before has told so already, when nobody slept here yet.
                if Task.isCancelled { giveUp(number) }
                watcher?.resume()
            }
        } onCancel: {
            giveUp(number)
        }
    }

    private func giveUp(_ number: Int) {
        let sleeper = state.withLock { state in
            state.sleepers.firstIndex { $0.number == number }.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }

    /// The loop is about to be woken: it is not quiet until it waits anew.
    func noteWake() { state.withLock { $0.isWoken = true } }

    func askForLoop() { state.withLock { $0.isAsked = true } }
    /// Whether anybody asked since this was last taken.
    func takeAsked() -> Bool {
        state.withLock { state in
            defer { state.isAsked = false }
            return state.isAsked
        }
    }

    func askForSchedule() { state.withLock { $0.isScheduleAsked = true } }
    func takeScheduleAsked() -> Bool {
        state.withLock { state in
            defer { state.isScheduleAsked = false }
            return state.isScheduleAsked
        }
    }

    /// Returns once the loop waits.
    func untilQuiet() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if !state.isWoken && !state.sleepers.isEmpty { return true }
                state.watcher = continuation
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }

    /// When the loop's wait ends; `nil` when it waits for nothing.
    var due: Duration? { state.withLock { $0.sleepers.map(\.due).min() } }

    /// Ends the wait, whose time has come.
    func ring() {
        let sleeper = state.withLock { state in
            state.isWoken = true
            let first = state.sleepers.indices.min { state.sleepers[$0].due < state.sleepers[$1].due }
            return first.map { state.sleepers.remove(at: $0) }
        }
        sleeper?.continuation.resume()
    }
}
