package import SyncProtocol

extension OutboxTransaction {
    /// The subject as it was recorded under `id`; follows no adoption.
    package func subject(_ id: SubjectID) throws -> Subject? { throw OutboxError(.other) }
    /// The subject that `id` stands for now: follows `adoptedAs`.
    package func current(_ id: SubjectID) throws -> Subject? { throw OutboxError(.other) }
    /// Adds a subject. One with that id already there is `OutboxError(.other)`.
    package func insert(_ subject: Subject) throws { throw OutboxError(.other) }
    /// Writes every field of the subject, what is searched by, and the links of its papers.
    package func update(_ subject: Subject) throws { throw OutboxError(.other) }
    /// Accounts with that identity that are neither deleted nor adopted, oldest first.
    package func accounts(withIdentity kind: String, number: String) throws -> [Subject] { throw OutboxError(.other) }
    /// A page of subjects, newest first; every word, folded, must be found in name, code or number.
    package func subjects(_ kind: SubjectKind, words: String?, after: String?, limit: Int) throws -> OutboxPage<Subject> {
        throw OutboxError(.other)
    }
    /// Ids that start with `prefix`; a dossier's official code is matched whole.
    package func subjectIDs(prefix: String, kinds: [SubjectKind], limit: Int) throws -> [SubjectID] {
        throw OutboxError(.other)
    }
    /// What the portal said about a dossier or account, oldest first.
    package func notices(of subject: SubjectID) throws -> [Subject] { throw OutboxError(.other) }
    /// The payment requests of a dossier, oldest first.
    package func payments(of dossier: SubjectID) throws -> [Subject] { throw OutboxError(.other) }
    /// The dossiers whose owner or submitter the account is.
    package func dossiers(naming account: SubjectID) throws -> [Subject] { throw OutboxError(.other) }
    /// Notes that `account` is at the portal as `other`, and lets what never left the machine name that one.
    package func adopt(_ account: SubjectID, as other: SubjectID, now: Timestamp) throws { throw OutboxError(.other) }
}
