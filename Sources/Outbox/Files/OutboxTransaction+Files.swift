import Foundation
import GRDB
package import SyncProtocol

/// The papers' way to the portal.
extension OutboxTransaction {
    /// Notes a paper that the spool has taken in. False: it was noted already; if its stored bytes are others now (the spool
    /// had to replace a damaged copy), an upload of the old ones starts over.
    @discardableResult
    package func addFile(_ file: StoredFile) throws -> Bool {
        if let known = try self.file(file.sha256) {
            if known.storedSize != file.storedSize || known.encoding != file.encoding {
                try execute(
                    """
                    UPDATE files SET stored_size = ?, encoding = ?, upload_url = NULL,
                      sent = CASE state WHEN 'done' THEN ? ELSE 0 END WHERE sha256 = ?
                    """, file.storedSize, file.encoding, file.storedSize, file.sha256)
            }
            return false
        }
        try execute(
            """
            INSERT INTO files (sha256, size, stored_size, encoding, media_type, state, sent, attempts, starts, restarts,
              next_attempt_at, recorded_at, upload_url, reason, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            file.sha256, file.size, file.storedSize, file.encoding, file.mediaType, file.state.rawValue, file.offset,
            file.attempts, file.starts, file.restarts, file.nextAttemptAt?.milliseconds, file.recordedAt.milliseconds,
            file.uploadURL, file.reason, file.problem?.json.text)
        try refreshFile(file.sha256)
        return true
    }

    package func file(_ sha256: String) throws -> StoredFile? {
        try first("SELECT * FROM files WHERE sha256 = ?", sha256, read: StoredFile.init(row:))
    }

    /// Those of `digests` that have a row.
    func knownFiles(among digests: [String]) throws -> Set<String> {
        Set(
            try rows("SELECT sha256 FROM files WHERE sha256 IN (SELECT value FROM json_each(?))", jsonText(digests)) {
                try $0.text("sha256")
            })
    }

    /// A weak line breaks under a large file more than once: so often it keeps its turn, to go on where it was.
    static let failuresBeforeLast = 3

    /// Takes the paper that is due next and notes that its attempt starts: answers to requests first, then by the order in
    /// which the dossiers were submitted, then the smaller one. One that failed again and again comes after all others that are
    /// due. The link says in whose name it goes.
    /// - Parameters:
    ///   - largest: files of more bytes, as they are stored, stay.
    ///   - lookahead: where a wait for an answer leaves the line idle. The last paper but one is not finished before the last one's
    ///     upload was created: else nothing could be sent while the portal says where that one is to go on.
    /// - Returns: with `isAhead`, the last paper comes before its turn, to be created and no more.
    package func claimFile(
        now: Timestamp, largest: Int64 = .max, lookahead: Lookahead? = nil
    ) throws -> (file: StoredFile, link: FileLink, isAhead: Bool)? {
        var setAside: Set<[UInt8]> = []
        while true {
            let due =
                try first(Queries.dueFile, now.milliseconds, Self.failuresBeforeLast, largest, 1, read: dueFile)
                ?? first(Queries.dueFile, now.milliseconds, Int.max, largest, 1, read: dueFile)
            guard let (key, sha256, _, file) = due else { return nil }
            guard let file, let link = try announcedLink(of: sha256) else {
                guard setAside.insert(key).inserted else {
                    throw OutboxError(.corrupt, detail: "a paper stands as due and cannot be set aside")
                }
                try execute(
                    """
                    UPDATE files SET state = 'quarantined', reason = 'unreadable', problem = NULL, next_attempt_at = NULL, starts = 0
                    WHERE sha256 = CAST(? AS TEXT)
                    """, Data(key))
                try record("file-quarantined", details: ["sha256": .string(sha256), "reason": "unreadable"], at: now)
                continue
            }
            if let lookahead, let last = try uncreated(after: file, lookahead, now: now, largest: largest) {
                try startFile(last.sha256)
                return (try requiredFile(last.sha256), last, true)
            }
            try startFile(sha256)
            return (try requiredFile(sha256), link, false)
        }
    }

    private func startFile(_ sha256: String) throws {
        try execute(
            """
            UPDATE files SET state = 'sending', reason = NULL, next_attempt_at = NULL, attempts = attempts + 1,
              starts = starts + 1 WHERE sha256 = ?
            """, sha256)
    }

    /// The one paper that is due beside `file`, of its lane, when the next piece finishes `file` and the other's upload is yet to be
    /// created and takes more than one piece.
    private func uncreated(
        after file: StoredFile, _ lookahead: Lookahead, now: Timestamp, largest: Int64
    ) throws -> FileLink? {
        guard file.storedSize - file.offset <= lookahead.finishing else { return nil }
        let due = try rows(Queries.dueFile, now.milliseconds, Self.failuresBeforeLast, largest, 3, read: dueFile)
        guard due.count == 2, let own = due.first(where: { $0.sha256 == file.sha256 }),
            let other = due.first(where: { $0.sha256 != file.sha256 }), other.lane == own.lane, let paper = other.file,
            paper.uploadURL == nil, paper.failures == 0, paper.storedSize > lookahead.whole
        else { return nil }
        return try announcedLink(of: other.sha256)
    }

    /// A row of `Queries.dueFile`; without a file where it cannot be read, or where its digest went bad, perhaps to what is no text,
    /// and leads to no paper or to another one.
    private func dueFile(_ row: Row) throws -> (key: [UInt8], sha256: String, lane: Int?, file: StoredFile?) {
        let (key, sha256) = (try row.bytes("key"), try row.text("sha256"))
        let file = leavingOut("files", StoredFile.init(row:))(row)
        return (key, sha256, try? row.integer("lane"), Array(sha256.utf8) == key ? file : nil)
    }

    /// In whose name the paper goes: answers to requests first.
    private func announcedLink(of sha256: String) throws -> FileLink? {
        let links = try fileLinks(sha256: sha256).filter(\.isAnnounced)
        return links.first { $0.request != nil } ?? links.first
    }

    private func requiredFile(_ sha256: String) throws -> StoredFile {
        guard let file = try file(sha256) else { throw OutboxError(.missing, detail: "file \(sha256)") }
        return file
    }

    /// The portal has `offset` bytes of it, wherever it stood before.
    package func fileProgress(_ sha256: String, offset: Int64, uploadURL: String?) throws {
        let file = try requiredFile(sha256)
        try execute(
            """
            UPDATE files SET sent = ?, upload_url = ?, starts = CASE WHEN ? > sent THEN 0 ELSE starts END,
              failures = CASE WHEN ? > sent THEN 0 ELSE failures END WHERE sha256 = ?
            """, min(max(0, offset), file.storedSize), uploadURL, offset, offset, sha256)
    }

    /// The portal has all of it.
    package func fileDone(_ sha256: String, now: Timestamp) throws {
        _ = try requiredFile(sha256)
        try execute(
            """
            UPDATE files SET state = 'done', sent = stored_size, upload_url = NULL, reason = NULL, problem = NULL,
              next_attempt_at = NULL, starts = 0 WHERE sha256 = ?
            """, sha256)
    }

    /// One more of its tries failed. Returns how many in a row.
    package func fileFailed(_ sha256: String) throws -> Int {
        let failures = try requiredFile(sha256).failures + 1
        try execute("UPDATE files SET failures = ? WHERE sha256 = ?", failures, sha256)
        return failures
    }

    /// Its attempt ended without success. `resetUpload`: the upload starts over (URL and offset are gone), which `restarts`
    /// counts after a digest mismatch. A paper that is done stays done.
    package func fileWaits(
        _ sha256: String, reason: String?, problem: Problem?, nextAttemptAt: Timestamp?, resetUpload: Bool
    ) throws {
        guard try requiredFile(sha256).state != .done else { return }
        try execute(
            """
            UPDATE files SET state = 'waiting', reason = ?, problem = ?, next_attempt_at = ?, starts = 0 WHERE sha256 = ?
            """, reason, problem?.json.text, nextAttemptAt?.milliseconds, sha256)
        guard resetUpload else { return }
        let isMismatch = problem?.name == .fileDigestMismatch || reason == ProblemName.fileDigestMismatch.rawValue
        try execute(
            "UPDATE files SET sent = 0, upload_url = NULL, restarts = restarts + ? WHERE sha256 = ?", isMismatch ? 1 : 0, sha256)
    }

    /// Files whose attempt never got an end although the program went on: they are due again.
    func endUnfinishedFiles() throws {
        try execute(
            "UPDATE files SET state = 'waiting', reason = 'interrupted', next_attempt_at = NULL, starts = 0 WHERE state = 'sending'"
        )
    }

    /// It goes nowhere until a person lets it.
    package func quarantineFile(_ sha256: String, reason: String, problem: Problem?) throws {
        let changed = try execute(
            """
            UPDATE files SET state = 'quarantined', reason = ?, problem = ?, next_attempt_at = NULL, starts = 0
            WHERE sha256 = ?
            """, reason, problem?.json.text, sha256)
        guard changed > 0 else { throw OutboxError(.missing, detail: "file \(sha256)") }
    }

    /// A person lets a quarantined paper go again, from the start. Idempotent.
    package func requeueFile(_ sha256: String) throws {
        guard try requiredFile(sha256).state == .quarantined else { return }
        try execute(
            """
            UPDATE files SET state = 'waiting', reason = NULL, problem = NULL, next_attempt_at = NULL, starts = 0, restarts = 0,
              failures = 0, sent = 0, upload_url = NULL WHERE sha256 = ?
            """, sha256)
    }

    /// Papers in each state, those named by a submitted dossier or a queued answer only; every state has an entry.
    package func fileCounts() throws -> [StoredFile.State: Int] {
        var counts: [StoredFile.State: Int] = [:]
        for state in StoredFile.State.allCases { counts[state] = 0 }
        let kept: [(StoredFile.State, Int)] = try rows("SELECT state, count FROM file_counts") {
            (try $0.word("state"), try $0.integer("count"))
        }
        for (state, count) in kept { counts[state] = count }
        return counts
    }

    /// Stored bytes of the same papers: what is still to go by itself (quarantined ones are not), and what the portal has.
    package func fileBytes() throws -> (waiting: Int64, done: Int64) {
        let bytes = try first(
            """
            SELECT ifnull(sum(CASE WHEN state <> 'quarantined' THEN bytes_left END), 0) AS waiting, sum(bytes_done) AS done
            FROM file_counts
            """
        ) { (waiting: try $0.long("waiting"), done: try $0.long("done")) }
        return bytes ?? (0, 0)
    }
}
