import KioskAgent
import Outbox
import Status
import SyncProtocol

/// What the portal tells the desk, as the engine would write it after an exchange.
extension DeskBench {
    /// News of a payment request or notice.
    func tell(_ kind: SubjectKind, _ id: String, _ state: JSONObject, revision: String = "r1") async throws {
        let now = clock.now
        try await outbox.write { tx in
            var subject = try tx.subject(id) ?? Subject(id: id, kind: kind, state: state, now: now)
            let isNew = try tx.subject(id) == nil
            subject.state = state
            subject.portalState = state
            subject.revision = revision
            subject.portalSeenAt = now
            if isNew { try tx.insert(subject) } else { try tx.update(subject) }
        }
    }

    /// What the portal says of a dossier or account, put over what the desk has.
    func said(_ id: String, _ members: JSONObject) async throws {
        let now = clock.now
        try await outbox.write { tx in
            guard var subject = try tx.subject(id) else { return }
            subject.state.merge(members) { _, new in new }
            subject.portalState = subject.state
            subject.revision = "r9"
            subject.portalSeenAt = now
            try tx.update(subject)
        }
    }

    /// A submitted dossier that the portal has, with its official code.
    func received(code: String = "000.00.53.H48-261124-0001") async throws -> String {
        let (_, dossier) = try await draft()
        try await attach(DeskBench.pdf, to: dossier)
        _ = try await ask(SubmitDossier(id: dossier))
        try await deliverAll()
        try await said(
            dossier, ["code": .string(code), "status": 2, "received_at": .string((clock.now + .seconds(60)).description)])
        return dossier
    }

    func payment(_ id: String = "0193pay1", of dossier: String, state: String = "due", amount: JSONValue = 1_500_000) async throws
    {
        try await tell(
            .payment, id,
            [
                "dossier": .string(dossier), "items": [["code": "LP", "title": "Lệ phí", "amount": amount]], "amount": amount,
                "state": .string(state), "qr": "0002TEST", "pay_url": nil,
            ])
    }
}
