import Synchronization

/// The bytes of one piece of a paper: how many it may have, how many were set aside for it, and how many are known to have left.
final class PieceCount: Sendable {
    /// The most that the budgets allow it.
    let most: Int64
    private let state = Mutex((reserved: Int64(0), sent: Int64(0)))

    init(most: Int64) { self.most = most }

    var reserved: Int64 {
        get { state.withLock(\.reserved) }
        set { state.withLock { $0.reserved = newValue } }
    }

    var sent: Int64 { state.withLock(\.sent) }

    /// So many of its bytes have left by now.
    func told(_ sent: Int64) { state.withLock { $0.sent = max($0.sent, sent) } }
}
