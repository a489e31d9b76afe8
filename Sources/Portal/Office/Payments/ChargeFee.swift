import Dossiers
package import GRDB
package import SyncProtocol

/// The office asks for the fees of a dossier: a payment request, and status 6.
package struct ChargeFee: Sendable {
    /// The official code, or the dossier's id.
    package var dossier: String
    /// As somebody typed them: `CODE=AMOUNT`, in đồng.
    package var items: [String]
    package var note: String?

    package init(dossier: String, items: [String], note: String? = nil) {
        self.dossier = dossier
        self.items = items
        self.note = note
    }

    /// More than any fee of a commune, and far below what a number of JSON can hold.
    private static let largest: Int64 = 1_000_000_000_000

    /// - Returns: the payment's state with its id and revision.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        let lines = try read()
        var subject = try StoredSubject.find(dossier, kind: .dossier, in: db)
        guard subject.isReceived else {
            throw PortalError(
                .notReceived, field: "id", vi: "cổng chưa tiếp nhận hồ sơ này (chưa có mã hồ sơ)",
                en: "the portal has not received this dossier yet (it has no code)")
        }
        let present = subject.status
        guard DossierSteps.allows(.paymentNeeded, after: present) else {
            throw PortalError(
                .impossibleStep, field: "id", vi: "hồ sơ đã ở trạng thái \(present.rawValue) (\(present.nameInVietnamese))",
                en: "the dossier is at status \(present.rawValue) (\(present.nameInEnglish))")
        }
        let now = context.now()
        let id = context.newID(now)
        let amount = lines.reduce(0) { $0 + $1.amount }
        let note = try AdvanceDossier.tidy(note)
        let procedure = subject.state["procedure"]?.stringValue.flatMap(context.procedure)
        let items: [JSONObject] = lines.map { line in
            let title = procedure?.fees.first { $0.code == line.code }?.title
            return ["code": .string(line.code), "title": .string(title ?? line.code), "amount": .integer(line.amount)]
        }
        var state: JSONObject = [
            "dossier": .string(subject.id), "items": .array(items.map(JSONValue.object)), "amount": .integer(amount),
            "state": "due", "qr": .null, "pay_url": .null, "paid_at": .null,
        ]
        let receiver = context.rules.beneficiary
        if let account = receiver.account {
            state["beneficiary"] = [
                "account": .string(account), "bank": receiver.bank.map(JSONValue.string) ?? .null,
                "name": receiver.name.map(JSONValue.string) ?? .null,
            ]
        }
        if let bank = receiver.bank, let account = receiver.account {
            state["qr"] = .string(try Self.transfer(to: account, at: bank, amount, for: subject.code ?? ""))
        }
        subject.take(.paymentNeeded, note: note, by: context.rules.name, at: now, automatic: true)
        let fees = items.map { $0.merging(["payment": .string(id)]) { _, new in new } }
        subject.state["fees"] = .array((subject.state["fees"]?.arrayValue ?? []) + fees.map(JSONValue.object))
        let store = SubjectStore(database: db, now: now)
        try store.save(&subject, origin: nil)
        return try store.insert(id, kind: .payment, state: state, partiesOf: subject).told
    }

    /// The text of the code with which a bank's app pays. Of an official code that is longer than a bill number its end is taken, which has
    /// the day and the number.
    private static func transfer(to account: String, at bank: String, _ amount: Int64, for code: String) throws -> String {
        do throws(DomainError) {
            return try VietQR(
                bank: bank, account: account, amount: amount, bill: String(code.suffix(VietQR.longestText)),
                purpose: purpose(for: code)
            ).text
        } catch {
            throw PortalError(
                .invalidValue, field: "item", vi: "không lập được mã VietQR cho khoản thu này (\(error.field))",
                en: "no VietQR code can be made for this fee (\(error.field): \(error.detail))")
        }
    }

    /// What stands on the bank's statement. A long code's end is what tells the dossiers of one day apart.
    private static func purpose(for code: String) -> String {
        let whole = "PHI \(code)"
        return whole.utf8.count <= VietQR.longestText ? whole : String(code.suffix(VietQR.longestText))
    }

    private func read() throws -> [(code: String, amount: Int64)] {
        var lines: [(code: String, amount: Int64)] = []
        for item in items {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let code = try AdvanceDossier.tidy(String(parts[0])),
                parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let amount = Int64(parts[1]), (1...Self.largest).contains(amount)
            else {
                throw PortalError(
                    .invalidValue, field: "item", vi: "khoản thu phải viết là MÃ=SỐTIỀN, số tiền là số đồng nguyên dương",
                    en: "an item is written CODE=AMOUNT, the amount a positive whole number of đồng")
            }
            guard !lines.contains(where: { $0.code == code }) else {
                throw PortalError(
                    .invalidValue, field: "item", vi: "một khoản thu được ghi hai lần", en: "an item is given twice")
            }
            lines.append((code, amount))
        }
        guard !lines.isEmpty, lines.count <= 50 else {
            throw PortalError(.invalidValue, field: "item", vi: "cần từ 1 đến 50 khoản thu", en: "give 1 to 50 items")
        }
        return lines
    }
}
