import Outbox
import SyncProtocol
import Synchronization

/// Which pairs of a state that operations stood in and a fault that struck then were ever met.
final class Coverage: Sendable {
    struct Pair: Hashable, Sendable, Codable { var state: String, fault: String }
    /// How often each came.
    struct Counts: Sendable, Codable {
        var pairs: [Pair: Int] = [:]
        /// Deeds by their outcome.
        var deeds: [Deed: [String: Int]] = [:]
        /// Verdicts of the portal by the type of operation.
        var verdicts: [String: [String: Int]] = [:]
    }
    private let state = Mutex(Counts())

    /// The outcome of a deed that was done.
    static let done = "done"

    /// Faults of the machine and the portal, by the word that they are counted under.
    static let others = [
        "crash", "crashBeforeAnswer", "diskFull", "clockJump", "portalRestored", "crashInFile", "fileDamaged", "rowDamaged",
    ]
    /// What an operation in a request was before it was sent: others are in no request.
    static let carried: [OperationState] = [.waiting, .retrying, .held, .delivered]
    /// What can come at all: any state under a fault of the machine or the portal; under one of the line the states of the
    /// operations in the request, and what other requests are for.
    static let universe =
        OperationState.allCases.flatMap { state in others.map { Pair(state: state.rawValue, fault: $0) } }
        + carried.flatMap { state in
            Fault.allCases.filter { $0.fits(.sync) }.map { Pair(state: state.rawValue, fault: $0.rawValue) }
        }
        + RequestKind.allCases.flatMap { kind in
            Fault.allCases.filter { $0.fits(kind) }.map { Pair(state: kind.rawValue, fault: $0.rawValue) }
        }

    var counts: Counts { state.withLock { $0 } }

    func met(_ states: some Sequence<String>, _ fault: String) {
        state.withLock { counts in
            for state in states { counts.pairs[Pair(state: state, fault: fault), default: 0] += 1 }
        }
    }

    func did(_ deed: Deed, _ outcome: String) { state.withLock { $0.deeds[deed, default: [:]][outcome, default: 0] += 1 } }
    func answered(_ type: String, _ verdict: String) {
        state.withLock { $0.verdicts[type, default: [:]][verdict, default: 0] += 1 }
    }

    /// Adds what another program came across.
    func add(_ other: Counts) {
        state.withLock { counts in
            counts.pairs.merge(other.pairs, uniquingKeysWith: +)
            counts.deeds.merge(other.deeds) { $0.merging($1, uniquingKeysWith: +) }
            counts.verdicts.merge(other.verdicts) { $0.merging($1, uniquingKeysWith: +) }
        }
    }

    /// Deeds that no clerk ever did, and operations of which none was applied.
    var neverDone: [String] {
        let counts = counts
        return Deed.allCases.filter { counts.deeds[$0]?[Self.done] == nil }.map(\.rawValue)
            + OperationType.allCases.map(\.rawValue).filter { counts.verdicts[$0]?["applied"] == nil }.map { "\($0) applied" }
    }

    /// How often each deed was done, and what kept it from being done; the same of operations at the portal.
    var outcomes: [String] {
        func line(_ name: String, _ counts: [String: Int]) -> String {
            let told = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return "\(name): " + told.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        }
        let counts = counts
        return Deed.allCases.map { line($0.rawValue, counts.deeds[$0] ?? [:]) }
            + counts.verdicts.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }
    }

    var reached: Int { state.withLock { $0.pairs.count } }
    /// Those of the universe that never came, sorted.
    var missed: [String] {
        let met = Set(counts.pairs.keys)
        return Self.universe.filter { !met.contains($0) }.map { "\($0.state) × \($0.fault)" }.sorted()
    }
}

extension World {
    /// Notes what the request carried that a fault of the line strikes. What is being sent counts by what it was before.
    func cover(_ fault: Fault, in wire: WireRequest, on index: Int) async {
        guard let coverage else { return }
        let ids = operations(in: wire)
        var states: Set<String> = [RequestKind(wire).rawValue]
        let outbox = kiosks[index].outbox
        let carried = (try? await outbox.read { tx in try ids.compactMap { try tx.operation($0) } }) ?? []
        for operation in carried {
            let state: OperationState =
                operation.asked != .not
                ? .delivered : operation.holdRequested ? .held : operation.attempts > 1 ? .retrying : .waiting
            states.insert(state.rawValue)
        }
        coverage.met(states, fault.rawValue)
    }

    /// Notes what stood in the store when a fault of the machine or the portal struck.
    func cover(_ fault: String, on index: Int) async {
        guard let coverage else { return }
        let outbox = kiosks[index].outbox
        guard let counts = try? await outbox.read({ try $0.counts() }) else { return }
        coverage.met(counts.filter { $0.value > 0 }.map(\.key.rawValue), fault)
    }
}
