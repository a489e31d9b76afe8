import Dossiers
import SyncProtocol

extension StoredSubject {
    /// How far the dossier is; one that says nothing is new.
    var status: DossierStatus {
        state["status"]?.integerValue.flatMap { Int(exactly: $0) }.flatMap(DossierStatus.init(rawValue:)) ?? .registered
    }

    /// Whether the portal took the last step, and not somebody at the office.
    var cameByItself: Bool { state["steps"]?.arrayValue?.last?["automatic"] == true }

    /// Comes to `next`, with a line in the dossier's way.
    /// - Parameter automatic: the portal does it by its rules; nobody at the office decided it.
    mutating func take(
        _ next: DossierStatus, note: String? = nil, by whom: String, at now: Timestamp, automatic: Bool = false
    ) {
        var step: JSONObject = [
            "status": .integer(Int64(next.rawValue)), "name": .string(next.nameInVietnamese), "at": .string(now.description),
            "by": .string(whom),
        ]
        step["note"] = note.map(JSONValue.string)
        if automatic { step["automatic"] = true }
        state["status"] = .integer(Int64(next.rawValue))
        state["steps"] = .array((state["steps"]?.arrayValue ?? []) + [.object(step)])
    }
}
