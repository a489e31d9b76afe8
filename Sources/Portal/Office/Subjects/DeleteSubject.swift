import Dossiers
package import GRDB
package import SyncProtocol

/// The office deletes an account or a dossier, as when somebody asks for it (Luật 91/2025, domain.md, 8.2): what was known of it is
/// gone from the portal, and each unit that is a party to it is told so.
package struct DeleteSubject: Sendable {
    package var handle: String
    package var kind: SubjectKind

    package init(_ handle: String, kind: SubjectKind) {
        self.handle = handle
        self.kind = kind
    }

    /// What is left to do once the transaction stands.
    package struct Done: Sendable {
        package let answer: JSONObject
        /// Files of results that may be of no use now.
        package let files: [(unit: String, sha256: String)]
    }

    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> Done {
        var subject = try StoredSubject.find(handle, kind: kind, in: db)
        let store = SubjectStore(database: db, now: context.now())
        var files: [(unit: String, sha256: String)] = []
        switch kind {
        case .account:
            try refuseWhileNeeded(subject, in: db)
            try db.execute(sql: "DELETE FROM confirmations WHERE account = ?", arguments: [subject.id])
            subject.identityKey = nil
        case .dossier:
            files = try Row.fetchAll(db, sql: "SELECT unit, sha256 FROM results WHERE dossier = ?", arguments: [subject.id])
                .map { (try $0.text("unit"), try $0.text("sha256")) }
            try db.execute(sql: "DELETE FROM results WHERE dossier = ?", arguments: [subject.id])
        case .payment, .notice: throw StoredSubject.unknown(kind)
        }
        for var hanging in try Self.hanging(on: subject, in: db) { try Self.delete(&hanging, store) }
        try Self.delete(&subject, store)
        return Done(answer: ["id": .string(subject.id), "deleted": true, "revision": .string(subject.revisionText)], files: files)
    }

    /// The state goes, the id and the official code stay taken.
    private static func delete(_ subject: inout StoredSubject, _ store: SubjectStore) throws {
        subject.isDeleted = true
        subject.submittedFiles = nil
        subject.state = [:]
        try store.save(&subject, origin: nil)
    }

    /// Notices and payments about it.
    private static func hanging(on subject: StoredSubject, in db: Database) throws -> [StoredSubject] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM subjects WHERE kind IN ('notice', 'payment') AND deleted = 0
                AND (json_extract(state, '$.dossier') = ?1 OR json_extract(state, '$.account') = ?1) ORDER BY id
                """, arguments: [subject.id]
        ).map { try StoredSubject($0) }
    }

    /// A dossier that is still being worked on needs its owner and whoever filed it.
    private func refuseWhileNeeded(_ account: StoredSubject, in db: Database) throws {
        let dossiers = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM subjects WHERE kind = 'dossier' AND deleted = 0
                AND (json_extract(state, '$.owner') = ?1 OR json_extract(state, '$.submitter') = ?1)
                """, arguments: [account.id]
        ).map { try StoredSubject($0) }
        guard dossiers.allSatisfy(\.status.isTerminal) else {
            throw PortalError(
                .impossibleStep, field: "id", vi: "tài khoản còn hồ sơ đang giải quyết; hãy xóa hồ sơ trước",
                en: "dossiers of this account are still being worked on; delete those first")
        }
    }
}
