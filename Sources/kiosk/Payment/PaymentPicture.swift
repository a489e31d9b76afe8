import Dossiers
import Paper
import Status
import SyncProtocol

/// The QR code that a bank's app reads, for the terminal.
enum PaymentPicture {
    /// What stands behind a payment's `qr`.
    enum Code: Equatable {
        /// A transfer of the payment's own amount.
        case sound(String)
        /// Damaged, of another kind, or of another amount: nobody should pay by it.
        case wrong
        case none
    }

    static func code(of payment: JSONValue) -> Code {
        guard let text = payment["qr"]?.stringValue, !text.isEmpty else { return .none }
        guard let code = try? VietQR(reading: text), code.amount == nil || code.amount == payment["amount"]?.integerValue else {
            return .wrong
        }
        return .sound(text)
    }

    private static func lines(_ text: String, _ console: Console) throws(CodeError) -> [String] {
        if console.withoutDiacritics { return try QRText.plainLines(text, colours: console.colour) }
        return try QRText.lines(text, on: console.colour ? .colours : .darkGround)
    }

    /// Shown while money may still be sent by it: never when the end of an earlier try is unknown, and never once it is settled.
    static func add(_ payment: JSONValue, _ console: Console, to screen: inout Screen) {
        let state = payment["local"]?["state"]?.stringValue ?? payment["state"]?.stringValue ?? ""
        guard ["due", "pending", "failed"].contains(state), !PaymentView.isAtCounter(payment) else { return }
        switch code(of: payment) {
        case .none: return
        case .wrong:
            screen.paragraph(
                Text(
                    vi: "Mã QR của khoản này bị hỏng hoặc không đúng số tiền. Đừng nộp bằng mã đó; hãy hỏi cơ quan xử lý.",
                    en: "The QR code of this payment is damaged or of another amount. Do not pay by it; ask the office.")[
                        screen.language])
        case .sound(let text):
            guard console.isTerminal.output, let lines = try? Self.lines(text, console) else { return }
            let width = lines.map(TextWidth.count).max() ?? 0
            guard width <= screen.columns else {
                screen.paragraph(
                    Text(
                        vi: "Cửa sổ hẹp quá: hình mã QR cần {n} cột. Nới rộng cửa sổ, hoặc in phiếu bằng “kiosk dossier slip”.",
                        en: "The window is too narrow: the QR picture takes {n} columns. Widen it, or print “kiosk dossier slip”."
                    ).render(screen.language, ["n": String(width)]))
                return
            }
            screen.line()
            for line in lines { screen.line(line) }
        }
    }
}
