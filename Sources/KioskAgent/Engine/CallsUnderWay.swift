import Synchronization
import Transport

/// What one round has on the line: an exchange, and pieces of files beside it, and a part of a result that is fetched. One of them
/// at most is being sent; the others wait for their answers, so that neither a long round trip nor a connection that waits for a
/// time-out leaves the line idle.
final class CallsUnderWay: Sendable {
    private struct State {
        var next = 0
        /// By number: whether the line is idle as far as the piece is concerned.
        var isSent: [Int: Bool] = [:]
        var endings: [Result<PortalFailure?, any Error>] = []
        /// The same of the exchange; `nil` when there is none.
        var exchangeIsSent: Bool?
        var exchangeEnding: Result<SyncEngine.ExchangeEnd, any Error>?
        /// A part of a result is being fetched: the line the other way, which does not count against the pieces.
        var isFetching = false

        var isExchanging: Bool { exchangeIsSent != nil || exchangeEnding != nil }
    }
    /// Pieces and the exchange, of which one at most is being sent: what is sent alone waits for its answer, and a short piece
    /// is sent before the answer to the one before it.
    static let most = 3

    private let state = Mutex(State())
    /// One element, however much happened: something was sent or ended, or something was recorded.
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    init() { (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    /// Makes the round look at what is due.
    func ring() { bell.yield() }

    // MARK: Pieces

    func startPiece() -> Int {
        state.withLock { state in
            state.next += 1
            state.isSent[state.next] = false
            return state.next
        }
    }

    func sent(_ piece: Int) {
        state.withLock { state in
            if state.isSent[piece] != nil { state.isSent[piece] = true }
        }
        ring()
    }

    func ended(_ piece: Int, _ result: Result<PortalFailure?, any Error>) {
        state.withLock { state in
            state.isSent[piece] = nil
            state.endings.append(result)
        }
        ring()
    }

    /// Whether a piece can be started.
    /// - Parameters:
    ///   - overlapping: the wait for an answer is worth a second connection.
    ///   - most: calls at once.
    func hasRoom(overlapping: Bool, most: Int = CallsUnderWay.most) -> Bool {
        state.withLock { state in
            let calls = Array(state.isSent.values) + [state.exchangeIsSent].compactMap(\.self)
            return calls.isEmpty || overlapping && calls.count < most && calls.allSatisfy(\.self)
        }
    }

    /// Whether some piece has not ended.
    var hasPieces: Bool { state.withLock { !$0.isSent.isEmpty } }

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

    // MARK: A part of a result

    var isFetching: Bool { state.withLock(\.isFetching) }

    func startFetch() { state.withLock { $0.isFetching = true } }

    func fetchEnded(_ result: Result<PortalFailure?, any Error>) {
        state.withLock { state in
            state.isFetching = false
            state.endings.append(result)
        }
        ring()
    }

    // MARK: The exchange

    /// Whether one is under way, or the round has not looked at its end.
    var isExchanging: Bool { state.withLock(\.isExchanging) }

    func startExchange() { state.withLock { $0.exchangeIsSent = false } }

    func exchangeSent() {
        state.withLock { state in if state.exchangeIsSent != nil { state.exchangeIsSent = true } }
        ring()
    }

    func exchangeEnded(_ result: Result<SyncEngine.ExchangeEnd, any Error>) {
        state.withLock { state in (state.exchangeIsSent, state.exchangeEnding) = (nil, result) }
        ring()
    }

    /// How the exchange ended, once.
    func takeExchange() throws -> SyncEngine.ExchangeEnd? {
        let ending = state.withLock { state in
            defer { state.exchangeEnding = nil }
            return state.exchangeEnding
        }
        return try ending?.get()
    }

    /// Whether nothing is on the line, and the round has looked at how each call ended: only then the round is at its end.
    var isEmpty: Bool { state.withLock { $0.isSent.isEmpty && $0.endings.isEmpty && !$0.isExchanging && !$0.isFetching } }
}
