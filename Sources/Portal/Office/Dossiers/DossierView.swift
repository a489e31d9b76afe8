package import GRDB
package import SyncProtocol

/// Dossiers as the office's commands tell them (cli.md, “JSON that tests read”).
package enum DossierView {
    /// At most `limit` lines behind the id `after`.
    package static func lines(after: String, limit: Int, in db: Database) throws -> [JSONObject] {
        try StoredSubject.page(kind: .dossier, after: after, limit: limit, in: db).map { try line($0, in: db) }
    }

    /// The whole dossier that `handle`, a code or an id, names.
    package static func show(_ handle: String, in db: Database) throws -> JSONObject {
        try full(try StoredSubject.find(handle, kind: .dossier, in: db), in: db)
    }

    static func line(_ subject: StoredSubject, in db: Database) throws -> JSONObject {
        let state = subject.state
        return [
            "id": .string(subject.id), "code": subject.code.map(JSONValue.string) ?? .null, "status": state["status"] ?? .null,
            "owner": state["owner"] ?? .null, "submitter": state["submitter"] ?? .null, "procedure": state["procedure"] ?? .null,
            "received_at": state["received_at"] ?? .null, "unit": .string(subject.unit),
            "files": .array(try files(subject, in: db)),
        ]
    }

    static func full(_ subject: StoredSubject, in db: Database) throws -> JSONObject {
        var answer = subject.state
        answer.merge(try line(subject, in: db)) { _, told in told }
        answer["revision"] = .string(subject.revisionText)
        for (name, kind) in [("payments", SubjectKind.payment), ("notices", .notice)] {
            answer[name] = .array(try related(to: subject, kind: kind, in: db).map(JSONValue.object))
        }
        return answer
    }

    /// Payments or notices of the dossier, oldest first.
    private static func related(to subject: StoredSubject, kind: SubjectKind, in db: Database) throws -> [JSONObject] {
        let ids = try String.fetchAll(
            db,
            sql: "SELECT id FROM subjects WHERE kind = ? AND deleted = 0 AND json_extract(state, '$.dossier') = ? ORDER BY id",
            arguments: [kind.rawValue, subject.id])
        return try ids.compactMap { try StoredSubject.whole($0, in: db) }.map { $0.told }
    }

    /// The dossier's file entries, and whether the portal has each of them from the same unit.
    private static func files(_ subject: StoredSubject, in db: Database) throws -> [JSONValue] {
        var files: [JSONValue] = []
        for component in subject.state["components"]?.arrayValue ?? [] {
            for file in component["files"]?.arrayValue ?? [] {
                let digest = file["sha256"]?.stringValue ?? ""
                let isThere = try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM files WHERE unit = ? AND sha256 = ?)",
                    arguments: [subject.unit, digest])
                files.append([
                    "sha256": .string(digest), "size": file["size"] ?? .null, "name": file["name"] ?? .null,
                    "component": component["code"] ?? .null, "complete": .bool(isThere ?? false),
                ])
            }
        }
        return files
    }
}
