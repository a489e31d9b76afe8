@testable import Outbox

extension OutboxTransaction {
    /// Writes `text` where the statement says, past every check.
    func spoil(_ statement: String, _ text: String) throws { try execute(statement, text) }
}
