import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listPayments(_ request: ListPayments) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        if let word = request.state, PaymentState(rawValue: word) == nil {
            throw KioskProblem(
                .invalidValue, field: "state", ["known": PaymentState.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        return try await outbox.read { tx in
            if let name = request.dossier {
                let dossier = try dossier(named: name, in: tx)
                let payments = try tx.payments(of: dossier.id).reversed().filter { fits($0, request.state) }
                return PageOf(items: try payments.map { try paymentView($0, in: tx) }, next: nil)
            }
            let found = try news(.payment, page: page, in: tx) { fits($0, request.state) }
            return PageOf(items: try found.items.map { try paymentView($0, in: tx) }, next: found.next)
        }
    }

    func showPayment(_ request: ShowPayment) async throws -> JSONValue {
        try await outbox.read { tx in try paymentView(payment(named: request.id, in: tx), in: tx) }
    }

    /// Queues the start of a payment. The desk moves no money and never says that any moved: it asks the portal for a way to pay,
    /// and what follows is the portal's word.
    func startPayment(_ request: StartPayment) async throws -> Recorded {
        guard let method = PaymentMethod(rawValue: request.method) else {
            throw KioskProblem(
                .invalidValue, field: "method", ["known": PaymentMethod.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        let now = environment.now()
        let recorded = try await outbox.write { tx in
            let payment = try payment(named: request.id, in: tx)
            let starts = try tx.operations(of: payment.id, openOnly: false).filter { $0.type == .paymentStart }
            try refuse(payment, starts)
            let refused = starts.last { $0.state == .rejected }
            let operation = try tx.enqueue(
                NewOperation(
                    id: environment.newID(), type: .paymentStart, subject: payment.id, body: ["method": .string(method.rawValue)],
                    officer: officer(in: tx), madeAt: now, replaces: refused?.id))
            // The new one says the same once more, so that the refused one needs nobody's eye any longer.
            if let refused { try tx.leave(refused.id, as: .replaced, replacedBy: operation.id, now: now) }
            try note("recorded", payment.id, operation, ["method": .string(method.rawValue)], in: tx, at: now)
            return Recorded(id: payment.id, operation: operation.id, recordedAt: now)
        }
        await sync.wake()
        return recorded
    }

    /// Throws `nothingToPay` or `paymentUnderWay` when the payment must not be started.
    private func refuse(_ payment: Subject, _ starts: [QueuedOperation]) throws {
        let state = payment.state["state"]?.stringValue.flatMap(PaymentState.init)
        guard payment.state["amount"]?.integerValue ?? 0 > 0, state != .paid, state != .waived else {
            throw KioskProblem(.nothingToPay, ["id": payment.id])
        }
        guard state == .due || state == .failed, !isStarting(payment, starts) else {
            throw KioskProblem(.paymentUnderWay, ["id": payment.id])
        }
    }

    /// Whether a start is on its way, or reached the portal and its answer has not come in yet.
    private func isStarting(_ payment: Subject, _ starts: [QueuedOperation]) -> Bool {
        starts.contains { start in
            if start.state.isOpen { return start.state != .rejected }
            guard start.state == .delivered, let sent = start.frozen?.at, let seen = payment.portalSeenAt else { return false }
            return sent > seen
        }
    }

    private func fits(_ payment: Subject, _ state: String?) -> Bool {
        state == nil || payment.state["state"]?.stringValue == state
    }

    /// The payment that `name` stands for: its id, or the dossier whose only one it is, or whose only one that is not settled.
    private func payment(named name: String, in tx: OutboxTransaction) throws -> Subject {
        do {
            return try tx.news(named: name, .payment, else: .unknownPayment)
        } catch let problem as KioskProblem where problem.kind == .unknownPayment {
            guard let dossier = try? dossier(named: name, in: tx) else { throw problem }
            let payments = try tx.payments(of: dossier.id)
            if payments.isEmpty { throw KioskProblem(.nothingToPay, ["id": dossier.id]) }
            let open = payments.filter { !["paid", "waived"].contains($0.state["state"]?.stringValue) }
            let meant = try only((open.isEmpty ? payments : open).map(\.id), "", else: .unknownPayment)
            return try tx.news(named: meant, .payment, else: .unknownPayment)
        }
    }

    private func dossier(named name: String, in tx: OutboxTransaction) throws -> Subject { try tx.dossier(named: name) }

    /// The portal's state; `local.state` is `starting` while a start has not been answered, else what the portal says.
    func paymentView(_ payment: Subject, in tx: OutboxTransaction) throws -> JSONValue {
        var members = try heard(payment, in: tx).merging(try dossierNames(of: payment.state, in: tx)) { own, _ in own }
        let starts = try tx.operations(of: payment.id, openOnly: false).filter { $0.type == .paymentStart }
        let said = payment.state["state"]?.stringValue ?? ""
        let isStarting = ["due", "failed"].contains(said) && isStarting(payment, starts)
        let word = isStarting ? "starting" : said
        members["state_text"] = .string(Texts.paymentState(word, in: language))
        let method = isStarting ? starts.last?.body?["method"] : payment.state["method"]
        members["advice"] = .string(Texts.paymentAdvice(word, method: method?.stringValue, id: payment.id, in: language))
        members["local"] = [
            "state": .string(word),
            "operations": .array(try lines(of: payment.id, openOnly: false, in: tx).map { try JSONValue(encoding: $0) }),
        ]
        return .object(members)
    }
}
