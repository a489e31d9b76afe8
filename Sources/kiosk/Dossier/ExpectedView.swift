import Status
import SyncProtocol

/// What this machine expects of a dossier before the portal has spoken, told as an estimate.
enum ExpectedView {
    static func show(_ expected: JSONValue?, _ screen: inout Screen) {
        guard let expected else { return }
        if let due = expected["due_at"]?.stringValue.flatMap({ Timestamp($0) }) {
            screen.entry(
                Text(vi: "Hẹn trả (ước tính)", en: "Due (estimate)"),
                Text(vi: "{at}, nếu cổng tiếp nhận lúc này", en: "{at}, if the portal received it now")
                    .render(screen.language, ["at": Format.dateTime(due)]))
        }
        for fee in expected["fees"]?.arrayValue ?? [] {
            let title = Printable.clean(fee["title"]?.stringValue ?? "")
            let reason = fee["exempt_text"]?.stringValue ?? ""
            let amount =
                reason.isEmpty
                ? Format.money(fee["amount"]?.integerValue ?? 0)
                : Text(vi: "miễn ({reason})", en: "none ({reason})").render(screen.language, ["reason": Printable.clean(reason)])
            screen.entry(Text(vi: "Phí dự kiến", en: "Expected fee"), [title, amount].filter { !$0.isEmpty }.joined(separator: ": "))
        }
        for warning in expected["warnings"]?.arrayValue ?? [] {
            screen.paragraph(Printable.clean(warning.stringValue ?? ""), indent: 2, first: "! ")
        }
    }
}
