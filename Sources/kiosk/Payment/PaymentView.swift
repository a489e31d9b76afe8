import Status
import SyncProtocol

/// A payment as text. What the portal said is shown as the portal said it, with the age of its word.
enum PaymentView {
    static func row(_ payment: JSONValue, _ screen: inout Screen) {
        let about = [payment["dossier_code"]?.stringValue ?? payment["dossier"]?.stringValue?.shortID, titles(payment)]
        screen.row(
            [
                (payment["id"]?.stringValue?.shortID ?? "", 18), (state(payment, screen.language), 16),
                (amount(payment["amount"], screen.language), 13),
            ],
            last: about.compactMap { $0 }.filter { !$0.isEmpty }.map(Printable.clean).joined(separator: " · "))
    }

    static func page(_ payment: JSONValue, _ screen: inout Screen) {
        let language = screen.language
        screen.line(screen.bold(amount(payment["amount"], language)))
        screen.entry(Text(vi: "Mã khoản thu", en: "Payment"), payment["id"]?.stringValue ?? "")
        let dossier = payment["dossier_code"]?.stringValue ?? payment["dossier"]?.stringValue
        screen.entry(Text(vi: "Hồ sơ", en: "Dossier"), Printable.clean(dossier ?? ""))
        screen.entry(Text(vi: "Trạng thái", en: "State"), state(payment, language))
        if let method = payment["method"]?.stringValue {
            screen.entry(Text(vi: "Cách nộp", en: "Way to pay"), Texts.paymentMethod(method, in: language))
        }
        if let paid = payment["paid_at"]?.stringValue.flatMap({ Timestamp($0) }) {
            screen.entry(Text(vi: "Đã nộp lúc", en: "Paid"), Format.dateTime(paid))
        }
        for item in payment["items"]?.arrayValue ?? [] {
            let title = item["title"]?.stringValue ?? item["code"]?.stringValue ?? ""
            screen.entry(Text(vi: "Khoản", en: "Item"), "\(Printable.clean(title)): \(amount(item["amount"], language))")
        }
        beneficiary(payment["beneficiary"], &screen)
        if let page = payment["pay_url"]?.stringValue, !isAtCounter(payment) {
            screen.entry(Text(vi: "Trang để nộp", en: "Page to pay at"), Printable.clean(page))
        }
        Age.line(payment["age_seconds"], &screen)
        if let code = payment["qr"]?.stringValue, !isAtCounter(payment) {
            // In one piece, for whoever copies it.
            screen.line(Text(vi: "Nội dung mã QR:", en: "The QR code's text:"))
            screen.line("  " + Printable.clean(code))
        }
        if let advice = payment["advice"]?.stringValue { screen.paragraph(Printable.clean(advice), indent: 2, first: "→ ") }
    }

    /// Somebody takes the money over the counter: a transfer beside it would pay twice.
    static func isAtCounter(_ payment: JSONValue) -> Bool { payment["method"] == "counter" && payment["state"] == "pending" }

    /// `1.500.000 đ`; what is no whole number of đồng is not shown as one.
    static func amount(_ value: JSONValue?, _ language: Language) -> String {
        guard let amount = value?.integerValue else {
            return Text(vi: "số tiền không đọc được", en: "an unreadable amount")[language]
        }
        return Format.money(amount)
    }

    private static func state(_ payment: JSONValue, _ language: Language) -> String {
        let word = payment["local"]?["state"]?.stringValue ?? payment["state"]?.stringValue ?? ""
        return Texts.paymentState(word, in: language)
    }

    private static func titles(_ payment: JSONValue) -> String {
        (payment["items"]?.arrayValue ?? []).compactMap { $0["title"]?.stringValue ?? $0["code"]?.stringValue }.joined(
            separator: ", ")
    }

    private static func beneficiary(_ beneficiary: JSONValue?, _ screen: inout Screen) {
        let parts = ["name", "account", "bank"].compactMap { beneficiary?[$0]?.stringValue }.map(Printable.clean)
        if !parts.isEmpty { screen.entry(Text(vi: "Người nhận tiền", en: "Receiver"), parts.joined(separator: " · ")) }
    }
}

/// How old what is known of the portal's word is.
enum Age {
    static func line(_ seconds: JSONValue?, _ screen: inout Screen) {
        screen.entry(Text(vi: "Tin của cổng", en: "The portal's word"), told(seconds, screen.language))
    }

    static func told(_ seconds: JSONValue?, _ language: Language) -> String {
        guard let seconds = seconds?.integerValue else {
            return Text(vi: "chưa có", en: "none yet")[language]
        }
        if seconds < 5 { return Labels.justNow[language] }
        return Labels.ago.render(language, ["age": Format.duration(seconds: Double(seconds), language)])
    }
}
