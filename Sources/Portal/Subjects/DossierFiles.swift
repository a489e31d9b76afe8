import GRDB
import SyncProtocol

/// Which whole files a unit has given. Between units nothing is shared (protocol.md, section 7).
enum FilesOnHand {
    static func has(_ unit: String, _ sha256: String, _ database: Database) throws -> Bool {
        try Row.fetchOne(
            database, sql: "SELECT 1 AS found FROM files WHERE unit = ? AND sha256 = ?", arguments: [unit, sha256]) != nil
    }
}

/// The files that a dossier names.
enum DossierFiles {
    /// The digests of all file entries, in their order; two entries may share one.
    static func digests(_ state: JSONObject) -> [String] {
        (state["components"]?.arrayValue ?? []).flatMap { component in
            (component["files"]?.arrayValue ?? []).compactMap { $0["sha256"]?.stringValue }
        }
    }

    /// Each digest that the unit has not given, once.
    static func missing(of dossier: StoredSubject, _ database: Database) throws -> [String] {
        guard !dossier.isDeleted, !dossier.isWithdrawn else { return [] }
        var seen: Set<String> = []
        return try digests(dossier.state).filter { digest in
            guard seen.insert(digest).inserted else { return false }
            return try !FilesOnHand.has(dossier.unit, digest, database)
        }
    }

    /// The same for the dossier that a stored operation was about; a request for supplements stands for its dossier.
    static func missing(of id: String, _ store: SubjectStore) throws -> [String]? {
        guard let subject = try store.find(id), subject.kind == .dossier else { return nil }
        return try missing(of: subject, store.database)
    }
}
