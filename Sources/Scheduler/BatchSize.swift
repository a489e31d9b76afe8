/// How many operations go in one exchange. A batch that fails as a whole is halved until the culprit stands alone; what
/// gets through lets it grow again (architecture.md, "One bad item harms only itself").
package struct BatchSize: Sendable, Hashable {
    /// What the portal publishes.
    package private(set) var limit: Int
    package private(set) var operations: Int

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
        operations = min(limit, max(operations, count * 2))
    }

    /// A batch of `count` failed as a whole. True when it stood alone already: it is the culprit.
    package mutating func failed(_ count: Int) -> Bool {
        guard count > 1 else { return true }
        operations = max(1, count / 2)
        return false
    }
}
