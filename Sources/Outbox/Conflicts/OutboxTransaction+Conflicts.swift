import GRDB
package import SyncProtocol

extension OutboxTransaction {
    package func insert(_ conflict: ConflictRecord) throws {
        try execute(
            """
            INSERT INTO conflicts (id, subject, operation, reason, state, created_at, resolved_at, sides)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            conflict.id, conflict.subject, conflict.operation, conflict.reason.rawValue, conflict.state.rawValue,
            conflict.createdAt.milliseconds, conflict.resolvedAt?.milliseconds, jsonText(conflict.sides))
    }

    /// Writes every field. Throws `missing`.
    package func update(_ conflict: ConflictRecord) throws {
        let changed = try execute(
            """
            UPDATE conflicts SET subject = ?, operation = ?, reason = ?, state = ?, created_at = ?, resolved_at = ?, sides = ?
            WHERE id = ?
            """,
            conflict.subject, conflict.operation, conflict.reason.rawValue, conflict.state.rawValue,
            conflict.createdAt.milliseconds, conflict.resolvedAt?.milliseconds, jsonText(conflict.sides), conflict.id)
        guard changed > 0 else { throw OutboxError(.missing, detail: "conflict \(conflict.id)") }
    }

    package func conflict(_ id: String) throws -> ConflictRecord? {
        try first("SELECT * FROM conflicts WHERE id = ?", id, read: ConflictRecord.init(row:))
    }

    /// Ids that start with `prefix`, at most `limit`. An exact id comes alone.
    package func conflictIDs(prefix: String, limit: Int) throws -> [String] {
        guard !prefix.isEmpty else { return [] }
        let found = try rows(
            "SELECT id FROM conflicts WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", prefix, end(ofPrefix: prefix),
            max(1, limit)
        ) { try $0.text("id") }
        return found.first == prefix ? [prefix] : found
    }

    /// A page, oldest first. `states` nil: all.
    package func conflicts(
        states: Set<ConflictRecord.State>?, after: String?, limit: Int
    ) throws -> OutboxPage<ConflictRecord> {
        let limit = max(1, limit)
        let states = states ?? Set(ConflictRecord.State.allCases)
        let found = try rows(
            """
            SELECT * FROM conflicts WHERE state IN (SELECT value FROM json_each(?)) AND number > ? ORDER BY number LIMIT ?
            """, jsonText(states.map(\.rawValue)), after.flatMap { Int64($0) } ?? 0, limit + 1
        ) { (number: try $0.long("number"), conflict: leavingOut("conflicts", ConflictRecord.init(row:))($0)) }
        let page = found.prefix(limit)
        return OutboxPage(
            items: page.compactMap(\.conflict), next: found.count > limit ? page.last.map { String($0.number) } : nil)
    }

    /// The conflict about this subject that a person must decide.
    package func openConflict(_ subject: SubjectID) throws -> ConflictRecord? {
        try first(
            "SELECT * FROM conflicts WHERE subject = ? AND state = 'open' ORDER BY number DESC LIMIT 1", subject,
            read: ConflictRecord.init(row:))
    }

    /// All about this subject that a person must decide, oldest first. One operation meets at most one.
    package func openConflicts(_ subject: SubjectID) throws -> [ConflictRecord] {
        try rows(
            "SELECT * FROM conflicts WHERE subject = ? AND state = 'open' ORDER BY number", subject,
            read: leavingOut("conflicts", ConflictRecord.init(row:))
        ).compactMap(\.self)
    }

    /// What was to be done and the portal did not do; `nil` where values are in question.
    package func deed(of conflict: ConflictRecord) throws -> QueuedOperation? {
        guard let operation = try conflict.operation.flatMap({ try operation($0) }), !operation.type.isPut else { return nil }
        return operation
    }
}
