package import Outbox
package import SyncProtocol

/// The small things that the engine keeps in the store and the desk reads; the raw value is the key.
package enum StoreFact: String, Sendable, CaseIterable {
    /// Text: what the portal calls this machine.
    case kioskID = "kiosk_id"
    /// Text: the unit that the enrolment gave this machine.
    case unit
    /// Text: the portal's address.
    case portalURL = "portal_url"
    /// Text: the portal's name, as discovery or the last answer gave it.
    case portalName = "portal_name"
    /// The `limits` object of discovery (protocol.md, section 2).
    case limits
    /// RFC 3339: when an exchange with the portal last went well.
    case lastSuccessAt = "last_success_at"
    /// Seconds, a number: this machine's clock minus the portal's.
    case clockSkewSeconds = "clock_skew_seconds"
    /// Text: the portal's cursor.
    case cursor
}

extension OutboxTransaction {
    /// What the engine keeps under `name`. Throws `OutboxError`.
    package func fact(_ name: StoreFact) throws -> JSONValue? { try fact(name.rawValue) }
    /// Keeps `value` under `name`; nil takes it away. Throws `OutboxError`.
    package func setFact(_ name: StoreFact, _ value: JSONValue?) throws { try setFact(name.rawValue, value) }
}

extension JSONValue {
    /// A time spelt as the wire spells it.
    var timeValue: Timestamp? { stringValue.flatMap { Timestamp($0) } }
    var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
