import GRDB
import SyncProtocol

/// Writes what the office decided, and tells the kiosks of every unit that is a party to it.
enum OfficeFeed {
    /// Stores the new state of a subject that is there.
    static func replace(_ subject: OfficeSubject, at now: Timestamp, in db: Database) throws {
        try db.execute(
            sql: "UPDATE subjects SET state = ?, revision = revision + 1, updated_at = ? WHERE id = ?",
            arguments: [JSONValue.object(subject.state).text, now.milliseconds, subject.id])
        try tell(subject.id, kind: subject.kind, in: db)
    }

    /// Stores a new subject whose parties are those of the dossier `dossier`.
    static func insert(
        _ id: String, kind: SubjectKind, state: JSONObject, partiesOf dossier: OfficeSubject, at now: Timestamp, in db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO subjects (id, kind, state, revision, unit, created_at, updated_at) VALUES (?, ?, ?, 1, ?, ?, ?)
                """,
            arguments: [id, kind.rawValue, JSONValue.object(state).text, dossier.unit, now.milliseconds, now.milliseconds])
        try db.execute(
            sql: "INSERT INTO subject_units (subject, unit) SELECT ?, unit FROM subject_units WHERE subject = ?",
            arguments: [id, dossier.id])
        try tell(id, kind: kind, in: db)
    }

    /// A line in the feed of each party. It has no origin: every kiosk is told, whichever made the subject.
    private static func tell(_ id: String, kind: SubjectKind, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO changes (unit, kind, subject, origin) SELECT unit, ?, subject, NULL FROM subject_units WHERE subject = ?",
            arguments: [kind.rawValue, id])
    }
}
