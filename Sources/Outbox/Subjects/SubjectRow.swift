import Dossiers
import GRDB
import SyncProtocol

extension Subject {
    init(row: Row) throws {
        self.init(
            id: try row.text("id"), kind: try row.word("kind"), state: try row.object("state"),
            isDraft: try row.flag("is_draft"), now: try row.moment("recorded_at"), by: try row.optionalText("edited_by"))
        portalState = try row.optionalObject("portal_state")
        revision = try row.optionalText("revision")
        if let revision = try row.optionalText("held_revision") {
            heldBack = HeldBack(revision: revision, state: try row.optionalObject("held_state"))
        }
        isDeleted = try row.flag("is_deleted")
        adoptedAs = try row.optionalText("adopted_as")
        editedAt = try row.moment("edited_at")
        portalSeenAt = try row.optionalMoment("portal_seen_at")
        oldNumber = try row.optionalText("old_number")
    }
}

/// What a subject is found by, taken out of its state.
struct SubjectKeys: Hashable {
    /// `kind:number` of an account.
    var identity: String?
    /// A dossier's official code.
    var code: String?
    /// What a notice or payment request is about.
    var parent: String?
    var owner: String?
    var submitter: String?
    /// Folded text that searched words must be found in.
    var words: String
    /// Sorts as Vietnamese names sort.
    var nameSort: [UInt8]
    /// A notice that nobody has seen.
    var isUnread = false
    /// A notice that asks for more papers, and that the portal has not closed. It counts while its dossier is on its way.
    var asks = false

    /// - Parameter ownerName: the name of a dossier's owner, by which people look for the dossier.
    init(_ subject: Subject, ownerName: String?) {
        let state = subject.state
        var texts: [String?] = []
        var name = ""
        switch subject.kind {
        case .account:
            if let number = state["identity"]?["number"]?.stringValue {
                identity = Self.identity(state["identity"]?["kind"]?.stringValue ?? "", number)
                texts.append(number)
            }
            name = Self.name(ofAccount: state) ?? ""
            texts += [name, state["tax_code"]?.stringValue, state["phone"]?.stringValue, subject.oldNumber]
        case .dossier:
            code = state["code"]?.stringValue
            owner = state["owner"]?.stringValue
            submitter = state["submitter"]?.stringValue
            texts = [code, state["procedure"]?.stringValue, ownerName]
        case .payment:
            parent = state["dossier"]?.stringValue
        case .notice:
            parent = state["dossier"]?.stringValue ?? state["account"]?.stringValue
            isUnread = !subject.isDeleted && state["read"] != true
            asks = !subject.isDeleted && state["kind"] == "supplement" && state["closed"] != true
        }
        words = TextRule.fold(texts.compactMap(\.self).joined(separator: " "))
        nameSort = VietnameseOrder.nameKey(name)
    }

    static func identity(_ kind: String, _ number: String) -> String { "\(kind):\(number)" }

    static func name(ofAccount state: JSONObject) -> String? {
        state["full_name"]?.stringValue ?? state["organisation_name"]?.stringValue
    }
}
