import Status
import SyncProtocol

/// What came of a dossier: files that can be taken out, and papers that are handed out.
enum ResultView {
    static func list(_ dossier: JSONValue, _ screen: inout Screen) {
        let results = dossier["results"]?.arrayValue ?? []
        guard !results.isEmpty else { return }
        screen.line()
        screen.line(Text(vi: "Kết quả", en: "Results"))
        for result in results {
            let at = result["at"]?.stringValue.flatMap { Timestamp($0) }.map { screen.time($0) + "  " } ?? ""
            let title = Printable.clean(result["title"]?.stringValue ?? "")
            screen.paragraph(at + [title, state(of: result, dossier, screen.language)].joined(separator: " — "), indent: 2)
        }
    }

    private static func state(of result: JSONValue, _ dossier: JSONValue, _ language: Language) -> String {
        guard let local = result["local"] else {
            return switch result["hand_out"]?.stringValue {
            case "home": Text(vi: "gửi về địa chỉ đã đăng ký", en: "sent to the address that was given")[language]
            default: Text(vi: "nhận tại quầy", en: "handed out at the counter")[language]
            }
        }
        let (done, total) = (local["bytes_done"]?.integerValue ?? 0, local["bytes_total"]?.integerValue ?? 0)
        let command = "kiosk dossier result \((dossier["id"]?.stringValue ?? "").shortID)"
        switch local["state"]?.stringValue {
        case "here":
            return Text(vi: "đã tải về ({size:bytes}); lấy ra: {command} --output TỆP", en: "fetched ({size:bytes}); take it out: {command} --output FILE")
                .render(language, ["size": String(total), "command": command])
        case "quarantined":
            return Text(vi: "không tải được[: {why}] Thử lại: {command}", en: "could not be fetched[: {why}] Try again: {command}")
                .render(language, ["command": command].merging(local["text"]?.stringValue.map { ["why": $0] } ?? [:]) { first, _ in first })
        default:
            return Text(
                vi: "chờ tải khi có mạng ({done:bytes} / {size:bytes})", en: "to be fetched when there is a link ({done:bytes} / {size:bytes})"
            ).render(language, ["done": String(done), "size": String(total)])
        }
    }
}
