import Dossiers
package import GRDB
package import SyncProtocol

/// What the office says of a payment: nobody but the portal says `paid` (protocol.md, section 6).
package struct DecidePayment: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case settle, fail, forget

        /// The payment's `state` afterwards. “Forgotten” is what a bank's time-out leaves: nobody knows (domain.md, 6.1).
        var state: String {
            switch self {
            case .settle: "paid"
            case .fail: "failed"
            case .forget: "unknown"
            }
        }
    }

    package var payment: String
    package var outcome: Outcome

    package init(payment: String, outcome: Outcome) {
        self.payment = payment
        self.outcome = outcome
    }

    /// - Returns: the payment's state with its id and revision.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        var subject = try StoredSubject.find(payment, kind: .payment, in: db)
        let present = subject.state["state"]?.stringValue
        // Said twice is said once.
        if present == outcome.state { return subject.told }
        guard present != "paid", present != "waived" else {
            throw PortalError(
                .impossibleStep, field: "id", vi: "khoản này đã thu hoặc đã miễn", en: "this payment is settled or waived already"
            )
        }
        let now = context.now()
        subject.state["state"] = .string(outcome.state)
        subject.state["paid_at"] = outcome == .settle ? .string(now.description) : .null
        let store = SubjectStore(database: db, now: now)
        try store.save(&subject, origin: nil)
        if outcome == .settle { try resume(after: subject, store, context) }
        return subject.told
    }

    /// A dossier that waited for its fees goes on when the last of them is paid.
    private func resume(after payment: StoredSubject, _ store: SubjectStore, _ context: OfficeContext) throws {
        guard let id = payment.state["dossier"]?.stringValue, var dossier = try store.find(id), !dossier.isDeleted,
            dossier.status == .paymentNeeded
        else { return }
        let open = try Int.fetchOne(
            store.database,
            sql: """
                SELECT COUNT(*) FROM subjects WHERE kind = 'payment' AND deleted = 0 AND json_extract(state, '$.dossier') = ?
                AND json_extract(state, '$.state') NOT IN ('paid', 'waived')
                """, arguments: [id])
        guard open == 0 else { return }
        dossier.take(.inProgress, by: context.rules.name, at: store.now, automatic: true)
        try store.save(&dossier, origin: nil)
    }
}

/// Payments as lists tell them.
package enum PaymentView {
    package static func lines(after: String, limit: Int, in db: Database) throws -> [JSONObject] {
        try StoredSubject.page(kind: .payment, after: after, limit: limit, in: db).map(\.told)
    }

    package static func show(_ handle: String, in db: Database) throws -> JSONObject {
        try StoredSubject.find(handle, kind: .payment, in: db).told
    }
}
