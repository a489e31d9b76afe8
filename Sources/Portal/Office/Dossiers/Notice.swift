import Dossiers
import SyncProtocol

/// What the portal says to people about a dossier (protocol.md, section 5).
struct Notice: Sendable {
    enum Kind: String { case supplement, refusal, appointment, mail, result, info }

    var kind: Kind
    var dossier: String
    /// In Vietnamese, for the citizen.
    var text: String
    /// The papers that are asked for.
    var components: [JSONValue]?
    /// By when.
    var until: Timestamp?

    func state(at now: Timestamp) -> JSONObject {
        var state: JSONObject = [
            "kind": .string(kind.rawValue), "dossier": .string(dossier), "text": .string(text), "at": .string(now.description),
            "read": false,
        ]
        state["components"] = components.map(JSONValue.array)
        state["until"] = until.map { .string($0.description) }
        return state
    }

    /// What is said when a dossier called `name` comes to `status`.
    static func text(_ status: DossierStatus, dossier name: String, note: String?, papers: [String], until: Timestamp?) -> String
    {
        var text = "Hồ sơ \(name): \(status.nameInVietnamese)."
        if !papers.isEmpty { text += " Giấy tờ cần bổ sung: \(papers.joined(separator: "; "))." }
        if let note { text += " \(note)" }
        if let until { text += " Hạn: \(CivilDay(inVietnamAtSecondsSince1970: until.milliseconds / 1000).written)." }
        return text
    }

    static func kind(of status: DossierStatus) -> Kind {
        switch status {
        case .supplementNeeded: .supplement
        case .notReceived: .refusal
        case .finished, .handedOver: .result
        default: .info
        }
    }
}
