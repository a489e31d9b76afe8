package import SyncProtocol

/// An account, dossier, payment request or notice as the desk keeps it.
package struct Subject: Sendable, Hashable {
    package var id: SubjectID
    package var kind: SubjectKind
    /// What the desk sees now: the portal's state with the desk's own changes on top (protocol.md, section 6).
    package var state: JSONObject
    /// The state that the portal was last known to have, and its name: the base of the next put. `nil` until the portal
    /// has the subject.
    package var portalState: JSONObject?
    package var revision: Revision?
    /// News of the portal that came while an operation on this subject was in flight with unknown outcome. They are
    /// folded in once its verdict is known.
    package var heldBack: HeldBack?
    /// A dossier that nobody has submitted yet: it stays at the desk.
    package var isDraft: Bool
    package var isDeleted: Bool
    /// The account at the portal that turned out to be the same person.
    package var adoptedAs: SubjectID?
    package var recordedAt: Timestamp
    /// When, and in whose name, the desk last changed it.
    package var editedAt: Timestamp
    package var editedBy: SubjectID?
    /// When the portal's state was last heard of.
    package var portalSeenAt: Timestamp?
    /// An account's: the number of the identity card before this one, kept at the desk alone.
    package var oldNumber: String?

    package struct HeldBack: Sendable, Hashable, Codable {
        package var revision: Revision
        package var state: JSONObject?
        package init(revision: Revision, state: JSONObject?) {
            self.revision = revision
            self.state = state
        }
    }

    package init(
        id: SubjectID, kind: SubjectKind, state: JSONObject, isDraft: Bool = false, now: Timestamp, by officer: SubjectID? = nil
    ) {
        self.id = id
        self.kind = kind
        self.state = state
        self.isDraft = isDraft
        isDeleted = false
        recordedAt = now
        editedAt = now
        editedBy = officer
    }
}
