/// Payments in a clerk's words (protocol.md, section 6). The words are the portal's; nobody else says `paid`.
extension Texts {
    static let paymentStates: [String: Text] = [
        "due": Text(vi: "chưa nộp", en: "due"),
        "pending": Text(vi: "đang chờ nộp", en: "being paid"),
        "unknown": Text(vi: "chưa rõ kết quả", en: "end unknown"),
        "paid": Text(vi: "đã nộp", en: "paid"),
        "failed": Text(vi: "không thành công", en: "failed"),
        "waived": Text(vi: "được miễn", en: "waived"),
        // The desk's own: asked for, and the portal has not heard of it.
        "starting": Text(vi: "chờ gửi yêu cầu", en: "to be started"),
    ]

    /// What the clerk does about it.
    static let paymentAdvice: [String: Text] = [
        "due": Text(
            vi: "Bắt đầu bằng “kiosk payment start {id} --method bank” (hoặc wallet, counter).",
            en: "Start it with “kiosk payment start {id} --method bank” (or wallet, counter)."),
        "pending": Text(
            vi: "Người nộp trả bằng mã QR hoặc trang của cổng. Không bắt đầu lần nữa; khi cổng báo, trạng thái tự đổi.",
            en: "The payer uses the QR code or the portal's page. Do not start it again; the portal's word changes the state."),
        "pending-counter": Text(
            vi: "Người nộp trả tiền tại quầy và giữ biên lai. Không bắt đầu lần nữa; khi cổng báo, trạng thái tự đổi.",
            en: "The payer pays at the counter and keeps the receipt. Do not start it again; the portal's word changes the state."
        ),
        "starting-counter": Text(
            vi: "Yêu cầu nằm trong hàng chờ và tự gửi khi có mạng. Người nộp trả tiền tại quầy và giữ biên lai.",
            en: "The start is queued and goes by itself with the link. The payer pays at the counter and keeps the receipt."),
        "unknown": Text(
            vi: "Ngân hàng chưa trả lời rõ. Cổng tự hỏi lại; đừng nộp lần thứ hai.",
            en: "The bank gave no clear answer. It is asked again by itself; do not pay twice."),
        "paid": Text(vi: "Cổng đã nhận được tiền. Không cần làm gì.", en: "The portal has the money. There is nothing to do."),
        "failed": Text(
            vi: "Lần nộp không thành công, tiền chưa được thu. Có thể bắt đầu lại: “kiosk payment start {id} --method bank”.",
            en: "The attempt failed and no money was taken. It may be started again: “kiosk payment start {id} --method bank”."),
        "waived": Text(vi: "Được miễn. Không cần nộp.", en: "It is waived. There is nothing to pay."),
        "starting": Text(
            vi: "Yêu cầu nằm trong hàng chờ và tự gửi khi có mạng. Khi cổng trả lời sẽ có trang hoặc mã để nộp.",
            en: "The start is queued and goes by itself with the link. The portal then says where to pay."),
    ]

    static let paymentMethods: [String: Text] = [
        "bank": Text(vi: "ngân hàng", en: "bank"),
        "wallet": Text(vi: "ví điện tử", en: "e-wallet"),
        "counter": Text(vi: "tại quầy", en: "at the counter"),
    ]

    /// A payment's state (protocol.md, section 6), or `starting`, as a short label.
    package static func paymentState(_ word: String, in language: Language) -> String {
        (paymentStates[word] ?? unknownState)[language]
    }

    /// What to do about a payment in that state, begun by that method.
    package static func paymentAdvice(_ word: String, method: String? = nil, id: String, in language: Language) -> String {
        let own = method.flatMap { paymentAdvice["\(word)-\($0)"] }
        return (own ?? paymentAdvice[word] ?? unknownPaymentAdvice).render(language, ["id": id])
    }

    /// A way to pay, as a short label.
    package static func paymentMethod(_ word: String, in language: Language) -> String {
        (paymentMethods[word] ?? unknownState)[language]
    }

    static let unknownPaymentAdvice = Text(
        vi: "Cổng dùng một trạng thái mà phần mềm này chưa biết. Đừng nộp; hãy hỏi cơ quan xử lý.",
        en: "The portal uses a state that this version does not know. Do not pay; ask the office.")
}
