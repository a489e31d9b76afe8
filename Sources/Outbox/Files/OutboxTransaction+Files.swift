package import SyncProtocol

extension OutboxTransaction {
    /// Notes a paper that the spool has taken in. False: it was noted already.
    @discardableResult
    package func addFile(_ file: StoredFile) throws -> Bool { throw OutboxError(.other) }
    package func file(_ sha256: String) throws -> StoredFile? { throw OutboxError(.other) }
    package func fileLinks(dossier: SubjectID) throws -> [FileLink] { throw OutboxError(.other) }
    package func fileLinks(sha256: String) throws -> [FileLink] { throw OutboxError(.other) }
    package func insertLink(_ link: FileLink) throws { throw OutboxError(.other) }
    package func removeLink(_ link: FileLink) throws { throw OutboxError(.other) }
    /// The portal knows the dossier (or the supplement `request`): its papers may follow. `missing`: those it does not have,
    /// `nil` when it did not say.
    package func announce(_ dossier: SubjectID, request: SubjectID?, missing: [String]?) throws { throw OutboxError(.other) }
    /// Takes the paper that is due next and notes that its attempt starts.
    package func claimFile(now: Timestamp, ignoringBackoff: Bool) throws -> (file: StoredFile, link: FileLink)? {
        throw OutboxError(.other)
    }
    /// The portal has `offset` bytes of it.
    package func fileProgress(_ sha256: String, offset: Int64, uploadURL: String?) throws { throw OutboxError(.other) }
    /// The portal has all of it.
    package func fileDone(_ sha256: String, now: Timestamp) throws { throw OutboxError(.other) }
    /// Its attempt ended without success. `resetUpload`: start over (URL and offset are gone), counted in `restarts`.
    package func fileWaits(
        _ sha256: String, reason: String, problem: Problem?, nextAttemptAt: Timestamp?, resetUpload: Bool
    ) throws { throw OutboxError(.other) }
    package func quarantineFile(_ sha256: String, reason: String, problem: Problem?) throws { throw OutboxError(.other) }
    /// A person lets a quarantined paper go again, from the start.
    package func requeueFile(_ sha256: String) throws { throw OutboxError(.other) }
    /// Papers in each state, those named by a submitted dossier only; every state has an entry.
    package func fileCounts() throws -> [StoredFile.State: Int] { throw OutboxError(.other) }
    /// Stored bytes still to go and done, of the same papers.
    package func fileBytes() throws -> (waiting: Int64, done: Int64) { throw OutboxError(.other) }
}
