/// The part of an `applied` verdict that proves delivery. Nothing else does.
package struct Receipt: Sendable, Hashable, Codable {
    package var revision: Revision?
    package var receivedAt: Timestamp
    /// Counts the receipts of one kiosk: 1, 2, 3 …, so that a gap shows.
    package var serial: Int

    package init(revision: Revision?, receivedAt: Timestamp, serial: Int) {
        self.revision = revision
        self.receivedAt = receivedAt
        self.serial = serial
    }

    enum CodingKeys: String, CodingKey {
        case revision, serial
        case receivedAt = "received_at"
    }
}

/// Why a put met another state at the portal than the one it was based on.
package enum ConflictReason: String, Sendable, Hashable, Codable, CaseIterable {
    case stale
    case identityTaken = "identity-taken"
    case withdrawn, closed, deleted
}

/// The portal's answer to one operation (protocol.md, section 4).
package struct Verdict: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// `missing`: the files of a dossier that the portal does not have yet; `nil` where it says nothing.
        case applied(Receipt, missing: [String]?)
        case conflict(ConflictReason, revision: Revision?, theirs: JSONObject?, subject: SubjectID?)
        case rejected(Problem)
        case later(Problem, retryAfterSeconds: Int?)
    }

    /// `nil` for a line that the portal could not read.
    package var op: OperationID?
    /// Of the bytes that the portal received. A verdict with another digest than the one sent is not believed.
    package var digest: String
    package var outcome: Outcome

    package init(op: OperationID?, digest: String, outcome: Outcome) {
        self.op = op
        self.digest = digest
        self.outcome = outcome
    }

    package var line: [UInt8] {
        var members: [(String, JSONValue)] = []
        let head: [(String, JSONValue)] = [("op", op.map(JSONValue.string) ?? .null), ("digest", .string(digest))]
        switch outcome {
        case .applied(let receipt, let missing):
            members = [("verdict", "applied")] + head
            members.append(
                (
                    "receipt",
                    [
                        "revision": receipt.revision.map(JSONValue.string) ?? .null,
                        "received_at": .string(receipt.receivedAt.description), "serial": .integer(Int64(receipt.serial)),
                    ]
                ))
            if let missing { members.append(("missing", .array(missing.map(JSONValue.string)))) }
        case .conflict(let reason, let revision, let theirs, let subject):
            members = [("verdict", "conflict")] + head + [("reason", .string(reason.rawValue))]
            members.append(("revision", revision.map(JSONValue.string) ?? .null))
            members.append(("theirs", theirs.map(JSONValue.object) ?? .null))
            if let subject { members.append(("subject", .string(subject))) }
        case .rejected(let problem):
            members = [("verdict", "rejected")] + head + [("problem", problem.json)]
        case .later(let problem, let retryAfter):
            members = [("verdict", "later")] + head + [("problem", problem.json)]
            if let retryAfter { members.append(("retry_after", .integer(Int64(retryAfter)))) }
        }
        return JSONWriter.encodeObject(members)
    }

    init?(_ object: JSONObject) {
        guard let digest = object["digest"]?.stringValue else { return nil }
        self.digest = digest
        switch object["op"] {
        case nil, .null?: op = nil
        case .string(let value)?: op = value
        default: return nil
        }
        switch object["verdict"]?.stringValue {
        case "applied":
            guard let receipt = object["receipt"]?.objectValue, let serial = receipt["serial"]?.integerValue, serial > 0,
                let receivedAt = receipt["received_at"]?.stringValue.flatMap({ Timestamp($0) })
            else { return nil }
            let missing = object["missing"]?.arrayValue?.compactMap(\.stringValue)
            outcome = .applied(
                Receipt(revision: receipt["revision"]?.stringValue, receivedAt: receivedAt, serial: Int(serial)),
                missing: missing)
        case "conflict":
            guard let reason = object["reason"]?.stringValue.flatMap(ConflictReason.init(rawValue:)) else { return nil }
            outcome = .conflict(
                reason, revision: object["revision"]?.stringValue, theirs: object["theirs"]?.objectValue,
                subject: object["subject"]?.stringValue)
        case "rejected":
            guard let problem = Problem(object["problem"]) else { return nil }
            outcome = .rejected(problem)
        case "later":
            guard let problem = Problem(object["problem"]) else { return nil }
            let seconds = object["retry_after"]?.integerValue.flatMap { Int(exactly: $0) }
            outcome = .later(problem, retryAfterSeconds: seconds ?? problem.retryAfter)
        default: return nil
        }
    }
}
