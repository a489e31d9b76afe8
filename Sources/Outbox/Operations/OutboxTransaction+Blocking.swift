import GRDB
package import SyncProtocol

/// Who waits for whom: operations of one subject go in order, and an operation waits until the portal has every subject
/// that it needs.
///
/// Invariant: an operation that is `waiting` or `retrying` waits for no other. So whatever is due can be tried.
extension OutboxTransaction {
    static let blockedReason = "parent-not-delivered"

    /// Open operations that `operation` waits for.
    package func blockers(of operation: QueuedOperation) throws -> [OperationID] {
        guard let standing = try standings("sequence = ?", operation.sequence).first, standing.state.isOpen else { return [] }
        return try blockers(of: standing)
    }

    func blockers(of operation: Standing) throws -> [OperationID] {
        var blockers = try rows(
            Queries.earlierOfSubject, operation.subject, operation.place, operation.sequence
        ) { try $0.text("id") }
        for need in operation.needs where need != operation.subject {
            if let put = try creatingPut(of: need), !blockers.contains(put) { blockers.append(put) }
        }
        return blockers
    }

    /// The open put that will make the subject known to the portal; `nil` when the portal knows it, or nothing will.
    private func creatingPut(of subject: SubjectID) throws -> OperationID? {
        guard let put = try first(Queries.openPutOf, subject, read: { try $0.text("id") }) else { return nil }
        return try isAtPortal(subject) ? nil : put
    }

    func isAtPortal(_ subject: SubjectID) throws -> Bool {
        // What made it there is offered again: the portal may have forgotten it.
        if try exists(Queries.askedCreationOf, subject) { return false }
        if try exists("SELECT 1 FROM subjects WHERE id = ? AND revision IS NOT NULL", subject) { return true }
        return try exists(Queries.deliveredPutOf, subject)
    }

    /// Recomputes whether one operation waits for another, if it is in a state where it may.
    func settle(_ sequence: Int64) throws {
        guard let operation = try standings("sequence = ?", sequence).first else { return }
        try settle(operation)
    }

    func settle(_ operation: Standing) throws {
        switch operation.state {
        case .waiting, .retrying:
            guard try !blockers(of: operation).isEmpty else { return }
            try execute(
                "UPDATE operations SET state = 'blocked', reason = ?, next_attempt_at = NULL WHERE sequence = ?",
                Self.blockedReason, operation.sequence)
        case .blocked:
            guard try blockers(of: operation).isEmpty else { return }
            try execute(
                "UPDATE operations SET state = ?, reason = NULL, next_attempt_at = NULL WHERE sequence = ?",
                operation.wasOffered ? "retrying" : "waiting", operation.sequence)
        default: return
        }
    }

    /// Looks again at everything that waits for this subject, or went on because nothing stood in its way.
    package func reevaluateBlocked(_ subject: SubjectID) throws { try reevaluate(subject, runningToo: true) }

    /// - Parameter runningToo: whether to look for those that have to wait now, too, and not only for those set free.
    func reevaluate(_ subject: SubjectID, runningToo: Bool) throws {
        let states = runningToo ? "('blocked', 'waiting', 'retrying')" : "('blocked')"
        for operation in try standings("subject = ? AND state IN \(states) ORDER BY place, sequence", subject) {
            try settle(operation)
        }
        // An officer's account may stand before a hundred thousand dossiers.
        var last: Int64 = 0
        while true {
            let page = try rows(
                Queries.blockedByNeed, subject, last, runningToo, 500, read: leavingOut("operations", Standing.init(row:)))
            for operation in page { if let operation { try settle(operation) } }
            guard page.count == 500, let end = page.compactMap({ $0?.sequence }).last else { return }
            last = end
        }
    }
}
