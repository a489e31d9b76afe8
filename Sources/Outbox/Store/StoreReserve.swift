import DurableFiles
import Synchronization

/// Room for the engine when the disk is full: what the portal says to what it was sent can be written down then, so that the queue
/// drains. People's recording gets none of it, and is refused until there is room for all of it again.
final class StoreReserve: Sendable {
    private let space: ReservedSpace?
    private let isGivenUp: Mutex<Bool>

    /// - Parameter bytes: 0 for none.
    init(_ bytes: Int64, folder: String) {
        space = bytes > 0 ? ReservedSpace(bytes, in: DurableFolder(existing: folder), as: "reserve") : nil
        isGivenUp = Mutex(space?.isGivenUp() ?? false)
        // A disk that never had room for it is used as it is.
        restore()
    }

    /// False: there is nothing to give.
    func giveUp() -> Bool {
        guard let space else { return false }
        return isGivenUp.withLock { isGivenUp in
            guard (try? space.giveUp()) == true else { return false }
            isGivenUp = true
            return true
        }
    }

    /// Takes the room again where there is enough. True: recording may go on.
    @discardableResult
    func restore() -> Bool {
        guard let space else { return true }
        return isGivenUp.withLock { isGivenUp in
            if (try? space.take()) != nil { isGivenUp = false }
            return !isGivenUp
        }
    }

    var allowsRecording: Bool { isGivenUp.withLock { !$0 } || restore() }
}
