import GRDB
import SyncProtocol

/// A subject as the sync sees it.
struct StoredSubject: Sendable {
    let id: String
    let kind: SubjectKind
    var state: JSONObject
    /// Counts the states that the subject has had; 0 for one that is not stored yet.
    var revision: Int64
    /// Names this state among all that ever had the number; see `M0007`.
    var mark: String?
    /// The unit that made it.
    let unit: String
    var isDeleted = false
    var isReceived = false
    var isWithdrawn = false
    /// See `M0001`.
    var submittedFiles: Int64?
    var code: String?
    var identityKey: String?

    /// The revision as the wire has it.
    var revisionText: String { PortalRevision.text(revision, mark: mark) }

    init(new id: String, kind: SubjectKind, state: JSONObject, unit: String) {
        self.id = id
        self.kind = kind
        self.state = state
        self.revision = 0
        self.unit = unit
    }

    init(_ row: Row) throws {
        id = try row.text("id")
        guard let kind = SubjectKind(rawValue: try row.text("kind")) else { throw UnreadableColumn(column: "kind") }
        self.kind = kind
        state = try row.object("state")
        revision = try row.long("revision")
        mark = try row.optionalText("mark")
        unit = try row.text("unit")
        isDeleted = try row.flag("deleted")
        isReceived = try row.flag("received")
        isWithdrawn = try row.flag("withdrawn")
        submittedFiles = try row.optionalLong("submitted_files")
        code = try row.optionalText("code")
        identityKey = try row.optionalText("identity_key")
    }
}

/// Reads and writes subjects inside one transaction, and tells the units that are a party to what changed.
struct SubjectStore {
    let database: Database
    let now: Timestamp

    /// Bytes of a state as JSON. Kiosks read lines of at most 1 MiB, and a change's line has a little more than the state.
    static let largestState = (1 << 20) - 4096
    /// Bytes of what a kiosk may put, so that the portal's own members have room for years.
    static let largestPut = 768 << 10
    static let tooLarge = Problem(.invalidBody, detail: "the state would be larger than a line may be")

    func find(_ id: String) throws -> StoredSubject? {
        try Row.fetchOne(database, sql: "SELECT * FROM subjects WHERE id = ?", arguments: [id]).map(StoredSubject.init)
    }

    /// The subject, if `unit` is a party to it.
    func find(_ id: String, of unit: String) throws -> StoredSubject? {
        guard try isParty(unit, to: id) else { return nil }
        return try find(id)
    }

    func isParty(_ unit: String, to id: String) throws -> Bool {
        try Row.fetchOne(
            database, sql: "SELECT 1 AS found FROM subject_units WHERE subject = ? AND unit = ?", arguments: [id, unit]) != nil
    }

    /// Another living account than `id` that has the identity.
    func account(withIdentity key: String, otherThan id: String) throws -> StoredSubject? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM subjects WHERE identity_key = ? AND deleted = 0 AND id <> ?", arguments: [key, id]
        ).map(StoredSubject.init)
    }

    /// Stores a subject that is new or has changed, under its next revision.
    /// - Parameter origin: the kiosk that made this very state and need not be told; `nil` when the portal had a hand in it.
    ///
    /// Throws `Problem` `invalid-body` for a state that would not fit into a line of the feed.
    func save(_ subject: inout StoredSubject, origin: String?) throws {
        guard JSONValue.object(subject.state).encoded.count <= Self.largestState else { throw Self.tooLarge }
        subject.revision += 1
        subject.mark = try newMark()
        try write(subject)
        try tell(subject, origin: origin)
    }

    /// Stores a new subject of the portal's own, a notice or a payment, whose parties are those of `other`.
    @discardableResult func insert(
        _ id: String, kind: SubjectKind, state: JSONObject, partiesOf other: StoredSubject
    ) throws -> StoredSubject {
        var subject = StoredSubject(new: id, kind: kind, state: state, unit: other.unit)
        subject.revision = 1
        subject.mark = try newMark()
        try write(subject)
        try database.execute(
            sql: "INSERT OR IGNORE INTO subject_units (subject, unit) SELECT ?, unit FROM subject_units WHERE subject = ?",
            arguments: [id, other.id])
        try tell(subject, origin: nil)
        return subject
    }

    /// Stores what no state shows, such as that a dossier waits for its files, without a new revision.
    func note(_ subject: StoredSubject) throws { try write(subject) }

    /// Makes `unit` a party to the subject. The next `save` tells it everything.
    func add(_ unit: String, to subject: StoredSubject) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO subject_units (subject, unit) VALUES (?, ?)", arguments: [subject.id, unit])
    }

    private func newMark() throws -> String? {
        try String.fetchOne(database, sql: "SELECT lower(hex(randomblob(5)))")
    }

    private func write(_ subject: StoredSubject) throws {
        let isNew = subject.revision == 1
        try database.execute(
            sql: """
                INSERT INTO subjects (id, kind, state, revision, unit, deleted, received, withdrawn, submitted_files, code,
                  identity_key, created_at, updated_at, mark)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = excluded.revision, mark = excluded.mark,
                  deleted = excluded.deleted, received = excluded.received, withdrawn = excluded.withdrawn,
                  submitted_files = excluded.submitted_files, code = excluded.code, identity_key = excluded.identity_key,
                  updated_at = excluded.updated_at
                """,
            arguments: [
                subject.id, subject.kind.rawValue, JSONValue.object(subject.state).text, subject.revision, subject.unit,
                subject.isDeleted ? 1 : 0, subject.isReceived ? 1 : 0, subject.isWithdrawn ? 1 : 0, subject.submittedFiles,
                subject.code, subject.identityKey, now.milliseconds, now.milliseconds, subject.mark,
            ])
        if isNew { try add(subject.unit, to: subject) }
    }

    private func tell(_ subject: StoredSubject, origin: String?) throws {
        try database.execute(
            sql: """
                INSERT INTO changes (unit, kind, subject, origin, mark)
                SELECT unit, ?, subject, ?, lower(hex(randomblob(4))) FROM subject_units WHERE subject = ?
                """,
            arguments: [subject.kind.rawValue, origin, subject.id])
    }
}
