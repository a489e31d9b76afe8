import Synchronization
import Transport

/// The pieces of files that one round has on the line. One at most is being sent; beside it one may wait for its answer,
/// so that a long round trip does not leave the line idle.
final class PiecesUnderWay: Sendable {
    private struct State {
        var next = 0
        /// By number: whether the kernel has the piece's last byte.
        var isSent: [Int: Bool] = [:]
        var endings: [Result<PortalFailure?, any Error>] = []
    }
    private let state = Mutex(State())
    /// One element, however much happened: a piece was sent or ended, or something was recorded.
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() { (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Makes the round look at what is due.
    func ring() { bell.yield() }

    func start() -> Int {
        state.withLock { state in
            state.next += 1
            state.isSent[state.next] = false
            return state.next
        }
    }

    func sent(_ number: Int) {
        state.withLock { state in
            if state.isSent[number] != nil { state.isSent[number] = true }
        }
        ring()
    }

    func ended(_ number: Int, _ result: Result<PortalFailure?, any Error>) {
        state.withLock { state in
            state.isSent[number] = nil
            state.endings.append(result)
        }
        ring()
    }

    /// Whether none is on the line, and the round has looked at how each of them ended: only then the round is at its end.
    var isEmpty: Bool { state.withLock { $0.isSent.isEmpty && $0.endings.isEmpty } }

    /// Whether a piece can be started.
    /// - Parameter overlapping: the wait for an answer is worth a second connection.
    func hasRoom(overlapping: Bool) -> Bool {
        state.withLock { state in
            state.isSent.isEmpty || overlapping && state.isSent.count < 2 && state.isSent.values.allSatisfy(\.self)
        }
    }

    /// What the pieces that ended since the last call tell the round: what stops it, if anything does.
    func takeFailure() throws -> PortalFailure? {
        let endings = state.withLock { state in
            defer { state.endings = [] }
            return state.endings
        }
        var failure: PortalFailure?
        for ending in endings { if let stop = try ending.get(), failure == nil { failure = stop } }
        return failure
    }
}
