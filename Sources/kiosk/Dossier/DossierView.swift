import Dossiers
import Status
import SyncProtocol

/// A dossier as text.
enum DossierView {
    static func row(_ dossier: JSONValue, _ screen: inout Screen) {
        let state = dossier["local"]?["state"]?.stringValue ?? ""
        let names = [dossier["owner_name"], dossier["procedure_name"] ?? dossier["procedure"]].compactMap { $0?.stringValue }
        let code = dossier["code"]?.stringValue
        screen.row(
            [
                (dossier["id"]?.stringValue?.shortID ?? "", 18),
                (shortStatus(dossier, screen.language) ?? (state.isEmpty ? "" : Texts.state(state, in: screen.language)), 20),
            ], last: Printable.clean(([code].compactMap { $0 } + names).joined(separator: " · ")))
    }

    static func page(_ dossier: JSONValue, _ screen: inout Screen) {
        let language = screen.language
        let title = dossier["procedure_name"]?.stringValue ?? dossier["procedure"]?.stringValue ?? ""
        screen.paragraph(screen.bold(Printable.clean(title)))
        screen.entry(Text(vi: "Mã trên máy này", en: "Id here"), dossier["id"]?.stringValue ?? "")
        let code = dossier["code"]?.stringValue.map(Printable.clean)
        screen.entry(
            Capital.field("code"), code ?? Text(vi: "chưa có (do cổng cấp)", en: "none yet (the portal gives it)")[language])
        person("owner", dossier, &screen)
        if dossier["submitter"] != dossier["owner"] { person("submitter", dossier, &screen) }
        if let value = dossier["authority"], !value.isNull {
            screen.entry(Capital.field("authority"), FieldValue.spell(value, name: "authority", language))
        }
        if let unit = dossier["unit_name"]?.stringValue ?? dossier["unit"]?.stringValue {
            screen.entry(Capital.field("unit"), Printable.clean(unit))
        }
        DossierParts.delivery(dossier, &screen)
        times(dossier, &screen)
        if let status = status(dossier, language) { screen.entry(Capital.field("status"), status) }
        DossierParts.form(dossier, &screen)
        ExpectedView.show(dossier["local"]?["expected"], &screen)
        DossierParts.papers(dossier, &screen)
        for warning in dossier["local"]?["warnings"]?.arrayValue ?? [] {
            screen.paragraph(Printable.clean(warning.stringValue ?? ""), indent: 2, first: "! ")
        }
        ResultView.list(dossier, &screen)
        steps(dossier, &screen)
        notices(dossier, &screen)
        OperationsView.local(dossier["local"], &screen)
    }

    /// Two times, for waiting in the outbox is not being received: the law's clock starts at the portal.
    private static func times(_ dossier: JSONValue, _ screen: inout Screen) {
        for name in ["recorded_at", "received_at", "due_at"] {
            let moment = dossier[name]?.stringValue.flatMap { Timestamp($0) }
            let missing = Text(vi: "chưa", en: "not yet")[screen.language]
            if name == "due_at", moment == nil { continue }
            screen.entry(Capital.field(name), moment.map { Format.dateTime($0) } ?? missing)
        }
    }

    private static func person(_ name: String, _ dossier: JSONValue, _ screen: inout Screen) {
        guard let id = dossier[name]?.stringValue else { return }
        let called = dossier["\(name)_name"]?.stringValue.map(Printable.clean)
        screen.entry(Capital.field(name), [called, "(\(id.shortID))"].compactMap { $0 }.joined(separator: " "))
    }

    /// Where it has been at the portal: when, what, at whose hands, with what remark.
    private static func steps(_ dossier: JSONValue, _ screen: inout Screen) {
        let steps = dossier["steps"]?.arrayValue ?? []
        guard !steps.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Đường đi ở cổng", en: "Its way at the portal"))
        for step in steps {
            let at = step["at"]?.stringValue.flatMap { Timestamp($0) }.map { screen.time($0) }
            let name = status(step, screen.language) ?? step["name"]?.stringValue.map(Printable.clean)
            let rest = [step["by"], step["note"]].compactMap { $0?.stringValue.map(Printable.clean) }.filter { !$0.isEmpty }
            screen.paragraph([at, name].compactMap { $0 }.joined(separator: "  ") + rest.map { " — \($0)" }.joined(), indent: 2)
        }
    }

    /// The national portal's name of the status of a dossier, or of one of its steps.
    static func status(_ dossier: JSONValue, _ language: Language) -> String? {
        guard let number = dossier["status"]?.integerValue.flatMap({ Int(exactly: $0) }),
            let status = DossierStatus(rawValue: number)
        else { return nil }
        return language == .vi ? status.nameInVietnamese : status.nameInEnglish
    }

    /// The same for a table of 20 columns: the longest of the national names are told in fewer words.
    static func shortStatus(_ dossier: JSONValue, _ language: Language) -> String? {
        let short: Text? =
            switch dossier["status"]?.integerValue.flatMap({ Int(exactly: $0) }).flatMap(DossierStatus.init(rawValue:)) {
            case .supplementNeeded: Text(vi: "Cần bổ sung giấy tờ", en: "More papers needed")
            case .paymentNeeded: Text(vi: "Cần nộp phí, lệ phí", en: "Payment needed")
            case .withdrawnByCitizen: Text(vi: "Công dân rút hồ sơ", en: "Withdrawn")
            default: nil
            }
        return short?[language] ?? status(dossier, language)
    }

    private static func notices(_ dossier: JSONValue, _ screen: inout Screen) {
        let notices = dossier["notices"]?.arrayValue ?? []
        guard !notices.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Thông báo của cổng", en: "What the portal says"))
        for notice in notices {
            let at = notice["at"]?.stringValue.flatMap { Timestamp($0) }.map { screen.time($0) + "  " } ?? ""
            screen.paragraph(at + Printable.clean(notice["text"]?.stringValue ?? ""), indent: 2)
        }
    }
}
