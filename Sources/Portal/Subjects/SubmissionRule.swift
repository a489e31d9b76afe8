import Dossiers
import GRDB
import SyncProtocol

/// When the portal receives a dossier, and when a supplement is whole: with the last of the files (protocol.md, section 5).
struct SubmissionRule: Sendable {
    let rules: OperationRules

    /// A file of `unit` has become whole: whatever waited for it goes on. Called in the transaction that stores the file.
    func arrived(unit: String, sha256: String, now: Timestamp, _ database: Database) throws {
        let store = SubjectStore(database: database, now: now)
        let waiting = try Row.fetchAll(
            database,
            sql: """
                SELECT id, kind, json_extract(state, '$.dossier') AS dossier FROM subjects
                WHERE unit = ? AND submitted_files IS NOT NULL AND received = 0 AND withdrawn = 0 AND deleted = 0
                ORDER BY created_at, id
                """, arguments: [unit])
        for row in waiting {
            if try row.text("kind") == SubjectKind.dossier.rawValue {
                guard var dossier = try store.find(try row.text("id")), DossierFiles.digests(dossier.state).contains(sha256)
                else { continue }
                try receiveIfComplete(&dossier, store)
            } else if var request = try store.find(try row.text("id")), let id = try row.optionalText("dossier"),
                var dossier = try store.find(id), DossierFiles.digests(dossier.state).contains(sha256)
            {
                try closeIfComplete(&request, of: &dossier, store)
            }
        }
    }

    /// Receives a dossier that was submitted and lacks nothing: it gets its code, and everybody at its desks is told.
    func receiveIfComplete(_ dossier: inout StoredSubject, _ store: SubjectStore) throws {
        // One that the office refused or stopped meanwhile stays so, whatever arrives.
        guard !dossier.isReceived, !dossier.isWithdrawn, !dossier.isDeleted, dossier.status == .registered,
            let files = dossier.submittedFiles,
            files == Int64(DossierFiles.digests(dossier.state).count),
            try DossierFiles.missing(of: dossier, store.database).isEmpty
        else { return }
        let now = store.now
        let code = try PortalNumbers.dossierCode(
            agency: rules.agency, day: PortalNumbers.sixDigits(now), store.database)
        dossier.code = code
        dossier.isReceived = true
        dossier.state["code"] = .string(code)
        dossier.state["received_at"] = .string(now.description)
        let appointment = appointment(dossier, from: now)
        dossier.state["due_at"] = appointment.map { .string(Timestamp(seconds: $0.due.secondsSince1970).description) }
        dossier.take(.received, note: appointment.flatMap(Self.doubt), by: rules.portal, at: now, automatic: true)
        try store.save(&dossier, origin: nil)
    }

    /// Closes a request for supplements whose answer is whole: the dossier goes on.
    func closeIfComplete(_ request: inout StoredSubject, of dossier: inout StoredSubject, _ store: SubjectStore) throws {
        guard !request.isReceived, request.submittedFiles != nil, !dossier.isWithdrawn, !dossier.isDeleted,
            try DossierFiles.missing(of: dossier, store.database).isEmpty
        else { return }
        request.isReceived = true
        request.state["answered_at"] = .string(store.now.description)
        try store.save(&request, origin: nil)
        guard dossier.status == .supplementNeeded else { return }
        // The law's time starts from zero once the dossier is complete (domain.md, 4.1).
        let was = dossier.state["due_at"]?.stringValue.flatMap { Timestamp($0) }
        let moved = appointment(dossier, from: store.now).map {
            AppointmentMove(was: was, due: Timestamp(seconds: $0.due.secondsSince1970))
        }
        if let moved { dossier.state["due_at"] = .string(moved.due.description) }
        let note = ["Đã nhận giấy tờ bổ sung.", moved?.text].compactMap(\.self).joined(separator: " ")
        dossier.take(.inProgress, note: note, by: rules.portal, at: store.now, automatic: true)
        try store.save(&dossier, origin: nil)
        guard let moved, moved.was != moved.due else { return }
        var ids = UUID7()
        var random = SystemRandomNumberGenerator()
        try store.insert(
            ids.next(now: store.now, using: &random), kind: .notice, state: moved.notice(of: dossier, note: nil, at: store.now),
            partiesOf: dossier)
    }

    /// An estimate: the office may move the appointment.
    private func appointment(_ dossier: StoredSubject, from now: Timestamp) -> Appointment? {
        let second = now.milliseconds / 1000
        guard let code = dossier.state["procedure"]?.stringValue,
            let time = rules.catalogue.procedure(code, on: CivilDay(inVietnamAtSecondsSince1970: second))?.time
        else { return nil }
        return rules.calendar.estimate(time, receivedAt: second)
    }

    /// What people must be told of an appointment that was reckoned without the holidays of a year.
    static func doubt(_ appointment: Appointment) -> String? {
        let years = appointment.warnings.filter { $0.kind == .calendarMissing }.compactMap { $0.parameters["year"] }
        guard !years.isEmpty else { return nil }
        return "Ngày hẹn là ước tính: chưa có lịch nghỉ lễ năm \(years.joined(separator: ", "))."
    }
}
