import GRDB
import SyncProtocol

extension ConflictRecord {
    init(row: Row) throws {
        let sides = try row.object("sides")
        func moment(_ key: String) -> Timestamp? { sides[key]?.integerValue.map { Timestamp(milliseconds: $0) } }
        guard let mine = sides["mine"]?.objectValue, let merged = sides["merged"]?.objectValue,
            let mineAt = moment("mine_at"), let fields = sides["fields"]?.arrayValue
        else { throw JSONError(.wrongShape, at: 0) }
        self.init(
            id: try row.text("id"), subject: try row.text("subject"), operation: try row.optionalText("operation"),
            reason: try row.word("reason"), state: try row.word("state"), base: sides["base"]?.objectValue, mine: mine,
            theirs: sides["theirs"]?.objectValue, theirRevision: sides["their_revision"]?.stringValue,
            theirSubject: sides["their_subject"]?.stringValue, merged: merged, fields: try fields.map(Field.init(stored:)),
            mineBy: sides["mine_by"]?.stringValue, mineAt: mineAt, theirsAt: moment("theirs_at"),
            createdAt: try row.moment("created_at"))
        resolvedAt = try row.optionalMoment("resolved_at")
        resolution = sides["resolution"]?.stringValue
        chosen = sides["chosen"]?.objectValue
        followed.dossiers = (sides["followed"]?.objectValue ?? [:]).mapValues { $0.arrayValue?.compactMap(\.stringValue) ?? [] }
        followed.deeds = sides["followed_deeds"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// What no query looks into. Members that are nothing are left out, so that they come back as nothing.
    var sides: JSONObject {
        var sides: JSONObject = [
            "mine": .object(mine), "merged": .object(merged), "fields": .array(fields.map(\.stored)),
            "mine_at": .integer(mineAt.milliseconds),
        ]
        sides["base"] = base.map(JSONValue.object)
        sides["theirs"] = theirs.map(JSONValue.object)
        sides["their_revision"] = theirRevision.map(JSONValue.string)
        sides["their_subject"] = theirSubject.map(JSONValue.string)
        sides["mine_by"] = mineBy.map(JSONValue.string)
        sides["theirs_at"] = theirsAt.map { .integer($0.milliseconds) }
        sides["resolution"] = resolution.map(JSONValue.string)
        sides["chosen"] = chosen.map(JSONValue.object)
        if !followed.dossiers.isEmpty {
            sides["followed"] = .object(followed.dossiers.mapValues { .array($0.map(JSONValue.string)) })
        }
        if !followed.deeds.isEmpty { sides["followed_deeds"] = .array(followed.deeds.map(JSONValue.string)) }
        return sides
    }
}

extension ConflictRecord.Field {
    fileprivate init(stored value: JSONValue) throws {
        guard let name = value["name"]?.stringValue else { throw JSONError(.wrongShape, at: 0) }
        self.init(
            name: name, base: value["base"] ?? .null, mine: value["mine"] ?? .null,
            theirs: value["theirs"] ?? .null)
    }

    fileprivate var stored: JSONValue { ["name": .string(name), "base": base, "mine": mine, "theirs": theirs] }
}
