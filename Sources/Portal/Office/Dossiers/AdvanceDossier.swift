import Dossiers
package import GRDB
package import SyncProtocol

/// The office moves a dossier to a status, and tells people why.
package struct AdvanceDossier: Sendable {
    /// The official code, or the dossier's id.
    package var dossier: String
    /// The national number, 1 to 10, as somebody typed it.
    package var status: String
    package var note: String?
    /// Codes of the papers that are asked for, with status 5 alone.
    package var request: [String]
    /// By when they must be there.
    package var until: Timestamp?

    package init(dossier: String, status: String, note: String? = nil, request: [String] = [], until: Timestamp? = nil) {
        self.dossier = dossier
        self.status = status
        self.note = note
        self.request = request
        self.until = until
    }

    /// - Returns: the dossier as `dossier show` tells it, with the notice's id as `notice`.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        guard let number = Int(status), let next = DossierStatus(rawValue: number) else {
            throw PortalError(
                .invalidStatus, field: "to", vi: "trạng thái phải là một số từ 1 đến 10", en: "a status is a number from 1 to 10")
        }
        guard next == .supplementNeeded || (request.isEmpty && until == nil) else {
            throw PortalError(
                .invalidValue, field: "request", vi: "chỉ trạng thái 5 mới yêu cầu bổ sung giấy tờ",
                en: "only status 5 asks for papers")
        }
        var subject = try StoredSubject.find(dossier, kind: .dossier, in: db)
        let present = subject.status
        guard next != present || note != nil || !request.isEmpty || until != nil else {
            // Where the portal came by itself, with the last paper or the fee, the office need not know that it did.
            if subject.cameByItself { return try DossierView.full(subject, in: db) }
            throw PortalError(
                .impossibleStep, field: "to",
                vi: "hồ sơ đã ở trạng thái \(number) (\(next.nameInVietnamese)) và không có gì mới để ghi",
                en: "the dossier is at status \(number) (\(next.nameInEnglish)) already and there is nothing new to tell")
        }
        guard DossierSteps.allows(next, after: present) else {
            throw PortalError(
                .impossibleStep, field: "to",
                vi: "hồ sơ đang ở trạng thái \(present.rawValue) (\(present.nameInVietnamese)), không thể chuyển sang \(number)",
                en: "the dossier is at status \(present.rawValue) (\(present.nameInEnglish)) and cannot go to \(number)")
        }
        // Before the portal has received it, a dossier has no code and no deadline: all that can be said of it is no.
        guard subject.isReceived || next == .notReceived else {
            throw PortalError(
                .notReceived, field: "id", vi: "cổng chưa tiếp nhận hồ sơ này (chưa có mã hồ sơ)",
                en: "the portal has not received this dossier yet (it has no code)")
        }
        let now = context.now()
        let note = try Self.tidy(note)
        let papers = try requested(of: subject, note: note, context)
        let until = next == .supplementNeeded ? until ?? now + context.rules.supplementTerm : nil
        subject.take(next, note: note, by: context.rules.name, at: now)
        if next == .withdrawnByCitizen { subject.isWithdrawn = true }
        let store = SubjectStore(database: db, now: now)
        try store.save(&subject, origin: nil)
        if present == .supplementNeeded { try Self.closeRequests(of: subject, store) }
        let notice = Notice(
            kind: Notice.kind(of: next), dossier: subject.id,
            text: Notice.text(
                next, dossier: subject.code ?? String(subject.id.prefix(13)), note: note,
                papers: papers.compactMap { $0["title"]?.stringValue }, until: until),
            components: next == .supplementNeeded ? papers : nil, until: until)
        let id = context.newID(now)
        try store.insert(id, kind: .notice, state: notice.state(at: now), partiesOf: subject)
        var answer = try DossierView.full(subject, in: db)
        answer["notice"] = .string(id)
        return answer
    }

    /// What was asked for before and nobody answered is asked no more: the office went on, or asks for something else.
    private static func closeRequests(of dossier: StoredSubject, _ store: SubjectStore) throws {
        let open = try Row.fetchAll(
            store.database,
            sql: """
                SELECT * FROM subjects WHERE kind = 'notice' AND deleted = 0 AND received = 0 AND submitted_files IS NULL
                AND json_extract(state, '$.dossier') = ? AND json_extract(state, '$.kind') = 'supplement'
                """, arguments: [dossier.id]
        ).map { try StoredSubject($0) }
        for var request in open where request.state["closed"] != true {
            request.state["closed"] = true
            try store.save(&request, origin: nil)
        }
    }

    /// The papers asked for, with the titles that the dossier or the catalogue has for them.
    private func requested(of subject: StoredSubject, note: String?, _ context: OfficeContext) throws -> [JSONValue] {
        guard !request.isEmpty else { return [] }
        let given = subject.state["components"]?.arrayValue ?? []
        let procedure = subject.state["procedure"]?.stringValue.flatMap(context.procedure)
        return try request.map { code in
            guard let code = try Self.tidy(code) else {
                throw PortalError(.invalidValue, field: "request", vi: "mã giấy tờ bị trống", en: "a paper's code is empty")
            }
            let known =
                given.compactMap { paper in paper["code"]?.stringValue.map { (code: $0, title: paper["title"]?.stringValue) } }
                + (procedure?.components ?? []).map { (code: $0.code, title: $0.title) }
            // People leave out the agency in front: KQ004389 is 000.00.00.G15-KQ004389, where only one paper ends so.
            let meant = known.first { $0.code == code } ?? Self.onlyOne(known.filter { $0.code.hasSuffix("-" + code) })
            return [
                "code": .string(meant?.code ?? code), "title": .string(meant?.title ?? code),
                "note": note.map(JSONValue.string) ?? .null,
            ]
        }
    }

    private static func onlyOne(_ papers: [(code: String, title: String?)]) -> (code: String, title: String?)? {
        Set(papers.map(\.code)).count == 1 ? papers[0] : nil
    }

    /// A text in its stored form; `nil` for an empty one.
    static func tidy(_ text: String?, field: String = "note", limit: Int? = nil) throws -> String? {
        guard let text else { return nil }
        do {
            let plain =
                if let limit { try TextRule.normalise(text, field: field, limit: limit) } else {
                    try TextRule.normalise(text, field: field)
                }
            return plain.isEmpty ? nil : plain
        } catch {
            throw PortalError(.invalidValue, field: field, vi: "chữ có ký tự không dùng được", en: "the text cannot be used")
        }
    }
}
