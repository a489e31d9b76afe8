/// The queries that must stay fast with a million rows. A test asks SQLite how it runs each.
enum Queries {
    static let subjectsNewestFirst = """
        SELECT * FROM subjects WHERE kind = ? AND number < ? AND NOT is_deleted AND adopted_as IS NULL
          AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(words, value) = 0)
        ORDER BY number DESC LIMIT ?
        """
    static let accountsByName = """
        SELECT * FROM subjects
        WHERE kind = 'account'
          AND (name_sort, number) > (SELECT ifnull(max(name_sort), x''), ifnull(max(number), 0) FROM subjects WHERE number = ?)
          AND NOT is_deleted AND adopted_as IS NULL AND NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(words, value) = 0)
        ORDER BY name_sort, number LIMIT ?
        """

    /// What is known of an operation without its bytes.
    static let standingColumns = """
        sequence, id, type, subject, state, lane, place, attempts, starts, hold_requested, needs, line IS NOT NULL AS is_frozen
        """
    private static let standingColumnsOfO = """
        o.sequence, o.id, o.type, o.subject, o.state, o.lane, o.place, o.attempts, o.starts, o.hold_requested, o.needs,
        o.line IS NOT NULL AS is_frozen
        """
    static let waiting = """
        SELECT \(standingColumns) FROM operations WHERE state = 'waiting' ORDER BY lane, place, sequence LIMIT ?
        """
    static let retrying = """
        SELECT \(standingColumns) FROM operations
        WHERE state = 'retrying' AND (next_attempt_at IS NULL OR next_attempt_at <= ?) ORDER BY lane, place, sequence LIMIT ?
        """
    static let blockedOfSubject = """
        SELECT \(standingColumns) FROM operations WHERE subject = ? AND state = 'blocked' ORDER BY place, sequence LIMIT ?
        """
    static let blockedByNeed = """
        SELECT \(standingColumnsOfO) FROM needs n CROSS JOIN operations o ON o.sequence = n.operation
        WHERE n.subject = ? AND n.operation > ? AND (o.state = 'blocked' OR (? AND o.state IN ('waiting', 'retrying')))
        ORDER BY n.operation LIMIT ?
        """
    static let earlierOfSubject = """
        SELECT id FROM operations WHERE subject = ? AND (place, sequence) < (?, ?)
          AND state NOT IN ('delivered', 'dropped', 'replaced', 'resolved') ORDER BY place, sequence
        """
    static let openPutOf = """
        SELECT id FROM operations WHERE subject = ? AND type IN ('account.put', 'dossier.put')
          AND state NOT IN ('delivered', 'dropped', 'replaced', 'resolved') ORDER BY place, sequence LIMIT 1
        """
    /// By the subject, not by the state: SQLite takes one index for as good as the other, and a kiosk has delivered a hundred
    /// thousand operations.
    static let deliveredPutOf = """
        SELECT 1 FROM operations INDEXED BY operations_by_subject WHERE subject = ? AND type IN ('account.put', 'dossier.put') AND state = 'delivered' LIMIT 1
        """
    static let askedCreationOf = """
        SELECT 1 FROM operations INDEXED BY operations_by_subject WHERE subject = ? AND asked > 0 AND base IS NULL
          AND type IN ('account.put', 'dossier.put') AND state IN ('blocked', 'sending', 'retrying', 'held') LIMIT 1
        """
    static let openOperations = """
        SELECT * FROM operations
        WHERE state NOT IN ('delivered', 'dropped', 'replaced', 'resolved') AND sequence > ? ORDER BY sequence LIMIT ?
        """
    /// The cast keeps the state from being held against the conditions of partial indexes: SQLite would compile the statement
    /// anew for each state that it is asked for, every time.
    static let operationsInState = """
        SELECT * FROM operations WHERE state = CAST(? AS TEXT) AND sequence > ? ORDER BY sequence LIMIT ?
        """
    static let allOperations = "SELECT * FROM operations WHERE sequence > ? ORDER BY sequence LIMIT ?"
    static let oldestOpen = """
        SELECT made_at FROM operations
        WHERE state NOT IN ('delivered', 'dropped', 'replaced', 'resolved') ORDER BY sequence LIMIT 1
        """
    static let anyWaiting = "SELECT 1 FROM operations WHERE state = 'waiting' LIMIT 1"
    /// Without a time it is due at once, by a clock that stands before 1970 too: then it is due since the first of January of the year 1.
    static let nextRetry = """
        SELECT ifnull(next_attempt_at, -62135596800000) AS due FROM operations INDEXED BY operations_due WHERE state = 'retrying'
        ORDER BY next_attempt_at LIMIT 1
        """
    /// Arguments: now, the most failures in a row that a file may have, its most bytes, and the most rows.
    static let dueFile = """
        SELECT CAST(sha256 AS BLOB) AS key, * FROM files WHERE state = 'waiting' AND lane IS NOT NULL AND (next_attempt_at IS NULL OR next_attempt_at <= ?)
          AND failures <= ? AND stored_size <= ? ORDER BY lane, place, stored_size LIMIT ?
        """
    /// Arguments: the file has more bytes than the first, and at most the second.
    static let nextFile = """
        SELECT ifnull(next_attempt_at, -62135596800000) AS due FROM files WHERE state = 'waiting' AND lane IS NOT NULL
          AND stored_size > ? AND stored_size <= ? ORDER BY next_attempt_at LIMIT 1
        """
    /// The argument: the files have more bytes.
    static let filesOver = """
        SELECT count(*) AS count, ifnull(sum(stored_size - sent), 0) AS bytes FROM files
        WHERE state = 'waiting' AND lane IS NOT NULL AND stored_size > ?
        """
}
