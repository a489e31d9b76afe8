import GRDB
package import SyncProtocol

/// What people do to operations. Everything is idempotent.
extension OutboxTransaction {
    /// It leaves what is accepted, with a line in the journal. `state` is `dropped`, `replaced` or `resolved`. What needed it
    /// looks to the operation that took its place, or to the subject's other ones. A delivered one cannot leave.
    package func leave(_ id: OperationID, as state: OperationState, replacedBy: OperationID?, now: Timestamp) throws {
        guard !state.isAccepted else { throw OutboxError(.other, detail: "\(state.rawValue) is no way to leave") }
        let operation = try requiredStanding(id)
        guard operation.state != state else { return }
        guard operation.state.isOpen else { throw Self.hasEnded(operation) }
        try execute(
            """
            UPDATE operations SET state = ?, replaced_by = ?, next_attempt_at = NULL, starts = 0, hold_requested = 0
            WHERE sequence = ?
            """, state.rawValue, replacedBy, operation.sequence)
        if let replacedBy {
            let successor = try requiredStanding(replacedBy)
            try execute("UPDATE operations SET replaces = ifnull(replaces, ?) WHERE sequence = ?", id, successor.sequence)
            try takePlace(of: id, by: successor.sequence)
        }
        try record(
            state.rawValue, subject: operation.subject, operation: id,
            details: ["was": .string(operation.state.rawValue), "replaced_by": replacedBy.map(JSONValue.string) ?? .null],
            at: now)
        try reevaluate(operation.subject, runningToo: true)
        if operation.type == .dossierSupplement { try refreshFiles(of: operation.subject) }
    }

    /// Puts `heir` where `leaving` is: what comes after that comes after the heir.
    package func takePlace(of leaving: OperationID, by heir: OperationID) throws {
        try takePlace(of: leaving, by: requiredStanding(heir).sequence)
    }

    /// Keeps it from being sent until it is released; one that is being sent is held when its attempt ends. `reason` is a
    /// word for why; `held` by default.
    @discardableResult
    package func hold(_ id: OperationID, reason: String?) throws -> QueuedOperation {
        let operation = try requiredStanding(id)
        switch operation.state {
        case .waiting, .blocked, .retrying:
            try execute(
                "UPDATE operations SET state = 'held', reason = ?, next_attempt_at = NULL WHERE sequence = ?", reason ?? "held",
                operation.sequence)
        case .sending:
            try execute("UPDATE operations SET hold_requested = 1 WHERE sequence = ?", operation.sequence)
        default: break
        }
        return try required(id)
    }

    /// Lets a held one go on.
    @discardableResult
    package func release(_ id: OperationID) throws -> QueuedOperation {
        let operation = try requiredStanding(id)
        switch operation.state {
        case .held: try letGo(operation)
        case .sending: try execute("UPDATE operations SET hold_requested = 0 WHERE sequence = ?", operation.sequence)
        default: break
        }
        return try required(id)
    }

    /// Makes a retrying one due at once, with the same bytes; lets a quarantined one go again.
    @discardableResult
    package func retry(_ id: OperationID, now: Timestamp) throws -> QueuedOperation {
        let operation = try requiredStanding(id)
        switch operation.state {
        case .quarantined: try letGo(operation)
        case .retrying:
            try execute("UPDATE operations SET next_attempt_at = ? WHERE sequence = ?", now.milliseconds, operation.sequence)
        default: break
        }
        return try required(id)
    }

    private func letGo(_ operation: Standing) throws {
        try execute(
            "UPDATE operations SET state = ?, reason = NULL, problem = NULL, next_attempt_at = NULL, starts = 0 WHERE sequence = ?",
            operation.wasOffered ? "retrying" : "waiting", operation.sequence)
        try settle(operation.sequence)
    }
}
