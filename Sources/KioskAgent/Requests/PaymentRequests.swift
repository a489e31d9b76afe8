package import SyncProtocol

/// A page of payment requests, newest first (“Danh sách giao dịch”): the portal's state with `id`, `age_seconds` of what is
/// known, `dossier_code`, `state_text`, `advice`, and `local`.
package struct ListPayments: DeskRequest {
    package static var name: String { "payment-list" }
    package static var isReading: Bool { true }
    /// One of `PaymentState`; `nil` for all.
    package var state: String?
    /// Only those of this dossier: a (shortened) id or an official code.
    package var dossier: String?
    package var page: Page
    package init(state: String? = nil, dossier: String? = nil, page: Page = Page()) {
        self.state = state
        self.dossier = dossier
        self.page = page
    }
    package typealias Answer = PageOf<JSONValue>
}

/// One payment request, by its id or, where a dossier has just one, by the dossier's id or code.
package struct ShowPayment: DeskRequest {
    package static var name: String { "payment-show" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = JSONValue
}

/// Queues `payment.start` (protocol.md, section 5): asks the portal for a way to pay.
package struct StartPayment: DeskRequest {
    package static var name: String { "payment-start" }
    package var id: String
    /// `bank`, `wallet` or `counter`.
    package var method: String
    package init(id: String, method: String) {
        self.id = id
        self.method = method
    }
    package typealias Answer = Recorded
}

/// The states of a payment request (protocol.md, section 6); only the portal says them.
package enum PaymentState: String, Sendable, Hashable, CaseIterable {
    case due, pending, unknown, paid, failed, waived
}

/// The ways to pay that `payment.start` knows.
package enum PaymentMethod: String, Sendable, Hashable, CaseIterable {
    case bank, wallet, counter
}
