import Dossiers
package import GRDB
import SyncProtocol

/// `/pay/<id>`: what is to be paid, and to whom. Only who was given the payment's id finds it; nothing on it names a person.
package enum PaymentPage {
    package static func make(_ id: String, _ language: PageLanguage, in db: Database) throws -> Page {
        guard let payment = try StoredSubject.whole(id.lowercased(), in: db), payment.kind == .payment else {
            return Page(
                status: 404, language: language, title: language.pick("Không có khoản thu này", "There is no such payment"),
                content: [tag("p", [], [.text(language.pick("Xin hỏi bộ phận một cửa.", "Please ask at the desk."))])])
        }
        let state = payment.state
        var facts: [HTML] = []
        func fact(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            facts += [tag("dt", [], [.text(name)]), tag("dd", [], [.text(value)])]
        }
        for item in state["items"]?.arrayValue ?? [] {
            fact(item["title"]?.stringValue ?? "", item["amount"]?.integerValue.map(money))
        }
        fact(language.pick("Tổng cộng", "In all"), state["amount"]?.integerValue.map(money))
        let receiver = state["beneficiary"]
        fact(language.pick("Đơn vị thụ hưởng", "Paid to"), receiver?["name"]?.stringValue)
        fact(language.pick("Số tài khoản", "Account"), receiver?["account"]?.stringValue)
        fact(language.pick("Mã ngân hàng", "Bank"), receiver?["bank"]?.stringValue)
        if isOpen(state) { fact(language.pick("Nội dung mã QR", "Content of the QR code"), state["qr"]?.stringValue) }
        return Page(
            status: 200, language: language, title: language.pick("Phí, lệ phí", "Fees"),
            content: [tag("p", [("class", "now")], [.text(standing(state, language))]), tag("dl", [], facts)])
    }

    private static func isOpen(_ state: JSONObject) -> Bool {
        ["due", "pending", "failed"].contains(state["state"]?.stringValue)
    }

    private static func standing(_ state: JSONObject, _ language: PageLanguage) -> String {
        switch state["state"]?.stringValue {
        case "paid": language.pick("Đã thu", "Paid")
        case "waived": language.pick("Được miễn", "Waived")
        case "failed": language.pick("Thanh toán không thành công, có thể nộp lại", "The payment failed and may be made again")
        // A second payment now might be one too many.
        case "unknown": language.pick("Chưa rõ kết quả, xin đừng nộp lại", "Not known yet; please do not pay again")
        default: language.pick("Chờ nộp", "To be paid")
        }
    }

    private static func money(_ amount: Int64) -> String { Money.format(Int(amount)) }
}
