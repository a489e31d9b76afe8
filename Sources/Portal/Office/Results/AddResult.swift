import Dossiers
package import GRDB
package import SyncProtocol

/// The office adds a result to a dossier: a file that kiosks fetch, or a paper that is handed out.
package struct AddResult: Sendable {
    /// How people get it, in the words of a dossier's `delivery.result` (protocol.md, section 6).
    package enum HandOut: String, Sendable, Hashable, CaseIterable {
        /// The file itself is the result.
        case electronic
        case counter
        case home
    }

    /// The official code, or the dossier's id.
    package var dossier: String
    package var title: String
    /// `nil`: as a file where there is one, else as the dossier asked for.
    package var handOut: HandOut?
    /// The file that was taken in before.
    package var file: ResultFile?
    /// The file's name for people.
    package var fileName: String?

    package init(dossier: String, title: String, handOut: HandOut? = nil, file: ResultFile? = nil, fileName: String? = nil) {
        self.dossier = dossier
        self.title = title
        self.handOut = handOut
        self.file = file
        self.fileName = fileName
    }

    /// More than any dossier has: the list goes with each change of it.
    private static let most = 50

    /// Whose files the dossier's are. Throws `PortalError` for one that can have no result.
    package static func unit(of dossier: String, in db: Database) throws -> String { try find(dossier, in: db).unit }

    private static func find(_ dossier: String, in db: Database) throws -> StoredSubject {
        let subject = try StoredSubject.find(dossier, kind: .dossier, in: db)
        guard subject.isReceived else {
            throw PortalError(
                .notReceived, field: "id", vi: "cổng chưa tiếp nhận hồ sơ này (chưa có mã hồ sơ)",
                en: "the portal has not received this dossier yet (it has no code)")
        }
        guard !subject.isWithdrawn, subject.status != .notReceived else {
            throw PortalError(
                .impossibleStep, field: "id", vi: "hồ sơ đã rút hoặc không được tiếp nhận, không có kết quả",
                en: "the dossier was withdrawn or not received: it has no result")
        }
        return subject
    }

    /// - Returns: the dossier as `dossier show` tells it, with the notice's id as `notice`; the same result added again changes nothing.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        var subject = try Self.find(dossier, in: db)
        let now = context.now()
        let store = SubjectStore(database: db, now: now)
        let result = try entry(of: subject, at: now, by: context.rules.name)
        var results = subject.state["results"]?.arrayValue ?? []
        if results.contains(where: { Self.isSame($0, result) }) { return try DossierView.full(subject, in: db) }
        guard results.count < Self.most else {
            throw PortalError(.invalidValue, field: "id", vi: "hồ sơ đã có quá nhiều kết quả", en: "the dossier has too many results")
        }
        results.append(.object(result))
        subject.state["results"] = .array(results)
        if let file {
            guard file.unit == subject.unit else { throw StoredSubject.unknown(.dossier) }
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO results (dossier, sha256, unit, size, media_type, stored_at) VALUES (?, ?, ?, ?, ?, ?)
                    """, arguments: [subject.id, file.sha256, file.unit, file.size, file.mediaType, now.milliseconds])
        }
        try store.save(&subject, origin: nil)
        let notice = Notice(kind: .result, dossier: subject.id, text: text(of: subject, result))
        let id = context.newID(now)
        try store.insert(id, kind: .notice, state: notice.state(at: now), partiesOf: subject)
        var answer = try DossierView.full(subject, in: db)
        answer["notice"] = .string(id)
        return answer
    }

    private func entry(of subject: StoredSubject, at now: Timestamp, by whom: String) throws -> JSONObject {
        let title = try Self.plain(title, "title", limit: 500)
        let wished = subject.state["delivery"]?["result"]?.stringValue.flatMap(HandOut.init(rawValue:))
        let way = handOut ?? (file != nil ? .electronic : wished == .home ? .home : .counter)
        guard way != .electronic || file != nil else {
            throw PortalError(
                .invalidValue, field: "hand-out", vi: "kết quả điện tử phải có tệp (--file)", en: "an electronic result needs its --file")
        }
        var entry: JSONObject = [
            "title": .string(title), "hand_out": .string(way.rawValue), "at": .string(now.description), "by": .string(whom),
        ]
        if let file {
            entry["sha256"] = .string(file.sha256)
            entry["size"] = .integer(file.size)
            entry["media_type"] = .string(file.mediaType)
            entry["name"] = .string(try Self.plain(fileName ?? "", "name", limit: 255))
        }
        return entry
    }

    /// What the citizen is told; the title is the office's and names no other person than it does.
    private func text(of subject: StoredSubject, _ result: JSONObject) -> String {
        let name = subject.code ?? String(subject.id.prefix(13))
        let way =
            switch result["hand_out"]?.stringValue {
            case "counter": "Nhận tại bộ phận một cửa."
            case "home": "Kết quả được gửi về địa chỉ đã đăng ký."
            default: "Bản điện tử đã có trên cổng."
            }
        return "Hồ sơ \(name): có kết quả “\(title)”. \(way)"
    }

    private static func isSame(_ known: JSONValue, _ new: JSONObject) -> Bool {
        ["title", "hand_out", "sha256"].allSatisfy { known[$0] == new[$0] }
    }

    private static func plain(_ text: String, _ field: String, limit: Int) throws -> String {
        let plain: String
        do throws(DomainError) { plain = try TextRule.normalise(text, field: field, limit: limit) } catch {
            throw PortalError(.invalidValue, field: field, vi: "chữ có ký tự không dùng được", en: "the text cannot be used")
        }
        guard !plain.isEmpty else { throw PortalError(.invalidValue, field: field, vi: "không được để trống", en: "must not be empty") }
        return plain
    }
}
