import GRDB
import SyncProtocol

/// What opening a store does about the way it was left.
extension Outbox {
    /// Starts of an attempt without an end after which the thing itself is taken for the culprit.
    static let startsBeforeQuarantine = 3

    func mend(now: Timestamp) async throws {
        let wasRunning = try await read { try $0.meta("running") } == "1"
        if wasRunning { try await quickCheck() }
        try spool.removeAbandoned()
        try await write { transaction in
            try transaction.recoverOperations(now: now)
            try transaction.recoverFiles(now: now)
            try transaction.setMeta("running", "1")
        }
    }

    /// After an unclean stop the pages are looked through before anything is built on them.
    private func quickCheck() async throws {
        try await read { transaction in
            let answer = try transaction.first("PRAGMA quick_check(1)") { try $0.text("quick_check") }
            guard answer == "ok" else { throw OutboxError(.corrupt, detail: "quick_check failed") }
        }
    }
}

extension OutboxTransaction {
    func meta(_ key: String) throws -> String? {
        try first("SELECT value FROM meta WHERE key = ?", key) { try $0.text("value") }
    }

    func setMeta(_ key: String, _ value: String) throws {
        try execute("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value)
    }

    /// What was in flight when the program ended has an unknown outcome: the same bytes go again, alone.
    func recoverOperations(now: Timestamp) throws {
        let interrupted = try standings("state = 'sending' ORDER BY place, sequence")
        for operation in interrupted {
            let isCulprit = operation.starts >= Outbox.startsBeforeQuarantine
            try execute(
                """
                UPDATE operations SET state = ?, reason = ?, next_attempt_at = NULL, hold_requested = 0 WHERE sequence = ?
                """,
                isCulprit ? "quarantined" : operation.holdRequested ? "held" : "retrying",
                isCulprit ? "attempts-never-ended" : "interrupted", operation.sequence)
            try record(
                isCulprit ? "quarantined" : "interrupted", subject: operation.subject, operation: operation.id,
                details: ["starts": .integer(Int64(operation.starts))], at: now)
        }
        // Whatever is still being sent could not be read.
        try execute("UPDATE operations SET state = 'quarantined', reason = 'unreadable' WHERE state = 'sending'")
        for operation in interrupted { try settle(operation.sequence) }
    }

    func recoverFiles(now: Timestamp) throws {
        let interrupted = try rows(
            "SELECT * FROM files WHERE state = 'sending'", read: leavingOut("files", StoredFile.init(row:)))
        for case let file? in interrupted {
            let isCulprit = file.starts >= Outbox.startsBeforeQuarantine
            try execute(
                "UPDATE files SET state = ?, reason = ?, next_attempt_at = NULL WHERE sha256 = ?",
                isCulprit ? "quarantined" : "waiting", isCulprit ? "attempts-never-ended" : "interrupted", file.sha256)
            try record(
                isCulprit ? "file-quarantined" : "file-interrupted",
                details: ["sha256": .string(file.sha256), "starts": .integer(Int64(file.starts))], at: now)
        }
        try execute("UPDATE files SET state = 'quarantined', reason = 'unreadable' WHERE state = 'sending'")
    }
}
