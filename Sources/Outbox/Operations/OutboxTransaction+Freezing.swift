import Foundation
import GRDB
import SyncProtocol

/// The moment after which an operation's bytes never change.
extension OutboxTransaction {
    /// The frozen form that the operation has, or is to get. `nil`: it cannot be read, and is quarantined now.
    func frozenOrQuarantined(
        _ standing: Standing, after: [OperationID], now: Timestamp
    ) throws -> QueuedOperation.Frozen? {
        do {
            // An id that went bad leads to no operation, or to another one.
            guard let operation = try operation(standing.id), operation.sequence == standing.sequence else {
                throw OutboxError(.missing, detail: "operation \(standing.id)")
            }
            if let frozen = operation.frozen { return frozen }
            return try composed(operation, after: after, now: now)
        } catch let error as OutboxError where error.code == .corrupt || error.code == .missing {
            // A statement that failed is no row that cannot be read: then the transaction is not committed anyway.
            if failure != nil { throw error }
            try execute(
                """
                UPDATE operations SET state = 'quarantined', reason = 'unreadable', next_attempt_at = NULL, starts = 0,
                  hold_requested = 0 WHERE sequence = ?
                """, standing.sequence)
            try record(
                "quarantined", subject: standing.subject, operation: standing.id, details: ["reason": "unreadable"], at: now)
            return nil
        }
    }

    /// What the operation's line would be now.
    private func composed(
        _ operation: QueuedOperation, after: [OperationID], now: Timestamp
    ) throws -> QueuedOperation.Frozen {
        guard let subject = try subject(operation.subject) else { throw OutboxError(.missing, detail: operation.subject) }
        var body = operation.body ?? [:]
        if operation.type.isPut { body = PortalMembers.strip(subject.state, kind: subject.kind) }
        let line = Operation(
            id: operation.id, type: operation.type, subject: operation.subject, base: subject.revision, after: after,
            madeAt: operation.madeAt, officer: try operation.officer.map(currentID), body: body
        ).line
        return QueuedOperation.Frozen(
            line: line, digest: Digest.sha256(line), base: subject.revision, after: after, at: now)
    }

    /// Keeps the line. From here on the database itself refuses to change it.
    func freeze(_ operation: Standing, _ frozen: QueuedOperation.Frozen) throws {
        try execute(
            """
            UPDATE operations SET line = ?, digest = ?, base = ?, after = ?, frozen_at = ? WHERE sequence = ? AND line IS NULL
            """,
            Data(frozen.line), frozen.digest, frozen.base, jsonText(frozen.after), frozen.at.milliseconds, operation.sequence)
    }
}
