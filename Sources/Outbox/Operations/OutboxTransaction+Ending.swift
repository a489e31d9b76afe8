import GRDB
package import SyncProtocol

/// How attempts end.
extension OutboxTransaction {
    /// The transport failed, the outcome is unknown: the same bytes go again at `nextAttemptAt` (`nil`: when asked next).
    /// Operations that are not being sent stay as they are. One that waits for another of them becomes `blocked` and comes
    /// along with it.
    /// - Parameter hasLeft: false when it is certain that no byte of them left this machine.
    package func endAttempt(
        _ ids: [OperationID], reason: String, nextAttemptAt: Timestamp?, hasLeft: Bool = true
    ) throws {
        let ended = try ids.map(requiredStanding).filter { $0.state == .sending }
        for operation in ended {
            try execute(
                """
                UPDATE operations SET state = ?, reason = ?, next_attempt_at = ?, starts = 0, hold_requested = 0,
                  departures = max(0, departures - ?) WHERE sequence = ?
                """, operation.holdRequested ? "held" : "retrying", reason, nextAttemptAt?.milliseconds, hasLeft ? 0 : 1,
                operation.sequence)
        }
        for operation in ended { try settle(operation.sequence) }
    }

    /// Ends the attempts that never got an end although the program went on, as when the store could not take what the portal
    /// answered. For the owner alone, while nothing is being sent: the same bytes go again.
    package func endUnfinished() throws {
        let ids = try rows("SELECT id FROM operations WHERE state = 'sending'") { try $0.text("id") }
        if !ids.isEmpty { try endAttempt(ids, reason: "interrupted", nextAttemptAt: nil) }
        try endUnfinishedFiles()
    }

    /// What was claimed never left this machine: as if it had not been claimed, but frozen.
    package func unclaim(_ ids: [OperationID]) throws {
        let ended = try ids.map(requiredStanding).filter { $0.state == .sending }
        for operation in ended {
            let state = operation.holdRequested ? "held" : operation.attempts > 1 ? "retrying" : "waiting"
            try execute(
                """
                UPDATE operations SET state = ?, reason = NULL, next_attempt_at = NULL, starts = 0, hold_requested = 0,
                  attempts = max(0, attempts - 1), departures = max(0, departures - 1) WHERE sequence = ?
                """, state, operation.sequence)
        }
        for operation in ended { try settle(operation.sequence) }
    }

    /// The portal's receipt came. Sets free what waited for it; the subject's state is the caller's to fold.
    package func deliver(_ id: OperationID, receipt: Receipt, now: Timestamp) throws {
        let operation = try requiredStanding(id)
        guard operation.state != .delivered else { return }
        try execute(
            """
            UPDATE operations SET state = 'delivered', reason = NULL, problem = NULL, receipt = ?, serial = ?, received_at = ?,
              next_attempt_at = NULL, starts = 0, hold_requested = 0, asked = 0 WHERE sequence = ?
            """, receipt.stored, receipt.serial, receipt.receivedAt.milliseconds, operation.sequence)
        try reevaluate(operation.subject, runningToo: false)
    }

    /// The portal refused it for good. The reason is the problem's name.
    package func reject(_ id: OperationID, problem: Problem, now: Timestamp) throws {
        try end(id, as: .rejected, reason: problem.name?.rawValue ?? problem.type, problem: problem)
    }

    /// It met another state at the portal; a person (or a merge) must go on from here.
    package func settleConflict(_ id: OperationID, reason: String) throws {
        try end(id, as: .conflict, reason: reason, problem: nil)
    }

    /// It harmed the machine or could not be read: it goes nowhere until a person lets it.
    package func quarantine(_ id: OperationID, reason: String) throws {
        try end(id, as: .quarantined, reason: reason, problem: nil)
    }

    /// The verdict was `later`: nothing was stored at the portal, the same bytes go again at `nextAttemptAt`.
    package func postpone(_ id: OperationID, reason: String, problem: Problem?, nextAttemptAt: Timestamp?) throws {
        let operation = try requiredStanding(id)
        guard operation.state.isOpen else { throw Self.hasEnded(operation) }
        try execute(
            """
            UPDATE operations SET state = ?, reason = ?, problem = ?, next_attempt_at = ?, starts = 0, hold_requested = 0
            WHERE sequence = ?
            """, operation.holdRequested || operation.state == .held ? "held" : "retrying", reason, problem?.json.text,
            nextAttemptAt?.milliseconds, operation.sequence)
        try settle(operation.sequence)
    }

    private func end(_ id: OperationID, as state: OperationState, reason: String, problem: Problem?) throws {
        let operation = try requiredStanding(id)
        guard operation.state.isOpen else { throw Self.hasEnded(operation) }
        try execute(
            """
            UPDATE operations SET state = ?, reason = ?, problem = ?, next_attempt_at = NULL, starts = 0, hold_requested = 0
            WHERE sequence = ?
            """, state.rawValue, reason, problem?.json.text, operation.sequence)
    }

    static func hasEnded(_ operation: Standing) -> OutboxError {
        OutboxError(.other, detail: "operation \(operation.id) is \(operation.state.rawValue)")
    }
}
