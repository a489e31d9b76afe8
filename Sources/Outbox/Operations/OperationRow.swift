import GRDB
import SyncProtocol

extension QueuedOperation {
    init(row: Row) throws {
        guard let lane = Lane(rawValue: try row.integer("lane")) else { throw JSONError(.wrongShape, at: 0) }
        self.init(
            sequence: try row.long("sequence"), id: try row.text("id"), type: try row.word("type"),
            subject: try row.text("subject"), state: try row.word("state"), lane: lane, madeAt: try row.moment("made_at"),
            officer: try row.optionalText("officer"), body: try row.optionalObject("body"), needs: try row.strings("needs"))
        reason = try row.optionalText("reason")
        problem = Problem(try row.optionalJSON("problem"))
        attempts = try row.integer("attempts")
        starts = try row.integer("starts")
        departures = try row.integer("departures")
        nextAttemptAt = try row.optionalMoment("next_attempt_at")
        receipt = try row.optionalObject("receipt").flatMap(Receipt.init(stored:))
        asked = Asking(rawValue: try row.integer("asked")) ?? .not
        replaces = try row.optionalText("replaces")
        replacedBy = try row.optionalText("replaced_by")
        holdRequested = try row.flag("hold_requested")
        if let line = try row.optionalBytes("line") {
            frozen = Frozen(
                line: line, digest: try row.text("digest"), base: try row.optionalText("base"),
                after: try row.strings("after"), at: try row.moment("frozen_at"))
        }
    }
}

extension Receipt {
    init?(stored object: JSONObject) {
        guard let receivedAt = object["received_at"]?.stringValue.flatMap({ Timestamp($0) }),
            let serial = object["serial"]?.integerValue
        else { return nil }
        self.init(revision: object["revision"]?.stringValue, receivedAt: receivedAt, serial: Int(serial))
    }

    /// As the store keeps it: as the wire spells it.
    var stored: String {
        jsonText([
            "revision": revision.map(JSONValue.string) ?? .null, "received_at": .string(receivedAt.description),
            "serial": .integer(Int64(serial)),
        ])
    }
}
