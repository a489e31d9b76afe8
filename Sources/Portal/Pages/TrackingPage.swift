import Dossiers
package import GRDB
import SyncProtocol

/// `/track/<code>`: how far a dossier is, for whoever has its code. Codes can be guessed, so nobody's name, number, note or file is
/// on it: the procedure, the dates and the steps, as the law wants them shown (domain.md, 1.5 and 4.2), and what people still have to do.
package enum TrackingPage {
    package static func make(_ code: String, _ language: PageLanguage, procedureName: (String) -> String?, in db: Database) throws
        -> Page
    {
        guard DossierCode.isValid(code.uppercased()),
            let id = try String.fetchOne(
                db, sql: "SELECT id FROM subjects WHERE code = ? AND kind = 'dossier' AND deleted = 0",
                arguments: [code.uppercased()]),
            let dossier = try StoredSubject.whole(id, in: db)
        else { return unknown(language) }
        let status = dossier.status
        let procedure = dossier.state["procedure"]?.stringValue ?? ""
        var facts: [HTML] = fact(
            language.pick("Thủ tục", "Procedure"),
            [procedureName(procedure), procedure].compactMap { $0 }.joined(separator: " · "))
        for (member, vi, en) in [("received_at", "Tiếp nhận lúc", "Received"), ("due_at", "Hẹn trả kết quả", "Result due")] {
            if let time = dossier.state[member]?.stringValue { facts += fact(language.pick(vi, en), PageTime.text(time)) }
        }
        var content = [tag("p", [("class", "now")], [.text(name(status, language))]), tag("dl", [], facts)]
        content += try TrackedMatters(dossier: dossier, language: language).sections(in: db)
        let steps = dossier.state["steps"]?.arrayValue ?? []
        if !steps.isEmpty {
            content.append(tag("h2", [], [.text(language.pick("Quá trình giải quyết", "What has happened"))]))
            content.append(tag("ol", [], steps.map { step($0, language) }))
        }
        return Page(
            status: 200, language: language, title: language.pick("Hồ sơ \(code.uppercased())", "Dossier \(code.uppercased())"),
            content: content)
    }

    private static func unknown(_ language: PageLanguage) -> Page {
        Page(
            status: 404, language: language, title: language.pick("Không tìm thấy hồ sơ", "No such dossier"),
            content: [
                tag(
                    "p", [],
                    [
                        .text(
                            language.pick(
                                "Xin kiểm tra lại mã hồ sơ trên Giấy tiếp nhận. Hồ sơ vừa ghi tại quầy có thể chưa được gửi đến cổng.",
                                "Please check the code on the receipt. A dossier just recorded at the desk may not have been delivered yet."
                            ))
                    ])
            ])
    }

    private static func name(_ status: DossierStatus, _ language: PageLanguage) -> String {
        language.pick(status.nameInVietnamese, status.nameInEnglish)
    }

    private static func fact(_ name: String, _ value: String) -> [HTML] {
        [tag("dt", [], [.text(name)]), tag("dd", [], [.text(value)])]
    }

    private static func step(_ step: JSONValue, _ language: PageLanguage) -> HTML {
        let status = step["status"]?.integerValue.flatMap { Int(exactly: $0) }.flatMap { DossierStatus(rawValue: $0) }
        let time = PageTime.text(step["at"]?.stringValue ?? "")
        return tag(
            "li", [],
            [
                .text(status.map { name($0, language) } ?? ""), tag("br"), tag("time", [], [.text(time)]),
            ])
    }
}
