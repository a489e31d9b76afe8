import GRDB
package import SyncProtocol

/// Why a delivered operation is offered once more, with the bytes that it always had.
package enum Asking: Int, Sendable, Hashable {
    case not = 0
    /// To hear whether the portal still knows it.
    case witness = 1
    /// The portal has forgotten it, or may have.
    case offered = 2
}

/// Offering delivered operations again. The portal answers the verdict that it kept, or applies what it had forgotten: either
/// way each is there once (protocol.md, section 4, "sent twice, applied once").
///
/// `+state` keeps SQLite from going through all that was ever delivered: by itself it takes one index for as good as another.
extension OutboxTransaction {
    /// The word for why it goes again.
    package static let askedReason = "asked-again"

    /// Lets delivered operations go again. Returns how many were delivered.
    @discardableResult
    package func ask(again ids: [OperationID], as asking: Asking) throws -> Int {
        var count = 0
        var subjects: Set<SubjectID> = []
        for operation in try ids.map(requiredStanding) where operation.state == .delivered && operation.isFrozen {
            try execute(
                "UPDATE operations SET state = 'retrying', reason = ?, asked = ?, next_attempt_at = NULL WHERE sequence = ?",
                Self.askedReason, asking.rawValue, operation.sequence)
            try setNeeds(operation.needs, of: operation.sequence)
            subjects.insert(operation.subject)
            count += 1
        }
        for subject in subjects.sorted() { try reevaluateBlocked(subject) }
        return count
    }

    /// What tells whether the portal still knows `operation`: it, its subject's other delivered operations, and those of the
    /// subjects that they need, in their order; the newest `limit` of them.
    package func witnesses(of operation: OperationID, limit: Int) throws -> [OperationID] {
        let newest = try requiredStanding(operation)
        var subjects: Set<SubjectID> = [newest.subject]
        for other in try standings("subject = ? AND +state = 'delivered'", newest.subject) { subjects.formUnion(other.needs) }
        let found = try rows(
            """
            SELECT id FROM operations WHERE subject IN (SELECT value FROM json_each(?)) AND +state = 'delivered' AND asked = 0
              AND place <= ? ORDER BY place DESC, sequence DESC LIMIT ?
            """, jsonText(subjects.sorted()), newest.place, max(1, limit)
        ) { try $0.text("id") }
        return found.reversed()
    }

    /// Delivered operations that a portal whose count stands before `serial` has forgotten; without a count, all that were
    /// received since `earliest`. In the order in which they go, at most `limit`.
    package func forgotten(from serial: Int?, since earliest: Timestamp, limit: Int) throws -> [OperationID] {
        let condition = serial == nil ? "received_at >= ?" : "serial >= ?"
        return try rows(
            """
            SELECT id FROM operations WHERE \(condition) AND +state = 'delivered' AND asked = 0 ORDER BY place, sequence LIMIT ?
            """, serial.map(Int64.init) ?? earliest.milliseconds, max(1, limit)
        ) { try $0.text("id") }
    }

    /// Takes the operations that ask whether the portal remembers into one batch: as they once went, each with those before it.
    package func claimWitnesses(_ limits: ClaimLimits, now: Timestamp) throws -> [QueuedOperation] {
        let due = try standings(
            """
            asked = 1 AND (state = 'blocked' OR state = 'retrying' AND (next_attempt_at IS NULL OR next_attempt_at <= ?))
            ORDER BY place, sequence LIMIT ?
            """, now.milliseconds, max(1, limits.maxOperations))
        var batch: [QueuedOperation] = []
        var bytes = 0
        for standing in due {
            guard let frozen = try frozenOrQuarantined(standing, after: [], now: now) else { continue }
            guard batch.isEmpty || bytes + frozen.line.count < limits.maxBytes else { break }
            bytes += frozen.line.count + 1
            try execute(
                """
                UPDATE operations SET state = 'sending', reason = NULL, next_attempt_at = NULL, attempts = attempts + 1,
                  starts = starts + 1, departures = departures + 1 WHERE sequence = ?
                """, standing.sequence)
            batch.append(try required(standing.id))
        }
        return batch
    }

    /// Operations that are asked about and have no answer yet, held and quarantined ones left out.
    package func countAsked(_ asking: Asking) throws -> Int {
        try first(
            "SELECT count(*) AS n FROM operations WHERE asked = ? AND state IN ('waiting', 'blocked', 'sending', 'retrying')",
            asking.rawValue
        ) { try $0.integer("n") } ?? 0
    }

    /// When the next operation that asks whether the portal remembers may go; long ago where one may now, and nil where none can.
    /// What is said twice of `asked` lets SQLite see that the index of those that are asked about will do.
    func nextQuestion() throws -> Timestamp? {
        try first(
            """
            SELECT ifnull(CASE state WHEN 'retrying' THEN next_attempt_at END, -62135596800000) AS due
            FROM operations WHERE asked > 0 AND asked = 1 AND state IN ('blocked', 'retrying') ORDER BY due LIMIT 1
            """
        ) { try $0.moment("due") }
    }

    /// Gives up asking: what has no answer yet is delivered, as its receipt has said all along.
    package func endAsking(as asking: Asking) throws {
        let ids = try rows(
            "SELECT id FROM operations WHERE asked = ? AND state IN ('blocked', 'retrying')", asking.rawValue
        ) { try $0.text("id") }
        for id in ids {
            let operation = try required(id)
            if let receipt = operation.receipt { try deliver(id, receipt: receipt, now: operation.madeAt) }
        }
    }

    // MARK: Whole listings

    /// The subject was told in that listing.
    package func noteTold(_ subject: SubjectID, in listing: Int) throws {
        try execute("UPDATE subjects SET told_in = ? WHERE id = ?", listing, subject)
    }

    /// Accounts and dossiers that the portal had by its receipts or its news, and that the listing did not tell; at most `limit`.
    package func untold(in listing: Int, deliveredOnly: Bool, limit: Int) throws -> [SubjectID] {
        try rows(
            """
            SELECT id FROM subjects s WHERE kind IN ('account', 'dossier') AND revision IS NOT NULL AND NOT is_deleted
              AND adopted_as IS NULL AND told_in <> ?
              AND (NOT ? OR EXISTS (SELECT 1 FROM operations o WHERE o.subject = s.id AND o.state = 'delivered' AND o.asked = 0
                AND o.type IN ('account.put', 'dossier.put')))
            ORDER BY number LIMIT ?
            """, listing, deliveredOnly, max(1, limit)
        ) { try $0.text("id") }
    }
}
