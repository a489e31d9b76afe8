import GRDB
package import SyncProtocol

/// Reading the queue.
extension OutboxTransaction {
    package func operation(_ id: OperationID) throws -> QueuedOperation? {
        try first("SELECT * FROM operations WHERE id = ?", id, read: QueuedOperation.init(row:))
    }

    /// Ids that start with `prefix`, at most `limit`. An exact id comes alone.
    package func operationIDs(prefix: String, limit: Int) throws -> [OperationID] {
        guard !prefix.isEmpty else { return [] }
        let found = try rows(
            "SELECT id FROM operations WHERE id >= ? AND id < ? ORDER BY id LIMIT ?", prefix, end(ofPrefix: prefix),
            max(1, limit)
        ) { try $0.text("id") }
        return found.first == prefix ? [prefix] : found
    }

    /// A subject's operations in the order in which they go.
    package func operations(of subject: SubjectID, openOnly: Bool) throws -> [QueuedOperation] {
        try rows(
            """
            SELECT * FROM operations WHERE subject = ?
              AND (NOT ? OR state NOT IN ('delivered', 'dropped', 'replaced', 'resolved')) ORDER BY place, sequence
            """, subject, openOnly, read: leavingOut("operations", QueuedOperation.init(row:))
        ).compactMap(\.self)
    }

    /// A page of the queue, in the order in which they were recorded. `states` nil: all that are open.
    package func operations(
        states: Set<OperationState>?, after: String?, limit: Int
    ) throws -> OutboxPage<QueuedOperation> {
        let limit = max(1, limit)
        let after = after.flatMap { Int64($0) } ?? 0
        let read: (Row) throws -> (sequence: Int64, operation: QueuedOperation?) = { [self] row in
            (try row.long("sequence"), leavingOut("operations", QueuedOperation.init(row:))(row))
        }
        var found: [(sequence: Int64, operation: QueuedOperation?)] = []
        if states?.count == OperationState.allCases.count {
            found = try rows(Queries.allOperations, after, limit + 1, read: read)
        } else if let states {
            // Each state has its order in an index; a page of each holds the page of all.
            for state in states { found += try rows(Queries.operationsInState, state.rawValue, after, limit + 1, read: read) }
            found.sort { $0.sequence < $1.sequence }
        } else {
            found = try rows(Queries.openOperations, after, limit + 1, read: read)
        }
        let page = found.prefix(limit)
        return OutboxPage(
            items: page.compactMap(\.operation), next: found.count > limit ? page.last.map { String($0.sequence) } : nil)
    }

    /// How many operations are in each state, those that left `accepted` included; every state has an entry. The accepted
    /// ones add up in every transaction.
    package func counts() throws -> [OperationState: Int] {
        var counts: [OperationState: Int] = [:]
        for state in OperationState.allCases { counts[state] = 0 }
        let kept: [(OperationState, Int)] = try rows("SELECT state, count FROM operation_counts") {
            (try $0.word("state"), try $0.integer("count"))
        }
        for (state, count) in kept { counts[state] = count }
        return counts
    }

    /// When the oldest open operation was made.
    package func oldestOpen() throws -> Timestamp? { try first(Queries.oldestOpen) { try $0.moment("made_at") } }

    /// When something (files included) is due next by itself: `now` when it is already, `nil` when nothing will be.
    /// - Parameters:
    ///   - gate: the sizes of files that wait for a moment of their own.
    ///   - isAsking: the portal is asked what it remembers, and of the operations only those go that ask it.
    package func nextAttemptAt(now: Timestamp, gate: FileGate = .open, isAsking: Bool = false) throws -> Timestamp? {
        try [nextAttemptAt(now: now, largest: gate.largest, isAsking: isAsking), nextBehind(gate)]
            .compactMap(\.self).min().map { max($0, now) }
    }

    /// The same of operations, and of files of at most `largest` bytes.
    package func nextAttemptAt(now: Timestamp, largest: Int64, isAsking: Bool = false) throws -> Timestamp? {
        if try !isAsking && exists(Queries.anyWaiting) { return now }
        let next = try [
            isAsking ? nextQuestion() : first(Queries.nextRetry) { try $0.moment("due") },
            first(Queries.nextFile, -1, largest) { try $0.moment("due") },
        ]
        return next.compactMap(\.self).min().map { max($0, now) }
    }

    /// When the first of the files that `gate` keeps back may go.
    private func nextBehind(_ gate: FileGate) throws -> Timestamp? {
        var found: [Timestamp] = []
        for (index, step) in gate.steps.enumerated() {
            let most = index + 1 < gate.steps.count ? gate.steps[index + 1].over : .max
            let due = try first(Queries.nextFile, step.over, most) { try $0.moment("due") }
            if let due { found.append(max(due, step.until)) }
        }
        return found.min()
    }

    /// Whether an operation could be claimed now.
    package func hasDueOperations(now: Timestamp) throws -> Bool {
        try exists(Queries.anyWaiting) || exists(Queries.retrying, now.milliseconds, 1)
    }

    /// Whether a file of at most `largest` bytes could be claimed now.
    package func hasDueFiles(now: Timestamp, largest: Int64 = .max) throws -> Bool {
        try exists(Queries.dueFile, now.milliseconds, Int.max, largest, 1)
    }

    /// No wait is longer, whoever asks for it (protocol.md, section 1: 6 h), with what a schedule adds.
    package static let longestWait = Duration.seconds(6 * 3600 + 3600)

    /// Where something waits for a moment of its own, and in which state. The state stands in the statements, not beside them: only
    /// so SQLite sees that an index of the waiting ones will do.
    private static let waiting = [("operations", "retrying"), ("files", "waiting"), ("results", "waiting")]

    /// Waits are kept as moments of the wall clock, which somebody may have set meanwhile by `jump`: they last as long as
    /// they were meant to. What lies further ahead than any wait was kept under another time, and is due now.
    package func keepWaits(jump: Duration, now: Timestamp) throws {
        if jump > .zero {
            // So do the days in which a decision may be taken back.
            try execute(
                "UPDATE conflicts SET resolved_at = resolved_at + ? WHERE state = 'resolved'", jump.wholeMilliseconds)
        }
        for (table, state) in Self.waiting {
            if jump != .zero {
                try execute(
                    """
                    UPDATE \(table) SET next_attempt_at = next_attempt_at + ?
                    WHERE state = '\(state)' AND next_attempt_at IS NOT NULL
                    """, jump.wholeMilliseconds)
            }
            try execute(
                "UPDATE \(table) SET next_attempt_at = ? WHERE state = '\(state)' AND next_attempt_at > ?", now.milliseconds,
                (now + Self.longestWait).milliseconds)
        }
    }

    /// A person asks for everything now: what waits for a later attempt is due at once, and once.
    package func makeAllDue(now: Timestamp) throws {
        for (table, state) in Self.waiting {
            try execute(
                "UPDATE \(table) SET next_attempt_at = ? WHERE state = '\(state)' AND next_attempt_at > ?", now.milliseconds,
                now.milliseconds)
        }
    }
}
