import Dossiers
import Foundation
import SyncProtocol

/// What puts of whole subjects have in common.
enum PutBody {
    /// Whether the portal keeps something else than what was sent: a text was normalised, a value brought into its one form.
    /// Absent, null and empty members are the same; so are members that the portal does not know or that are its own.
    static func isAltered(sent body: JSONObject, kept: JSONObject, members: [String]) -> Bool {
        let named = body.filter { members.contains($0.key) }
        // By bytes: two spellings of one letter are equal as texts, and it is the spelling that may have been altered.
        return tidy(.object(named))?.encoded != tidy(.object(kept))?.encoded
    }

    private static func tidy(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .null: return nil
        case .object(let members):
            let kept = members.compactMapValues(tidy)
            return kept.isEmpty ? nil : .object(kept)
        case .array(let elements):
            return elements.isEmpty ? nil : .array(elements.map { tidy($0) ?? .null })
        case .number: return value.integerValue.map(JSONValue.integer) ?? value
        default: return value
        }
    }

    /// A refusal by the rules of the domain, on the wire.
    static func problem(_ error: DomainError) -> Problem {
        OperationOutcome.invalid(error.field, "\(error.kind.rawValue): \(error.detail)")
    }
}
