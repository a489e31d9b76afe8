import Foundation
import GRDB
package import SyncProtocol

extension OutboxTransaction {
    /// The subject as it was recorded under `id`; follows no adoption.
    package func subject(_ id: SubjectID) throws -> Subject? {
        try first("SELECT * FROM subjects WHERE id = ?", id, read: Subject.init(row:))
    }

    /// The subject that `id` stands for now: follows `adoptedAs`.
    package func current(_ id: SubjectID) throws -> Subject? { try subject(try currentID(id)) }

    /// Where adoptions lead from `id`; a chain that never ends is followed for a few steps only.
    func currentID(_ id: SubjectID) throws -> SubjectID {
        var id = id
        for _ in 0..<16 {
            let next = try first("SELECT adopted_as FROM subjects WHERE id = ?", id) { try $0.optionalText("adopted_as") }
            guard let next, let next else { return id }
            id = next
        }
        return id
    }

    /// Adds a subject. One with that id already there is `OutboxError(.other)`.
    package func insert(_ subject: Subject) throws {
        let keys = try keys(of: subject)
        try execute(
            """
            INSERT INTO subjects (id, kind, is_draft, is_deleted, adopted_as, revision, recorded_at, edited_at, edited_by,
              portal_seen_at, identity, code, parent, owner, submitter, words, name_sort, held_revision, held_state, state,
              portal_state, old_number, is_unread, asks)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            subject.id, subject.kind.rawValue, subject.isDraft, subject.isDeleted, subject.adoptedAs, subject.revision,
            subject.recordedAt.milliseconds, subject.editedAt.milliseconds, subject.editedBy,
            subject.portalSeenAt?.milliseconds, keys.identity, keys.code, keys.parent, keys.owner, keys.submitter, keys.words,
            Data(keys.nameSort), subject.heldBack?.revision, subject.heldBack?.state.map(jsonText), jsonText(subject.state),
            subject.portalState.map(jsonText), subject.oldNumber, keys.isUnread, keys.asks)
        try follow(subject, from: nil)
    }

    /// Writes every field of the subject, what is searched by, and the links of its papers. Throws `missing`.
    package func update(_ subject: Subject) throws {
        guard let old = try self.subject(subject.id) else { throw OutboxError(.missing, detail: "subject \(subject.id)") }
        let keys = try keys(of: subject)
        try execute(
            """
            UPDATE subjects SET kind = ?, is_draft = ?, is_deleted = ?, adopted_as = ?, revision = ?, recorded_at = ?,
              edited_at = ?, edited_by = ?, portal_seen_at = ?, identity = ?, code = ?, parent = ?, owner = ?, submitter = ?,
              words = ?, name_sort = ?, held_revision = ?, held_state = ?, state = ?, portal_state = ?, old_number = ?,
              is_unread = ?, asks = ?
            WHERE id = ?
            """,
            subject.kind.rawValue, subject.isDraft, subject.isDeleted, subject.adoptedAs, subject.revision,
            subject.recordedAt.milliseconds, subject.editedAt.milliseconds, subject.editedBy,
            subject.portalSeenAt?.milliseconds, keys.identity, keys.code, keys.parent, keys.owner, keys.submitter, keys.words,
            Data(keys.nameSort), subject.heldBack?.revision, subject.heldBack?.state.map(jsonText), jsonText(subject.state),
            subject.portalState.map(jsonText), subject.oldNumber, keys.isUnread, keys.asks, subject.id)
        try follow(subject, from: old)
    }

    /// What else hangs on a subject's fields.
    private func follow(_ subject: Subject, from old: Subject?) throws {
        switch subject.kind {
        case .dossier:
            try mirrorLinks(of: subject, draftChanged: old.map { $0.isDraft != subject.isDraft } ?? false)
            try mirrorResults(of: subject, now: subject.portalSeenAt ?? subject.editedAt)
            if old?.isOnItsWay != subject.isOnItsWay { try markRequests(of: subject) }
        case .account:
            let name = SubjectKeys.name(ofAccount: subject.state)
            if let old, SubjectKeys.name(ofAccount: old.state) != name { try renameOwner(subject.id) }
        case .payment, .notice: break
        }
        let becameKnown = old?.revision == nil && subject.revision != nil
        if let old, becameKnown || old.adoptedAs != subject.adoptedAs { try reevaluateBlocked(subject.id) }
    }

    private func keys(of subject: Subject) throws -> SubjectKeys {
        var keys = SubjectKeys(subject, ownerName: try ownerName(of: subject))
        if keys.asks { keys.asks = try isOnItsWay(keys.parent) }
        return keys
    }

    private func ownerName(of subject: Subject) throws -> String? {
        guard subject.kind == .dossier, let owner = subject.state["owner"]?.stringValue else { return nil }
        do {
            return try current(owner).flatMap { SubjectKeys.name(ofAccount: $0.state) }
        } catch let error as OutboxError where error.code == .corrupt {
            // A name to search by is not worth a dossier's news: the owner's row went bad, the dossier's did not.
            return nil
        }
    }

    /// An owner's dossiers are found by the owner's name.
    private func renameOwner(_ account: SubjectID) throws {
        let owned = try rows("SELECT * FROM subjects WHERE owner = ?", account, read: leavingOut("subjects", Subject.init(row:)))
        for dossier in owned.compactMap(\.self) {
            let keys = SubjectKeys(dossier, ownerName: try ownerName(of: dossier))
            try execute("UPDATE subjects SET words = ? WHERE id = ?", keys.words, dossier.id)
        }
    }
}
