import Dossiers
import GRDB
import SyncProtocol

/// What a citizen who tracks a dossier must know besides its steps: papers that are asked for, fees, and that there is a result. Titles
/// are the catalogue's words for a paper; what an office wrote itself, and who it was about, stays away.
struct TrackedMatters {
    let dossier: StoredSubject
    let language: PageLanguage

    func sections(in db: Database) throws -> [HTML] {
        try papers(in: db) + fees(in: db) + results()
    }

    private func papers(in db: Database) throws -> [HTML] {
        guard dossier.status == .supplementNeeded else { return [] }
        let requests = try related(.notice, in: db).filter {
            $0.state["kind"] == "supplement" && $0.submittedFiles == nil && !$0.isReceived && $0.state["closed"] != true
        }
        let lines = requests.flatMap { request -> [HTML] in
            let papers = (request.state["components"]?.arrayValue ?? []).compactMap { $0["title"]?.stringValue }
            let until = request.state["until"]?.stringValue.map { language.pick("Hạn: ", "By: ") + PageTime.text($0) }
            return (papers.isEmpty ? [language.pick("Theo thông báo đã gửi", "As the notice says")] : papers).map { line([$0, until]) }
        }
        return section(language.pick("Cần bổ sung giấy tờ", "Papers wanted"), lines)
    }

    private func fees(in db: Database) throws -> [HTML] {
        let lines = try related(.payment, in: db).flatMap { payment -> [HTML] in
            let state = Self.standing(payment.state["state"]?.stringValue, language)
            return (payment.state["items"]?.arrayValue ?? []).map { item in
                line([item["title"]?.stringValue, item["amount"]?.integerValue.map { Money.format(Int($0)) }, state])
            }
        }
        return section(language.pick("Phí, lệ phí", "Fees"), lines)
    }

    private func results() -> [HTML] {
        let results = dossier.state["results"]?.arrayValue ?? []
        var ways: [String] = []
        for result in results {
            let way =
                switch result["hand_out"]?.stringValue {
                case "counter": language.pick("nhận tại bộ phận một cửa", "to be fetched at the desk")
                case "home": language.pick("được gửi về nhà", "sent home")
                default: language.pick("bản điện tử, hỏi tại bộ phận một cửa", "a file; ask at the desk")
                }
            if !ways.contains(way) { ways.append(way) }
        }
        return section(language.pick("Đã có kết quả", "There is a result"), ways.map { line([$0]) })
    }

    static func standing(_ state: String?, _ language: PageLanguage) -> String {
        switch state {
        case "paid": language.pick("đã thu", "paid")
        case "waived": language.pick("được miễn", "waived")
        case "failed": language.pick("thanh toán không thành công", "the payment failed")
        case "unknown": language.pick("chưa rõ kết quả, xin đừng nộp lại", "not known yet; please do not pay again")
        case "pending": language.pick("đang thanh toán", "being paid")
        default: language.pick("chờ nộp", "to be paid")
        }
    }

    private func line(_ parts: [String?]) -> HTML {
        tag("li", [], [.text(parts.compactMap(\.self).joined(separator: " · "))])
    }

    private func section(_ title: String, _ lines: [HTML]) -> [HTML] {
        lines.isEmpty ? [] : [tag("h2", [], [.text(title)]), tag("ul", [], lines)]
    }

    private func related(_ kind: SubjectKind, in db: Database) throws -> [StoredSubject] {
        try Row.fetchAll(
            db,
            sql: "SELECT * FROM subjects WHERE kind = ? AND deleted = 0 AND json_extract(state, '$.dossier') = ? ORDER BY id",
            arguments: [kind.rawValue, dossier.id]
        ).map { try StoredSubject($0) }
    }
}
