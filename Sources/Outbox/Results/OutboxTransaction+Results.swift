import GRDB
package import SyncProtocol

/// The files of results on their way from the portal.
extension OutboxTransaction {
    package func result(_ sha256: String) throws -> ResultFile? {
        try first("SELECT * FROM results WHERE sha256 = ? AND state <> 'gone'", sha256, read: ResultFile.init(row:))
    }

    /// Brings the files that are known in line with what the portal says of a dossier.
    func mirrorResults(of dossier: Subject, now: Timestamp) throws {
        let told = dossier.isDeleted ? [] : NamedResult.all(in: dossier.portalState ?? [:])
        let links = try rows("SELECT sha256 FROM result_links WHERE dossier = ?", dossier.id) { try $0.text("sha256") }
        if told.isEmpty && links.isEmpty { return }
        for result in told where !links.contains(result.sha256) {
            try execute("INSERT INTO result_links (dossier, sha256) VALUES (?, ?)", dossier.id, result.sha256)
            try execute(
                """
                INSERT INTO results (sha256, size, media_type, state, told_at) VALUES (?, ?, ?, 'waiting', ?)
                ON CONFLICT DO UPDATE SET state = 'waiting', size = excluded.size, fetched = 0, here_at = NULL
                WHERE state = 'gone'
                """, result.sha256, result.size, result.mediaType, now.milliseconds)
        }
        let named = Set(told.map(\.sha256))
        for sha256 in links where !named.contains(sha256) {
            try execute("DELETE FROM result_links WHERE dossier = ? AND sha256 = ?", dossier.id, sha256)
            try execute(
                """
                UPDATE results SET state = 'gone', next_attempt_at = NULL
                WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM result_links WHERE sha256 = ?1)
                """, sha256)
        }
    }

    /// The dossiers that name the file.
    package func dossiers(ofResult sha256: String) throws -> [SubjectID] {
        try rows("SELECT dossier FROM result_links WHERE sha256 = ? ORDER BY dossier", sha256) { try $0.text("dossier") }
    }

    private static let dueResult = """
        SELECT rowid AS number, * FROM results WHERE state = 'waiting' AND (wanted OR size <= ?)
        """

    /// Takes the file that is to be fetched next and notes that its attempt starts: those that a person asked for first, then the
    /// smaller one. One whose attempts never end is set aside.
    /// - Parameter automaticBytes: up to this size a file is fetched without being asked for.
    package func claimResult(now: Timestamp, automaticBytes: Int64) throws -> ResultFile? {
        var setAside: Set<Int64> = []
        let read: (Row) throws -> (number: Int64, file: ResultFile?) = { [self] row in
            (try row.long("number"), leavingOut("results", ResultFile.init(row:))(row))
        }
        while let (number, file) = try first(
            Self.dueResult + " AND (next_attempt_at IS NULL OR next_attempt_at <= ?) ORDER BY wanted DESC, size LIMIT 1",
            automaticBytes, now.milliseconds, read: read)
        {
            // A digest that went bad leads to no file, or to another one.
            let isFound =
                try file.map { try exists("SELECT 1 FROM results WHERE sha256 = ? AND rowid = ?", $0.sha256, number) } ?? false
            guard let file, isFound, file.starts < Outbox.startsBeforeQuarantine else {
                guard setAside.insert(number).inserted else {
                    throw OutboxError(.corrupt, detail: "a result stands as due and cannot be set aside")
                }
                try execute(
                    """
                    UPDATE results SET state = 'quarantined', starts = 0, reason = ?, next_attempt_at = NULL WHERE rowid = ?
                    """, isFound ? "attempts-never-ended" : "unreadable", number)
                continue
            }
            try execute(
                "UPDATE results SET attempts = attempts + 1, starts = starts + 1, next_attempt_at = NULL WHERE sha256 = ?",
                file.sha256)
            return file
        }
        return nil
    }

    /// When the next file is fetched by itself; `nil` when none will be.
    package func nextResult(now: Timestamp, automaticBytes: Int64) throws -> Timestamp? {
        try first(
            "SELECT ifnull(next_attempt_at, -62135596800000) AS due FROM (\(Self.dueResult)) ORDER BY 1 LIMIT 1", automaticBytes
        ) { max(try $0.moment("due"), now) }
    }

