import GRDB
import SyncProtocol

/// `payment.start`: asks for a way to pay a fee notice (protocol.md, section 5). The subject is the payment, or its dossier.
struct PaymentStart {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        let body = work.operation.body
        guard let method = body["method"]?.stringValue, ["bank", "wallet", "counter"].contains(method) else {
            throw OperationOutcome.invalid("method", "must be bank, wallet or counter")
        }
        switch body["return"] {
        case nil, .null?, .string?: break
        default: throw OperationOutcome.invalid("return", "must be a text")
        }
        var payment = try payment()
        guard !payment.isDeleted, payment.state["amount"]?.integerValue ?? 0 > 0 else { throw Self.nothing }
        switch payment.state["state"]?.stringValue {
        case "due", "failed":
            payment.state["state"] = "pending"
            payment.state["method"] = .string(method)
            // At the counter somebody takes the money; there is no page to go to.
            payment.state["pay_url"] = method == "counter" ? .null : .string("\(work.rules.address)/pay/\(payment.id)")
            try work.store.save(&payment, origin: nil)
        // Begun before; whether a bank has moved the money is not known. Starting again would let it be paid twice.
        case "pending", "unknown": break
        default: throw Self.nothing
        }
        return .applied(revision: payment.revisionText)
    }

    private static let nothing = Problem(.nothingToPay, detail: "there is no fee that waits for payment")

    private func payment() throws -> StoredSubject {
        guard let subject = try work.store.find(work.operation.subject) else { throw OperationOutcome.unknownSubject }
        guard try work.store.isParty(work.caller.unit, to: subject.id) else {
            throw Problem(.notYours, detail: "the subject belongs to another unit")
        }
        switch subject.kind {
        case .payment: return subject
        case .dossier:
            let payments = try Row.fetchAll(
                work.database,
                sql: """
                    SELECT * FROM subjects WHERE kind = 'payment' AND deleted = 0 AND json_extract(state, '$.dossier') = ?
                    ORDER BY created_at, id
                    """, arguments: [subject.id]
            ).map(StoredSubject.init)
            let open = payments.first { ["due", "failed", "pending", "unknown"].contains($0.state["state"]?.stringValue) }
            guard let open else { throw Self.nothing }
            return open
        case .account, .notice: throw OperationOutcome.unknownSubject
        }
    }
}
