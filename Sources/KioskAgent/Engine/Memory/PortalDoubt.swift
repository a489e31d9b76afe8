import Outbox
import SyncProtocol

/// Whether the portal still remembers what it gave receipts for. One that was restored from a backup does not.
struct PortalDoubt: Sendable, Hashable {
    /// Its key among the store's facts.
    static let fact = "portal_doubt"

    enum Stage: String, Sendable, Hashable {
        /// The portal is asked for what it received last; until it answers nothing new is sent and no news is taken in.
        case asking
        /// It had forgotten: what it forgot is offered again, among everything else.
        case offering
    }

    var stage: Stage
    var since: Timestamp
    /// The count of the receipt that contradicts another one, when that is what raised the doubt.
    var serial: Int?
    /// When that receipt was given.
    var receivedAt: Timestamp?
    /// Answers that left the question open.
    var tries = 0
    /// Operations whose verdicts were put off: a portal that has forgotten judges wrongly.
    var putOff: [OperationID] = []

    init(_ stage: Stage, since: Timestamp) {
        self.stage = stage
        self.since = since
    }

    init?(_ json: JSONValue?) {
        guard let json, let stage = json["stage"]?.stringValue.flatMap(Stage.init(rawValue:)), let since = json["since"]?.timeValue
        else { return nil }
        self.init(stage, since: since)
        serial = json["serial"]?.integerValue.flatMap { Int(exactly: $0) }
        receivedAt = json["received_at"]?.timeValue
        tries = json["tries"]?.integerValue.flatMap { Int(exactly: $0) } ?? 0
        putOff = json["put_off"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    var json: JSONValue {
        var json: JSONObject = [
            "stage": .string(stage.rawValue), "since": .string(since.description),
            "put_off": .array(putOff.map(JSONValue.string)),
        ]
        json["tries"] = .integer(Int64(tries))
        json["serial"] = serial.map { .integer(Int64($0)) }
        json["received_at"] = receivedAt.map { .string($0.description) }
        return .object(json)
    }
}

extension OutboxTransaction {
    func portalDoubt() throws -> PortalDoubt? { PortalDoubt(try fact(PortalDoubt.fact)) }
    func setPortalDoubt(_ doubt: PortalDoubt?) throws { try setFact(PortalDoubt.fact, doubt?.json) }
}
