import Outbox
import Status
import SyncProtocol

// What the portal says of its own accord, payment requests and notices, as the desk looks at it.

extension DeskWork {
    /// How old what is known of a subject is: `age_seconds`, whole, and `seen_at`, both null when the portal never told of it. The
    /// portal tells only what changed, so each exchange that went well makes everything as new as itself. A clock that was set back
    /// makes nothing younger than new.
    func age(of subject: Subject, in tx: OutboxTransaction) throws -> JSONObject {
        guard let told = subject.portalSeenAt else { return ["age_seconds": .null, "seen_at": .null] }
        let seen = max(told, try tx.fact(.lastSuccessAt)?.timeValue ?? told)
        let age = max(0, (environment.now() - seen).wholeMilliseconds / 1000)
        return ["age_seconds": .integer(age), "seen_at": .string(seen.description)]
    }

    /// The state with its names, and how old it is.
    func heard(_ subject: Subject, in tx: OutboxTransaction) throws -> JSONObject {
        identified(subject).merging(try age(of: subject, in: tx)) { _, age in age }
    }

    /// A page of the subjects of a kind that `fits`, newest first. A page that has none is never answered before the end, so that
    /// nobody takes it for the end.
    func news(
        _ kind: SubjectKind, page: Page, in tx: OutboxTransaction, fits: (Subject) throws -> Bool
    ) throws -> OutboxPage<Subject> {
        var after = page.after
        while true {
            let found = try tx.subjects(kind, words: nil, after: after, limit: page.limit)
            let items = try found.items.filter(fits)
            if !items.isEmpty || found.next == nil { return OutboxPage(items: items, next: found.next) }
            after = found.next
        }
    }

    /// The official code and the procedure's name of the dossier that `state` is about.
    func dossierNames(of state: JSONObject, in tx: OutboxTransaction) throws -> JSONObject {
        guard let id = state["dossier"]?.stringValue, let dossier = try tx.subject(id) else { return [:] }
        var names: JSONObject = [:]
        names["dossier_code"] = dossier.state["code"]
        names["procedure"] = dossier.state["procedure"]
        return names
    }
}

extension OutboxTransaction {
    /// The payment request or notice whose id starts with `name`. The portal names its own subjects as it likes, so the case
    /// stays as it was typed.
    func news(named name: String, _ kind: SubjectKind, else missing: KioskProblem.Kind) throws -> Subject {
        let trimmed = name.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.utf8.count <= 128 else { throw KioskProblem(missing, ["id": shown(name)]) }
        var ids = try subjectIDs(prefix: trimmed, kinds: [kind], limit: 6)
        if ids.isEmpty { ids = try subjectIDs(prefix: trimmed.lowercased(), kinds: [kind], limit: 6) }
        let id = try only(ids, trimmed, else: missing)
        guard let subject = try subject(id), subject.kind == kind, !subject.isDeleted else {
            throw KioskProblem(missing, ["id": shown(name)])
        }
        return subject
    }
}
