/// Whose turn it is on the one line: an operation never waits behind a file for more than one piece, and under steady
/// small traffic files still get every fifth turn (architecture.md, "Small things first, nothing starves").
package struct Turn: Sendable, Hashable {
    package enum Choice: Sendable, Hashable {
        case exchange, piece, nothing
    }

    /// Exchanges in a row after which a waiting file has its turn.
    package static let patience = 4

    private var exchangesInARow = 0

    package init() {}

    /// - Parameters:
    ///   - operations: whether operations are due, or a pull is.
    ///   - files: whether a file is due.
    package mutating func next(operations: Bool, files: Bool) -> Choice {
        if operations && (!files || exchangesInARow < Self.patience) {
            exchangesInARow += 1
            return .exchange
        }
        exchangesInARow = 0
        return files ? .piece : .nothing
    }
}
