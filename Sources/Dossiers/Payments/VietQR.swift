/// A transfer that a bank's app reads from a picture: VietQR of NAPAS, a merchant-presented EMVCo code (domain.md, 6.2). It only says to whom and
/// how much: whether it was paid, the portal alone says.
package struct VietQR: Sendable, Hashable {
    /// What `account` is.
    package enum Service: String, Sendable, Hashable, CaseIterable {
        case account = "QRIBFTTA"
        case card = "QRIBFTTC"
    }

    /// The longest purpose and bill number, in characters.
    package static let longestText = 25

    /// The bank's six digits at NAPAS.
    package let bank: String
    /// 1 to 19 letters and digits.
    package let account: String
    package let service: Service
    /// Đồng, 1 to 9,999,999,999,999; without it the payer types the amount.
    package let amount: Int64?
    /// For the receiver's books: ASCII.
    package let bill: String?
    /// What the payer reads: ASCII without diacritics.
    package let purpose: String?

    /// - Parameter purpose: any text; diacritics are taken off and it is cut to 25 characters, since apps count other letters differently.
    /// - Throws: `invalidValue` with the member's name. A bill number is refused rather than cut: a payment is found by it.
    package init(
        bank: String, account: String, service: Service = .account, amount: Int64? = nil, bill: String? = nil,
        purpose: String? = nil
    ) throws(DomainError) {
        guard DigitText.isDigits(bank), bank.utf8.count == 6 else {
            throw VietQR.wrong("bank", "a bank has six digits")
        }
        guard (1...19).contains(account.utf8.count), account.utf8.allSatisfy(VietQR.isLetterOrDigit) else {
            throw VietQR.wrong("account", "an account has 1 to 19 letters and digits")
        }
        if let amount, !(1...9_999_999_999_999).contains(amount) {
            throw VietQR.wrong("amount", "not an amount of đồng above 0")
        }
        if let bill,
            !(1...VietQR.longestText).contains(bill.utf8.count) || !bill.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        {
            throw VietQR.wrong("bill", "a bill number has 1 to 25 ASCII signs without spaces")
        }
        self.bank = bank
        self.account = account
        self.service = service
        self.amount = amount
        self.bill = bill
        let text = purpose.map(VietQR.purposeText)
        self.purpose = text == "" ? nil : text
    }

    /// `Nộp lệ phí hộ tịch: Đào` as `Nop le phi ho tich Dao`: letters, digits, spaces, dots and hyphens of ASCII, at most 25.
    package static func purposeText(_ text: String) -> String {
        let kept = TextRule.ascii(text).map {
            $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) ? $0 : " "
        }
        let words = String(kept).split(separator: " ").joined(separator: " ")
        let cut = words.prefix(longestText)
        return String(cut.last == " " ? cut.dropLast() : cut)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let digit = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = [UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z")]
        return digit.contains(byte) || letters.contains { $0.contains(byte) }
    }

    fileprivate static func wrong(_ field: String, _ detail: String) -> DomainError {
        DomainError(.invalidValue, field: field, detail: detail)
    }
}

extension VietQR {
    private static let scheme = "A000000727"

    /// The text to draw, its checksum included. With an amount it is a code for one payment, without one it can be used again.
    package var text: String {
        func field(_ tag: String, _ value: String) -> TagLengthValue { TagLengthValue(tag: tag, value: value) }
        let receiver = TagLengthValue.written([field("00", bank), field("01", account)])
        let merchant = TagLengthValue.written([
            field("00", VietQR.scheme), field("01", receiver), field("02", service.rawValue),
        ])
        let more = TagLengthValue.written([field("01", bill ?? ""), field("08", purpose ?? "")])
        let body = TagLengthValue.written([
            field("00", "01"), field("01", amount == nil ? "11" : "12"), field("38", merchant), field("53", "704"),
            field("54", amount.map { String($0) } ?? ""), field("58", "VN"), field("62", more),
        ])
        return body + "6304" + CRC16.text(of: body + "6304")
    }

    /// Reads a code's text; members that VietQR does not know are left out.
    ///
    /// - Throws: `invalidValue` of the field `qr` when the text is damaged (its checksum differs), is another country's or scheme's code, or is
    ///   no payment code at all.
    package init(reading text: String) throws(DomainError) {
        let fields = try TagLengthValue.read(text, field: "qr")
        guard fields.first?.tag == "00", fields.first?.value == "01", let last = fields.last, last.tag == "63" else {
            throw VietQR.wrong("qr", "not a payment code")
        }
        guard CRC16.text(of: String(text.dropLast(4))) == last.value.uppercased() else {
            throw VietQR.wrong("qr", "the checksum differs")
        }
        let values = Dictionary(fields.map { ($0.tag, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard values["53"] == "704", values["58"] == "VN" else {
            throw VietQR.wrong("qr", "not in đồng or not in Việt Nam")
        }
        let merchant = try VietQR.parts(of: values["38"])
        guard merchant["00"] == VietQR.scheme, let service = merchant["02"].flatMap(Service.init(rawValue:)) else {
            throw VietQR.wrong("qr", "not a code of NAPAS")
        }
        let receiver = try VietQR.parts(of: merchant["01"])
        let more = try VietQR.parts(of: values["62"])
        var amount: Int64?
        if let digits = values["54"] {
            guard DigitText.isDigits(digits), digits.utf8.count <= 13, let number = Int64(digits) else {
                throw VietQR.wrong("qr", "an amount that is no whole number")
            }
            amount = number
        }
        do {
            try self.init(
                bank: receiver["00"] ?? "", account: receiver["01"] ?? "", service: service, amount: amount,
                bill: more["01"],
                purpose: more["08"])
        } catch {
            throw error.within("qr")
        }
    }

    private static func parts(of value: String?) throws(DomainError) -> [String: String] {
        let fields = try TagLengthValue.read(value ?? "", field: "qr")
        return Dictionary(fields.map { ($0.tag, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
