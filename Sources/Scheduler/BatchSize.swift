/// How many operations go in one exchange. A batch that fails as a whole is halved until the culprit stands alone; what
/// gets through lets it grow again (architecture.md, "One bad item harms only itself").
package struct BatchSize: Sendable, Hashable {
    /// Batches in a row that must get through before one as large as a refused one is tried again.
    package static let patience = 16

    /// What the portal publishes.
    package private(set) var limit: Int
    package private(set) var operations: Int
    /// The smallest batch that the portal refused as too large, while that is remembered.
    private var refused: Int?
    private var arrivals = 0

    package init(limit: Int = 500) {
        self.limit = max(1, limit)
        operations = max(1, limit)
    }

    package mutating func published(_ limit: Int) {
        let grown = operations == self.limit
        self.limit = max(1, limit)
        operations = grown ? self.limit : min(operations, self.limit)
    }

    /// A batch of `count` got verdicts.
    package mutating func arrived(_ count: Int) {
        arrivals += 1
        if arrivals >= Self.patience { refused = nil }
        let ceiling = refused.map { max(1, $0 - 1) } ?? limit
        operations = min(limit, ceiling, max(operations, count * 2))
    }

    /// A batch of `count` was refused as too large: as `failed`, but growing again stops below it for a while, since a batch
    /// that is refused went over the line for nothing.
    package mutating func refused(_ count: Int) -> Bool {
        arrivals = 0
        // One that is too large alone says nothing of the others.
        refused = count > 1 ? count : nil
        return failed(count)
    }

    /// A batch of `count` failed as a whole. True when it stood alone already: it is the culprit.
    package mutating func failed(_ count: Int) -> Bool {
        guard count > 1 else { return true }
        operations = max(1, count / 2)
        return false
    }
}
