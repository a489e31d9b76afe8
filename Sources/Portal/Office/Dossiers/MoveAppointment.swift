import Dossiers
package import GRDB
package import SyncProtocol

/// The office gives a dossier another appointment (Mẫu 04, domain.md, 3.1): people are told the former day and the new one.
package struct MoveAppointment: Sendable {
    /// The official code, or the dossier's id.
    package var dossier: String
    package var due: Timestamp
    package var note: String?

    package init(dossier: String, due: Timestamp, note: String? = nil) {
        self.dossier = dossier
        self.due = due
        self.note = note
    }

    /// - Returns: the dossier as `dossier show` tells it, with the notice's id as `notice`.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        var subject = try StoredSubject.find(dossier, kind: .dossier, in: db)
        guard subject.isReceived else {
            throw PortalError(
                .notReceived, field: "id", vi: "cổng chưa tiếp nhận hồ sơ này (chưa có mã hồ sơ)",
                en: "the portal has not received this dossier yet (it has no code)")
        }
        guard !subject.status.isTerminal, subject.status != .finished else {
            throw PortalError(
                .impossibleStep, field: "id", vi: "hồ sơ đã giải quyết xong, không hẹn lại được",
                en: "the dossier is finished: its appointment cannot be moved")
        }
        let now = context.now()
        guard due > now else {
            throw PortalError(.invalidValue, field: "due", vi: "ngày hẹn mới phải ở phía trước", en: "the new appointment must lie ahead")
        }
        let was = subject.state["due_at"]?.stringValue.flatMap { Timestamp($0) }
        guard was != due else { return try DossierView.full(subject, in: db) }
        let note = try AdvanceDossier.tidy(note)
        let moved = AppointmentMove(was: was, due: due)
        subject.state["due_at"] = .string(due.description)
        subject.take(subject.status, note: [moved.text, note].compactMap(\.self).joined(separator: " "), by: context.rules.name, at: now)
        let store = SubjectStore(database: db, now: now)
        try store.save(&subject, origin: nil)
        let id = context.newID(now)
        try store.insert(id, kind: .notice, state: moved.notice(of: subject, note: note, at: now), partiesOf: subject)
        var answer = try DossierView.full(subject, in: db)
        answer["notice"] = .string(id)
        return answer
    }
}
