package import GRDB
package import SyncProtocol

/// The office takes a result back, such as one that belongs to somebody else: from then on nobody can fetch it.
package struct TakeBackResult: Sendable {
    package var dossier: String
    /// A beginning of the file's digest that no other has, or the title.
    package var result: String

    package init(dossier: String, result: String) {
        self.dossier = dossier
        self.result = result
    }

    /// What is left to do once the transaction stands.
    package struct Done: Sendable {
        package let answer: JSONObject
        /// The file that may be of no use now.
        package let file: (unit: String, sha256: String)?
    }

    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> Done {
        var subject = try StoredSubject.find(dossier, kind: .dossier, in: db)
        let results = subject.state["results"]?.arrayValue ?? []
        let meant = results.indices.filter { index in
            let digest = results[index]["sha256"]?.stringValue ?? ""
            return results[index]["title"]?.stringValue == result || (result.count >= 4 && digest.hasPrefix(result.lowercased()))
        }
        guard let index = meant.first else {
            throw PortalError(.unknownFile, field: "take-back", vi: "hồ sơ không có kết quả này", en: "the dossier has no such result")
        }
        guard meant.count == 1 else {
            throw PortalError(
                .ambiguousID, field: "take-back", vi: "nhiều kết quả trùng; hãy ghi mã tệp", en: "several results fit; name the digest")
        }
        var left = results
        let gone = left.remove(at: index)
        subject.state["results"] = .array(left)
        var file: (unit: String, sha256: String)?
        if let digest = gone["sha256"]?.stringValue, !left.contains(where: { $0["sha256"]?.stringValue == digest }) {
            try db.execute(sql: "DELETE FROM results WHERE dossier = ? AND sha256 = ?", arguments: [subject.id, digest])
            file = (subject.unit, digest)
        }
        let now = context.now()
        let store = SubjectStore(database: db, now: now)
        try store.save(&subject, origin: nil)
        let title = gone["title"]?.stringValue ?? ""
        let notice = Notice(
            kind: .info, dossier: subject.id,
            text: "Hồ sơ \(subject.code ?? String(subject.id.prefix(13))): kết quả “\(title)” đã được thu hồi, xin đừng sử dụng.")
        try store.insert(context.newID(now), kind: .notice, state: notice.state(at: now), partiesOf: subject)
        return Done(answer: try DossierView.full(subject, in: db), file: file)
    }
}
