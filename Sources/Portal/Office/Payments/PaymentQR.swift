import Dossiers

/// The QR text with which a bank's app pays a fee: VietQR, an EMVCo merchant-presented code (domain.md, 6.2).
package struct PaymentQR: Sendable, Hashable {
    /// The bank's six digits at NAPAS.
    package var bank: String
    /// At most 19 letters and digits.
    package var account: String
    /// Đồng.
    package var amount: Int64
    /// What the payment is for, for the receiver's books: at most 25 characters are used.
    package var bill: String
    /// What the payer reads: ASCII, at most 25 characters are used.
    package var purpose: String

    package init(bank: String, account: String, amount: Int64, bill: String, purpose: String) {
        self.bank = bank
        self.account = account
        self.amount = amount
        self.bill = bill
        self.purpose = purpose
    }

    /// The text to draw, its checksum included.
    package var text: String {
        let receiver = Self.field("00", bank) + Self.field("01", account)
        let merchant = Self.field("00", "A000000727") + Self.field("01", receiver) + Self.field("02", "QRIBFTTA")
        let body =
            Self.field("00", "01") + Self.field("01", "12") + Self.field("38", merchant) + Self.field("53", "704")
            + Self.field("54", String(amount)) + Self.field("58", "VN")
            + Self.field("62", Self.field("01", Self.plain(bill)) + Self.field("08", Self.plain(purpose))) + "6304"
        return body + Self.checksum(body)
    }

    /// A tag, the length of the value in two digits, and the value.
    private static func field(_ tag: String, _ value: String) -> String {
        let length = value.utf8.count
        return tag + (length < 10 ? "0" : "") + String(length) + value
    }

    /// Diacritics would be counted as several bytes by some apps and as one by others.
    private static func plain(_ text: String) -> String {
        let allowed = text.unicodeScalars.allSatisfy { $0.isASCII } ? text : TextRule.fold(text)
        return String(allowed.filter { $0.isASCII && ($0.isLetter || $0.isNumber || " .-/".contains($0)) }.prefix(25))
    }

    /// CRC-16/CCITT-FALSE in four capital hexadecimal digits.
    package static func checksum(_ text: String) -> String {
        var register: UInt16 = 0xFFFF
        for byte in text.utf8 {
            register ^= UInt16(byte) << 8
            for _ in 0..<8 { register = register & 0x8000 != 0 ? register << 1 ^ 0x1021 : register << 1 }
        }
        let digits = String(register, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
