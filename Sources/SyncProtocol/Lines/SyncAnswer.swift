/// What kind of subject a change is about.
package enum SubjectKind: String, Sendable, Hashable, Codable, CaseIterable {
    case account, dossier, payment, notice
}

/// What the portal tells the kiosk about one subject.
package struct Change: Sendable, Hashable {
    package var kind: SubjectKind
    package var subject: SubjectID
    package var revision: Revision
    /// `nil` when the subject is deleted.
    package var state: JSONObject?
    package var deleted: Bool

    package init(kind: SubjectKind, subject: SubjectID, revision: Revision, state: JSONObject?, deleted: Bool = false) {
        self.kind = kind
        self.subject = subject
        self.revision = revision
        self.state = state
        self.deleted = deleted
    }
}

/// One line of the answer to a sync request (protocol.md, section 4).
package enum SyncAnswerLine: Sendable, Hashable {
    /// The portal's time and name.
    case header(time: Timestamp, portal: String)
    case verdict(Verdict)
    /// The portal no longer knows the cursor and sends everything from the start.
    case resync
    case change(Change)
    /// `signature` is reserved (section 9).
    case end(cursor: String, more: Bool)
    /// A line of a kind that this version does not know: ignored (section 1).
    case unknown

    /// Reads a line. Throws `JSONError` for what is not I-JSON or lacks what its kind needs.
    package init(line: [UInt8]) throws(JSONError) {
        let object = try JSONParser.parseObject(line)
        let malformed = JSONError(.wrongShape, at: 0)
        if object["verdict"] != nil {
            guard let verdict = Verdict(object) else { throw malformed }
            self = .verdict(verdict)
        } else if let kind = object["change"] {
            guard let name = kind.stringValue else { throw malformed }
            guard let kind = SubjectKind(rawValue: name) else { self = .unknown; return }
            guard let subject = object["subject"]?.stringValue, !subject.isEmpty, subject.utf8.count <= 128,
                let revision = object["revision"]?.stringValue
            else { throw malformed }
            let state = object["state"]?.objectValue
            let deleted = object["deleted"]?.boolValue ?? false
            guard state != nil || deleted else { throw malformed }
            self = .change(Change(kind: kind, subject: subject, revision: revision, state: state, deleted: deleted))
        } else if object["sync"] != nil {
            guard object["sync"]?.integerValue == 1, let time = object["time"]?.stringValue.flatMap({ Timestamp($0) }) else {
                throw malformed
            }
            self = .header(time: time, portal: object["portal"]?.stringValue ?? "")
        } else if object["resync"]?.boolValue == true {
            self = .resync
        } else if object["end"]?.boolValue == true {
            guard let cursor = object["cursor"]?.stringValue, let more = object["more"]?.boolValue else { throw malformed }
            self = .end(cursor: cursor, more: more)
        } else {
            self = .unknown
        }
    }

    package var line: [UInt8] {
        switch self {
        case .header(let time, let portal):
            JSONWriter.encodeObject([("sync", 1), ("time", .string(time.description)), ("portal", .string(portal))])
        case .verdict(let verdict): verdict.line
        case .resync: JSONWriter.encodeObject([("resync", true)])
        case .change(let change):
            JSONWriter.encodeObject(
                [
                    ("change", .string(change.kind.rawValue)), ("subject", .string(change.subject)),
                    ("revision", .string(change.revision)), ("state", change.state.map(JSONValue.object) ?? .null),
                ] + (change.deleted ? [("deleted", true)] : []))
        case .end(let cursor, let more):
            JSONWriter.encodeObject([("end", true), ("cursor", .string(cursor)), ("more", .bool(more))])
        case .unknown: JSONWriter.encode([:])
        }
    }
}
