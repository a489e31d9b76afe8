import Status
import SyncProtocol

/// A procedure as text (protocol.md, section 8).
enum ProcedureView {
    static func page(_ procedure: JSONValue, _ screen: inout Screen) {
        let language = screen.language
        screen.paragraph(screen.bold(Printable.clean(procedure["name"]?.stringValue ?? "")))
        screen.entry(Text(vi: "Mã", en: "Code"), procedure["code"]?.stringValue ?? "")
        if let time = time(procedure["time"], language) { screen.entry(Text(vi: "Thời hạn", en: "Time"), time) }
        for (name, label) in [
            ("valid_from", Text(vi: "Áp dụng từ", en: "In force from")), ("valid_to", Text(vi: "Đến hết", en: "Until")),
        ] {
            if let day = procedure[name]?.stringValue { screen.entry(label, FieldValue.day(day)) }
        }
        if let code = procedure["replaced_by"]?.stringValue {
            screen.entry(Text(vi: "Thay bằng", en: "Replaced by"), Printable.clean(code))
        }
        fees(procedure, &screen)
        components(procedure, &screen)
        form(procedure, &screen)
        screen.line()
        if let source = procedure["source"]?.stringValue {
            screen.entry(Text(vi: "Nguồn", en: "Source"), Printable.clean(source))
        }
        if procedure["certain"]?.boolValue == false {
            screen.paragraph(Texts.warning("uncertain-procedure", in: language))
        }
    }

    static func time(_ time: JSONValue?, _ language: Language) -> String? {
        guard let unit = time?["unit"]?.stringValue else { return nil }
        let amount = time?["amount"]?.integerValue.map { String($0) } ?? "…"
        let texts: [String: Text] = [
            "working_day": Text(vi: "{n} ngày làm việc", en: "{n:1 working day|# working days}"),
            "day": Text(vi: "{n} ngày", en: "{n:1 day|# days}"), "hour": Text(vi: "{n} giờ", en: "{n:1 hour|# hours}"),
            "same_day": Text(vi: "trong ngày", en: "the same day"), "immediate": Text(vi: "trả ngay", en: "at once"),
        ]
        return texts[unit]?.render(language, ["n": amount])
    }

    private static func fees(_ procedure: JSONValue, _ screen: inout Screen) {
        for fee in procedure["fees"]?.arrayValue ?? [] {
            let amount = fee["amount"]?.integerValue.map {
                $0 == 0 ? Text(vi: "miễn phí", en: "free")[screen.language] : Format.money($0)
            }
            let title = Printable.clean(fee["title"]?.stringValue ?? "")
            screen.entry(
                Text(vi: "Phí, lệ phí", en: "Fee"),
                [title, amount].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": "))
        }
    }

    private static func components(_ procedure: JSONValue, _ screen: inout Screen) {
        let components = procedure["components"]?.arrayValue ?? []
        guard !components.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Thành phần hồ sơ (* bắt buộc)", en: "Components (* required)"))
        // Codes are for typing: none is cut.
        let width = components.reduce(10) { max($0, TextWidth.count($1["code"]?.stringValue ?? "")) }
        for component in components {
            let required = component["required"]?.boolValue == true ? "*" : " "
            let counts = Text(vi: "({o} bản chính, {c} bản sao)", en: "(originals {o}, copies {c})").render(
                screen.language,
                [
                    "o": String(component["originals"]?.integerValue ?? 0), "c": String(component["copies"]?.integerValue ?? 0),
                ])
            screen.row(
                [(required, 1), (component["code"]?.stringValue ?? "", width)],
                last: "\(Printable.clean(component["title"]?.stringValue ?? "")) \(counts)")
        }
    }

    private static func form(_ procedure: JSONValue, _ screen: inout Screen) {
        let form = procedure["form"]?.arrayValue ?? []
        guard !form.isEmpty else { return }
        screen.line()
        screen.line(
            Text(vi: "Biểu mẫu (* bắt buộc), điền bằng --set TÊN=GIÁ-TRỊ", en: "Form (* required), filled with --set NAME=VALUE"))
        let width = form.reduce(20) { max($0, TextWidth.count($1["name"]?.stringValue ?? "")) }
        for field in form {
            let choices = (field["choices"]?.arrayValue ?? []).compactMap(\.stringValue)
            let title = Printable.clean(field["title"]?.stringValue ?? "")
            screen.row(
                [(field["required"]?.boolValue == true ? "*" : " ", 1), (field["name"]?.stringValue ?? "", width)],
                last: choices.isEmpty ? title : "\(title) (\(choices.map(Printable.clean).joined(separator: ", ")))")
        }
    }
}
