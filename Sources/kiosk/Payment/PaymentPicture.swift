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

    /// Shown while money may still be sent by it: never when the end of an earlier try is unknown, and never once it is settled.
    static func add(_ payment: JSONValue, _ console: Console, to screen: inout Screen) {
        let state = payment["local"]?["state"]?.stringValue ?? payment["state"]?.stringValue ?? ""
        guard ["due", "pending", "failed"].contains(state) else { return }
        switch code(of: payment) {
        case .none: return
        case .wrong:
            screen.paragraph(
                Text(
                    vi: "Mã QR của khoản này bị hỏng hoặc không đúng số tiền. Đừng nộp bằng mã đó; hãy hỏi cơ quan xử lý.",
                    en: "The QR code of this payment is damaged or of another amount. Do not pay by it; ask the office.")[
                        screen.language])
        case .sound(let text):
            guard console.isTerminal.output, !console.withoutDiacritics,
                let lines = try? QRText.lines(text, on: console.colour ? .colours : .darkGround),
                lines.allSatisfy({ TextWidth.count($0) <= screen.columns })
            else { return }
            screen.line()
            for line in lines { screen.line(line) }
        }
    }
}
