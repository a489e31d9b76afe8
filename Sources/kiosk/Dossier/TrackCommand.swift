import ArgumentParser
import KioskAgent
import Status
import SyncProtocol

struct TrackCommand: KioskCommand {
    static var configuration: CommandConfiguration {
        about(
            "track", "Tra cứu cho người dân tại quầy: hồ sơ đến đâu, hẹn trả khi nào, còn phải làm gì.",
            "For a citizen at the desk: how far a dossier is, when it is due, what is asked.",
            examples: ["kiosk dossier track 000.00.53.H48-220921-0099", "kiosk dossier track 01934b60-22aa"],
            more: Text(
                vi: "Tra được cả khi mất mạng, theo tin cuối cùng của cổng; tuổi của tin được ghi rõ.",
                en: "Works without a link from the portal's last word, whose age is shown."))
    }

    @Argument(help: help("Mã hồ sơ do cổng cấp, hoặc mã trên máy này.", "The official code, or the id here."))
    var id: String
    @OptionGroup var common: CommonOptions

    func run(in session: Session) async throws -> ExitCode {
        let dossier = try await session.ask(TrackDossier(id: id))
        try session.show(dossier) { TrackView.page(dossier, &$0) }
        return .done
    }
}

/// A dossier's way, without a word about whose it is.
enum TrackView {
    static func page(_ dossier: JSONValue, _ screen: inout Screen) {
        let language = screen.language
        let title = dossier["procedure_name"]?.stringValue ?? dossier["procedure"]?.stringValue ?? ""
        screen.paragraph(screen.bold(Printable.clean(title)))
        let code = dossier["code"]?.stringValue.map(Printable.clean)
        screen.entry(
            Capital.field("code"), code ?? Text(vi: "chưa có (do cổng cấp)", en: "none yet (the portal gives it)")[language])
        if let unit = dossier["unit_name"]?.stringValue { screen.entry(Capital.field("unit"), Printable.clean(unit)) }
        screen.entry(Text(vi: "Trạng thái", en: "Status"), status(dossier, language))
        for name in ["recorded_at", "received_at", "due_at"] {
            guard let moment = dossier[name]?.stringValue.flatMap({ Timestamp($0) }) else { continue }
            let late = name == "due_at" && dossier["overdue"]?.boolValue == true
            let note = late ? " " + screen.yellow(Text(vi: "(đã quá hẹn)", en: "(overdue)")[language]) : ""
            screen.entry(Capital.field(name), Format.dateTime(moment) + note)
        }
        Age.line(dossier["age_seconds"], &screen)
        ExpectedView.show(dossier["local"]?["expected"], &screen)
        steps(dossier, &screen)
        ResultView.list(dossier, &screen)
        asked(dossier, &screen)
        money(dossier, &screen)
    }

    /// `4 · Đang xử lý`, or how far it is on its way to the portal.
    private static func status(_ dossier: JSONValue, _ language: Language) -> String {
        if let number = dossier["status"]?.integerValue {
            return [String(number), dossier["status_name"]?.stringValue].compactMap { $0 }.joined(separator: " · ")
        }
        let word = dossier["local"]?["state"]?.stringValue ?? ""
        let text = Text(vi: "cổng chưa tiếp nhận ({state})", en: "the portal has not received it ({state})")
        return text.render(language, ["state": Texts.state(word, in: language)])
    }

    private static func steps(_ dossier: JSONValue, _ screen: inout Screen) {
        let steps = dossier["steps"]?.arrayValue ?? []
        guard !steps.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Đường đi ở cổng", en: "Its way at the portal"))
        for step in steps {
            let at = step["at"]?.stringValue.flatMap { Timestamp($0) }.map { Format.dateTime($0) } ?? ""
            let name = DossierView.status(step, screen.language) ?? step["name"]?.stringValue.map(Printable.clean)
            let parts = [name, step["by"]?.stringValue.map(Printable.clean), step["note"]?.stringValue.map(Printable.clean)]
            screen.row([(at, 16)], last: parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " — "))
        }
    }

    private static func asked(_ dossier: JSONValue, _ screen: inout Screen) {
        for request in dossier["requests"]?.arrayValue ?? [] {
            screen.line()
            screen.line(Text(vi: "Cần bổ sung", en: "Papers wanted"))
            screen.paragraph(Printable.clean(request["text"]?.stringValue ?? ""), indent: 2)
            RequestView.papers(request, &screen)
        }
    }

    private static func money(_ dossier: JSONValue, _ screen: inout Screen) {
        let payments = dossier["payments"]?.arrayValue ?? []
        guard !payments.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Phí, lệ phí", en: "Fees"))
        for payment in payments { PaymentView.row(payment, &screen) }
    }
}
