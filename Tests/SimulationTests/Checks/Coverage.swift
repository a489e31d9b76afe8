import Outbox
import Synchronization

/// Which pairs of a state that operations stood in and a fault that struck then were ever met.
final class Coverage: Sendable {
    struct Pair: Hashable, Sendable { var state: String, fault: String }
    private let pairs = Mutex<[Pair: Int]>([:])

    /// Faults of the line, and those of the machine and the portal, by the word that they are counted under.
    static let faults = Fault.allCases.map(\.rawValue) + ["crash", "crashBeforeAnswer", "diskFull", "clockJump", "portalRestored", "crashInFile", "fileDamaged", "rowDamaged"]
    static let universe = OperationState.allCases.flatMap { state in
        faults.map { Pair(state: state.rawValue, fault: $0) }
    }

    func met(_ states: [OperationState], _ fault: String) {
        pairs.withLock { pairs in
            for state in states { pairs[Pair(state: state.rawValue, fault: fault), default: 0] += 1 }
        }
    }

    var reached: Int { pairs.withLock { $0.count } }
    /// Those of the universe that never came, sorted.
    var missed: [String] {
        let met = pairs.withLock { Set($0.keys) }
        return Self.universe.filter { !met.contains($0) }.map { "\($0.state) × \($0.fault)" }.sorted()
    }
}

extension World {
    /// Notes what stood in the store when a fault struck.
    func cover(_ fault: Fault, on index: Int) async { await cover(fault.rawValue, on: index) }

    func cover(_ fault: String, on index: Int) async {
        guard let coverage else { return }
        let outbox = kiosks[index].outbox
        guard let counts = try? await outbox.read({ try $0.counts() }) else { return }
        coverage.met(counts.filter { $0.value > 0 }.map(\.key), fault)
    }
}
