import Outbox
import Synchronization

/// Where the program of one kiosk ends, and when its disk is full: it hears of every commit of the store.
final class Fuse: Sendable {
    private struct State {
        var crash: (commits: Int, point: CommitPoint)?
        var isDead = false
        /// So many commits still fail.
        var fullFor = 0
        var hits = 0
    }
    private let state = Mutex(State())

    /// The program has ended: nothing that it still tries counts.
    var isDead: Bool { state.withLock { $0.isDead } }
    var isFull: Bool { state.withLock { $0.fullFor > 0 } }
    /// How often the disk was full.
    var hits: Int { state.withLock { $0.hits } }

    func blow() { state.withLock { $0.isDead = true } }
    /// The program ends around the commit after `commits` more.
    func arm(commits: Int, _ point: CommitPoint) { state.withLock { $0.crash = (commits, point) } }
    func fillDisk(for commits: Int) { state.withLock { $0.fullFor = commits } }
    func heal() {
        state.withLock {
            $0.crash = nil; $0.fullFor = 0
        }
    }

    func around(_ point: CommitPoint) throws {
        try state.withLock { state in
            if state.isDead { throw OutboxError(.readOnly, detail: "the program has ended") }
            if point == .before, state.fullFor > 0 {
                state.fullFor -= 1
                state.hits += 1
                throw OutboxError(.diskFull)
            }
            guard let crash = state.crash, crash.point == point else { return }
            if crash.commits > 0 {
                state.crash = (crash.commits - 1, point)
            } else {
                state.crash = nil
                state.isDead = true
                throw OutboxError(.readOnly, detail: "the program has ended")
            }
        }
    }
}
