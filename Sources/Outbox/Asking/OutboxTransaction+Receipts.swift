import GRDB
package import SyncProtocol

/// What the receipts say of the portal's memory. A portal that was restored from a backup has forgotten what it received
/// last: its count of this kiosk's receipts starts again where it stood then.
///
/// `+state` keeps SQLite from going through all that was ever delivered: by itself it takes one index for as good as another.
extension OutboxTransaction {
    /// Delivered operations whose receipts the present one contradicts: they were counted as late or later, and received before.
    /// The newest of them, if there are any.
    package func contradicted(by receipt: Receipt, of operation: OperationID) throws -> OperationID? {
        try first(
            """
            SELECT id FROM operations WHERE serial >= ? AND id <> ? AND +state = 'delivered' AND asked = 0 AND received_at < ?
            ORDER BY serial DESC LIMIT 1
            """, receipt.serial, operation, receipt.receivedAt.milliseconds
        ) { try $0.text("id") }
    }

    /// The operation that the portal received last before `moment`, and not before `earliest`.
    package func lastReceived(before moment: Timestamp, since earliest: Timestamp) throws -> OperationID? {
        try first(
            """
            SELECT id FROM operations WHERE received_at < ? AND received_at >= ? AND +state = 'delivered' AND asked = 0
            ORDER BY received_at DESC, sequence DESC LIMIT 1
            """, moment.milliseconds, earliest.milliseconds
        ) { try $0.text("id") }
    }

    /// Receipts that contradict another one, though the portal remembers them all, were counted for another kiosk: a machine
    /// that this one replaced.
    package func disregardSerials(from serial: Int, before moment: Timestamp) throws {
        try execute("UPDATE operations SET serial = NULL WHERE serial >= ? AND received_at < ?", serial, moment.milliseconds)
    }

    /// The receipts so far were counted for another kiosk.
    package func disregardSerials() throws { try execute("UPDATE operations SET serial = NULL WHERE serial IS NOT NULL") }

    /// Whether the revision is one that the subject had here, and no longer has: an operation that was delivered was made on
    /// it, or led to it, and a later one has been delivered since.
    package func isSuperseded(_ revision: Revision, of subject: SubjectID) throws -> Bool {
        guard try subject != "" && self.subject(subject)?.revision != revision else { return false }
        return try exists(
            """
            SELECT 1 FROM operations o WHERE o.subject = ?1 AND +o.state = 'delivered' AND o.asked = 0
              AND (o.base = ?2 OR o.type IN ('account.put', 'dossier.put') AND json_extract(o.receipt, '$.revision') = ?2 AND EXISTS (
                SELECT 1 FROM operations p WHERE p.subject = ?1 AND +p.state = 'delivered' AND p.asked = 0
                  AND p.type IN ('account.put', 'dossier.put') AND (p.place, p.sequence) > (o.place, o.sequence)))
            LIMIT 1
            """, subject, revision)
    }
}