    /// The attempt ended with `fetched` bytes here and durable.
    package func resultProgress(_ sha256: String, fetched: Int64) throws {
        try execute(
            """
            UPDATE results SET starts = 0, failures = CASE WHEN ?1 > fetched THEN 0 ELSE failures END, fetched = ?1
            WHERE sha256 = ?2
            """, fetched, sha256)
    }

    /// The attempt ended, and the next one is not before `nextAttemptAt`. Returns how many failed in a row, this one included.
    @discardableResult
    package func resultWaits(_ sha256: String, reason: String, nextAttemptAt: Timestamp?, counts: Bool = true) throws -> Int {
        try execute(
            """
            UPDATE results SET starts = 0, reason = ?, next_attempt_at = ?, failures = failures + ?
            WHERE sha256 = ? AND state = 'waiting'
            """, reason, nextAttemptAt?.milliseconds, counts ? 1 : 0, sha256)
        return try first("SELECT failures FROM results WHERE sha256 = ?", sha256) { try $0.integer("failures") } ?? 0
    }

    /// What came has another digest: it begins anew.
    package func restartResult(_ sha256: String) throws {
        try execute(
            """
            UPDATE results SET starts = 0, fetched = 0, restarts = restarts + 1, reason = 'file-digest-mismatch',
              next_attempt_at = NULL WHERE sha256 = ? AND state = 'waiting'
            """, sha256)
    }

    /// The whole file is here.
    package func resultHere(_ sha256: String, now: Timestamp) throws {
        try execute(
            """
            UPDATE results SET state = 'here', fetched = size, starts = 0, failures = 0, reason = NULL, next_attempt_at = NULL,
              here_at = ? WHERE sha256 = ? AND state = 'waiting'
            """, now.milliseconds, sha256)
    }

    /// It is not fetched until a person asks again.
    package func quarantineResult(_ sha256: String, reason: String) throws {
        try execute(
            "UPDATE results SET state = 'quarantined', starts = 0, reason = ?, next_attempt_at = NULL WHERE sha256 = ?", reason,
            sha256)
    }

    /// A person asks for the file: it comes first, at once, and a quarantined one is tried from the start. One that is here stays.
    /// - Parameter isLost: it was here, and its copy is not any more.
    package func wantResult(_ sha256: String, isLost: Bool = false) throws {
        try execute(
            """
            UPDATE results SET wanted = 1, next_attempt_at = NULL, failures = 0, starts = 0,
              restarts = CASE WHEN state = 'waiting' THEN restarts ELSE 0 END,
              fetched = CASE WHEN state = 'waiting' THEN fetched ELSE 0 END,
              reason = CASE WHEN state = 'waiting' THEN reason END, state = 'waiting', here_at = NULL
            WHERE sha256 = ? AND (state IN ('waiting', 'quarantined') OR (state = 'here' AND ?))
            """, sha256, isLost)
    }

    /// Files that no dossier names any more.
    package func goneResults() throws -> [String] {
        try rows("SELECT sha256 FROM results WHERE state = 'gone' LIMIT 100") { try $0.text("sha256") }
    }

    /// Forgets a file that is removed.
    package func forgetResult(_ sha256: String) throws {
        try execute("DELETE FROM results WHERE sha256 = ? AND state = 'gone'", sha256)
    }

    /// Files in a state, the one that waits longest first.
    package func results(state: ResultFile.State, limit: Int) throws -> [ResultFile] {
        try rows(
            "SELECT * FROM results WHERE state = ? ORDER BY told_at LIMIT ?", state.rawValue, limit,
            read: leavingOut("results", ResultFile.init(row:))
        ).compactMap(\.self)
    }

    /// How many files are in each state, and how many bytes of the waiting ones are still to come.
    package func resultCounts() throws -> (states: [ResultFile.State: Int], bytesLeft: Int64) {
        var states: [ResultFile.State: Int] = [:]
        var left: Int64 = 0
        let found: [(ResultFile.State, Int, Int64)] = try rows(
            "SELECT state, count(*) AS count, sum(size - fetched) AS rest FROM results GROUP BY state"
        ) { (try $0.word("state"), try $0.integer("count"), try $0.long("rest")) }
        for (state, count, rest) in found {
            states[state] = count
            if state == .waiting { left = rest }
        }
        return (states, left)
    }
}
