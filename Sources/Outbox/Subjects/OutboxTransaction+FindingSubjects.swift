import Dossiers
import GRDB
package import SyncProtocol

/// `+kind` keeps SQLite from going through all subjects of a kind: by itself it takes one index for as good as another.
extension OutboxTransaction {
    /// Accounts with that identity that are neither deleted nor adopted, oldest first; for a CMND those too whose newer card names it.
    package func accounts(withIdentity kind: String, number: String) throws -> [Subject] {
        try rows(
            """
            SELECT * FROM subjects WHERE (identity = ? OR old_number = ?) AND +kind = 'account' AND NOT is_deleted
              AND adopted_as IS NULL ORDER BY number
            """,
            SubjectKeys.identity(kind, number), kind == "cmnd" ? number : nil, read: leavingOut("subjects", Subject.init(row:))
        ).compactMap(\.self)
    }

    /// A page of subjects, newest first; every word, folded, must be found in name, code or number. Deleted and adopted ones
    /// are left out.
    package func subjects(_ kind: SubjectKind, words: String?, after: String?, limit: Int) throws -> OutboxPage<Subject> {
        let limit = max(1, limit)
        let found = try rows(
            Queries.subjectsNewestFirst, kind.rawValue, after.flatMap { Int64($0) } ?? Int64.max, folded(words), limit + 1
        ) { (number: try $0.long("number"), subject: leavingOut("subjects", Subject.init(row:))($0)) }
        let page = found.prefix(limit)
        return OutboxPage(
            items: page.compactMap(\.subject), next: found.count > limit ? page.last.map { String($0.number) } : nil)
    }

    /// A page of accounts, sorted as Vietnamese sorts names.
    package func accountsByName(words: String?, after: String?, limit: Int) throws -> OutboxPage<Subject> {
        let limit = max(1, limit)
        let found = try rows(
            Queries.accountsByName, after.flatMap { Int64($0) } ?? 0, folded(words), limit + 1
        ) { (number: try $0.long("number"), subject: leavingOut("subjects", Subject.init(row:))($0)) }
        let page = found.prefix(limit)
        return OutboxPage(
            items: page.compactMap(\.subject), next: found.count > limit ? page.last.map { String($0.number) } : nil)
    }

    /// The words that must all be found, as a JSON array.
    private func folded(_ words: String?) -> String {
        jsonText(TextRule.fold(words ?? "").split(separator: " ").prefix(16).map(String.init))
    }

    /// Ids that start with `prefix`; a dossier's official code is matched whole. An exact id comes alone.
    package func subjectIDs(prefix: String, kinds: [SubjectKind], limit: Int) throws -> [SubjectID] {
        guard !prefix.isEmpty else { return [] }
        let kinds = jsonText(kinds.map(\.rawValue))
        let found = try rows(
            """
            SELECT id FROM subjects WHERE id >= ? AND id < ? AND +kind IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?
            """, prefix, end(ofPrefix: prefix), kinds, max(1, limit)
        ) { try $0.text("id") }
        if found.first == prefix { return [prefix] }
        let coded = try rows(
            "SELECT id FROM subjects WHERE code = ? AND +kind IN (SELECT value FROM json_each(?)) ORDER BY number LIMIT ?",
            prefix, kinds, max(1, limit)
        ) { try $0.text("id") }
        return Array((coded + found.filter { !coded.contains($0) }).prefix(max(1, limit)))
    }

    /// Ids that end with `ending`, as the number of a provisional slip does. Looks at every subject of the kind.
    package func subjectIDs(ending: String, kind: SubjectKind, limit: Int) throws -> [SubjectID] {
        guard !ending.isEmpty else { return [] }
        return try rows(
            "SELECT id FROM subjects WHERE kind = ? AND substr(id, -length(?)) = ? ORDER BY id LIMIT ?", kind.rawValue, ending,
            ending,
            max(1, limit)
        ) { try $0.text("id") }
    }

    /// What the portal said about a dossier or account, oldest first.
    package func notices(of subject: SubjectID) throws -> [Subject] { try children(of: subject, kind: .notice) }

    /// The payment requests of a dossier, oldest first.
    package func payments(of dossier: SubjectID) throws -> [Subject] { try children(of: dossier, kind: .payment) }

    private func children(of parent: SubjectID, kind: SubjectKind) throws -> [Subject] {
        try rows(
            "SELECT * FROM subjects WHERE parent = ? AND kind = ? AND NOT is_deleted ORDER BY number", parent, kind.rawValue,
            read: leavingOut("subjects", Subject.init(row:))
        ).compactMap(\.self)
    }

    /// The dossiers whose owner or submitter the account is.
    package func dossiers(naming account: SubjectID) throws -> [Subject] {
        try rows(
            "SELECT * FROM subjects WHERE owner = ? OR submitter = ? ORDER BY number", account, account,
            read: leavingOut("subjects", Subject.init(row:))
        ).compactMap(\.self)
    }
}
