/// A subject's or operation's name on the wire. Those made by a kiosk are UUIDs of version 7; a portal may name its own
/// (notices, payments) as it likes.
package typealias SubjectID = String
package typealias OperationID = String
/// An opaque name of one state of a subject at the portal.
package typealias Revision = String

/// What an operation does (protocol.md, section 5).
package enum OperationType: String, Sendable, Hashable, Codable, CaseIterable {
    case accountPut = "account.put"
    case accountConfirm = "account.confirm"
    case dossierPut = "dossier.put"
    case dossierSubmit = "dossier.submit"
    case dossierSupplement = "dossier.supplement"
    case dossierWithdraw = "dossier.withdraw"
    case paymentStart = "payment.start"
    case noticeRead = "notice.read"

    /// Whether it replaces a whole subject, so that `base` is checked and two of one subject never travel together.
    package var isPut: Bool { self == .accountPut || self == .dossierPut }
}

/// One operation line of a sync request (protocol.md, section 4).
package struct Operation: Sendable, Hashable {
    package var id: OperationID
    package var type: String
    package var subject: SubjectID
    package var base: Revision?
    package var after: [OperationID]
    package var madeAt: Timestamp
    package var officer: SubjectID?
    package var body: JSONObject

    package init(
        id: OperationID, type: OperationType, subject: SubjectID, base: Revision? = nil, after: [OperationID] = [],
        madeAt: Timestamp, officer: SubjectID? = nil, body: JSONObject
    ) {
        self.id = id
        self.type = type.rawValue
        self.subject = subject
        self.base = base
        self.after = after
        self.madeAt = madeAt
        self.officer = officer
        self.body = body
    }

    /// The line's bytes without the newline. Freeze these: every retry sends the same.
    package var line: [UInt8] {
        JSONWriter.encodeObject([
            ("id", .string(id)), ("type", .string(type)), ("subject", .string(subject)),
            ("base", base.map(JSONValue.string) ?? .null), ("after", .array(after.map(JSONValue.string))),
            ("made_at", .string(madeAt.description)), ("officer", officer.map(JSONValue.string) ?? .null),
            ("body", .object(body)),
        ])
    }

    /// Reads a line. Throws `JSONError`: what is not I-JSON, lacks a member or has one of a wrong type, or names
    /// operation or subject by anything but a UUIDv7 in lower case is malformed.
    package init(line: [UInt8]) throws(JSONError) {
        let object = try JSONParser.parseObject(line)
        let malformed = JSONError(.wrongShape, at: 0)
        func text(_ key: String) throws(JSONError) -> String {
            guard let value = object[key]?.stringValue else { throw malformed }
            return value
        }
        func optionalText(_ key: String) throws(JSONError) -> String? {
            switch object[key] {
            case nil, .null?: return nil
            case .string(let value)?: return value
            default: throw malformed
            }
        }
        id = try text("id")
        type = try text("type")
        subject = try text("subject")
        base = try optionalText("base")
        officer = try optionalText("officer")
        guard UUID7.isValid(id), subject.utf8.count <= 128, !subject.isEmpty else { throw malformed }
        after = []
        switch object["after"] {
        case nil, .null?: break
        case .array(let values)?:
            for value in values {
                guard let parent = value.stringValue else { throw malformed }
                after.append(parent)
            }
        default: throw malformed
        }
        guard let madeAt = Timestamp(try text("made_at")) else { throw malformed }
        self.madeAt = madeAt
        guard let body = object["body"]?.objectValue else { throw malformed }
        self.body = body
    }
}

/// The first line of a sync request.
package struct SyncRequestHeader: Sendable, Hashable {
    package var kiosk: String
    /// `name/version`
    package var agent: String
    package var cursor: String?
    package var maxChanges: Int
    /// How many operation lines follow.
    package var lines: Int

    package init(kiosk: String, agent: String, cursor: String?, maxChanges: Int, lines: Int) {
        self.kiosk = kiosk
        self.agent = agent
        self.cursor = cursor
        self.maxChanges = maxChanges
        self.lines = lines
    }

    package var line: [UInt8] {
        JSONWriter.encodeObject([
            ("sync", 1), ("kiosk", .string(kiosk)), ("agent", .string(agent)),
            ("cursor", cursor.map(JSONValue.string) ?? .null), ("max_changes", .integer(Int64(maxChanges))),
            ("lines", .integer(Int64(lines))),
        ])
    }

    package init(line: [UInt8]) throws(JSONError) {
        let object = try JSONParser.parseObject(line)
        guard object["sync"]?.integerValue == 1, let kiosk = object["kiosk"]?.stringValue,
            let lines = object["lines"]?.integerValue, lines >= 0, lines <= 1_000_000
        else { throw JSONError(.wrongShape, at: 0) }
        switch object["cursor"] {
        case nil, .null?: cursor = nil
        case .string(let value)?: cursor = value
        default: throw JSONError(.wrongShape, at: 0)
        }
        self.kiosk = kiosk
        self.lines = Int(lines)
        agent = object["agent"]?.stringValue ?? ""
        let asked = object["max_changes"]?.integerValue ?? 200
        maxChanges = Int(min(max(asked, 1), 10_000))
    }
}
