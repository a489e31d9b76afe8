import GRDB
import SyncProtocol

/// Where an operation stands, without its bytes.
struct Standing {
    var sequence: Int64
    var id: OperationID
    var type: OperationType
    var subject: SubjectID
    var state: OperationState
    var lane: Int
    var place: Int64
    var attempts: Int
    var starts: Int
    var holdRequested: Bool
    var needs: [SubjectID]
    var isFrozen: Bool

    init(row: Row) throws {
        sequence = try row.long("sequence")
        id = try row.text("id")
        type = try row.word("type")
        subject = try row.text("subject")
        state = try row.word("state")
        lane = try row.integer("lane")
        place = try row.long("place")
        attempts = try row.integer("attempts")
        starts = try row.integer("starts")
        holdRequested = try row.flag("hold_requested")
        needs = try row.strings("needs")
        isFrozen = try row.flag("is_frozen")
    }

    /// Whether the portal may have it already: its bytes were offered at least once.
    var wasOffered: Bool { isFrozen && attempts > 0 }

    /// Whether this one goes before `other`: small lanes first, then as recorded.
    func precedes(_ other: Standing) -> Bool { (lane, place, sequence) < (other.lane, other.place, other.sequence) }
}

extension OutboxTransaction {
    /// The operations that `condition` (ours, never a person's text) selects.
    func standings(_ condition: String, _ arguments: (any DatabaseValueConvertible)?...) throws -> [Standing] {
        let sql = "SELECT \(Queries.standingColumns) FROM operations WHERE \(condition)"
        return try rows(sql, arguments: arguments, read: leavingOut("operations", Standing.init(row:))).compactMap(\.self)
    }
}
