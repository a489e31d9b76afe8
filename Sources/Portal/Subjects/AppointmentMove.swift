import Dossiers
import SyncProtocol

/// A dossier's appointment that became another: both days are told, as supplements and apologies carry them (domain.md, 1.4: `NgayHenTraTruoc`, `NgayHenTraMoi`).
struct AppointmentMove: Sendable, Hashable {
    let was: Timestamp?
    let due: Timestamp

    /// In Vietnamese, for the citizen.
    var text: String {
        let former = was.map { " (trước đây: \(Self.written($0)))" } ?? ""
        return "Hẹn trả kết quả mới: \(Self.written(due))\(former)."
    }

    /// The notice's state: the text, and both times for programs.
    func notice(of dossier: StoredSubject, note: String?, at now: Timestamp) -> JSONObject {
        let name = dossier.code ?? String(dossier.id.prefix(13))
        let text = ["Hồ sơ \(name):", self.text, note].compactMap(\.self).joined(separator: " ")
        var state = Notice(kind: .appointment, dossier: dossier.id, text: text).state(at: now)
        state["due_at"] = .string(due.description)
        state["was_due_at"] = was.map { .string($0.description) } ?? .null
        return state
    }

    private static func written(_ moment: Timestamp) -> String {
        CivilDay(inVietnamAtSecondsSince1970: moment.milliseconds / 1000).written
    }
}
