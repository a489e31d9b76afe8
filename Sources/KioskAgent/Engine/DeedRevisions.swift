import Outbox
import SyncProtocol

/// Revisions that deeds brought about: a confirmation, a submission, a withdrawal.
///
/// A put leaves the portal with the very state that it carries, so that its receipt's revision is known with what is in it. A deed adds to
/// whatever the portal has, which may hold changes that nobody here has heard of: a put on that revision would overwrite them unseen. Its
/// revision is the subject's only once all news up to it are told, and none of them was of the subject: a kiosk's own operations are not
/// told back (protocol.md, section 4).
struct DeedRevisions {
    private static let fact = "deed_revisions"
    let tx: OutboxTransaction

    /// The deed's receipt came.
    func note(_ revision: Revision, of subject: SubjectID) throws {
        var kept = try all()
        kept[subject] = .string(revision)
        try keep(kept)
    }

    /// The subject's revision is known from elsewhere.
    func forget(_ subject: SubjectID) throws {
        var kept = try all()
        if kept.removeValue(forKey: subject) != nil { try keep(kept) }
    }

    /// A page of news was taken in, which told of `subjects`.
    /// - Parameter isLast: nothing more is to be told.
    func taken(_ subjects: some Sequence<SubjectID>, isLast: Bool) throws {
        var kept = try all()
        guard !kept.isEmpty else { return }
        for subject in subjects { kept[subject] = nil }
        if isLast {
            for (id, revision) in kept {
                guard let revision = revision.stringValue, var subject = try tx.subject(id), !subject.isDeleted else { continue }
                subject.revision = revision
                try tx.update(subject)
            }
            kept = [:]
        }
        try keep(kept)
    }

    private func all() throws -> JSONObject { try tx.fact(Self.fact)?.objectValue ?? [:] }
    private func keep(_ revisions: JSONObject) throws { try tx.setFact(Self.fact, revisions.isEmpty ? nil : .object(revisions)) }
}
