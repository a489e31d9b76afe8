import Dossiers
import Foundation
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Queues the code of the confirmation mail. It stays out of the journal and of every text.
    func confirmAccount(_ request: ConfirmAccount) async throws -> Recorded {
        let token = try confirmationToken(request.token)
        let now = environment.now()
        let recorded = try await outbox.write { tx in
            let account = try tx.account(named: request.id)
            guard account.state["email"]?.stringValue?.isEmpty == false else { throw KioskProblem(.noEmail, ["id": account.id]) }
            if account.state["confirmation"] == "confirmed" {
                return Recorded(id: account.id, operation: nil, recordedAt: now)
            }
            let body: JSONObject = ["channel": "email", "token": .string(token)]
            let earlier = try tx.operations(of: account.id, openOnly: true).filter { $0.type == .accountConfirm }
            if let same = earlier.first(where: { $0.body == body && $0.state != .rejected }) {
                return Recorded(id: account.id, operation: same.id, recordedAt: same.madeAt)
            }
            let officer = try officer(in: tx)
            let operation = try tx.enqueue(
                NewOperation(
                    id: environment.newID(), type: .accountConfirm, subject: account.id, body: body, officer: officer, madeAt: now
                ))
            // A refused code, or one that was never sent, is of no use beside the new one. One whose outcome is unknown stays.
            for old in earlier where old.state == .rejected || old.frozen == nil {
                try tx.leave(old.id, as: .replaced, replacedBy: operation.id, now: now)
            }
            try note("recorded", account.id, operation, in: tx, at: now)
            return Recorded(id: account.id, operation: operation.id, recordedAt: now)
        }
        await sync.wake()
        return recorded
    }

    /// The code in what was typed: itself, or the end of the mail's link.
    private func confirmationToken(_ text: String) throws -> String {
        var token = try TextRule.normalise(text, field: "token", limit: 2_000)
        if let start = token.range(of: "/confirm/", options: .backwards) { token = String(token[start.upperBound...]) }
        token = String(token.prefix { $0 != "?" && $0 != "#" })
        while token.hasSuffix("/") { token.removeLast() }
        guard !token.isEmpty else { throw KioskProblem(.missingField, field: "token") }
        guard token.utf8.count <= 256 else { throw KioskProblem(.invalidText, field: "token") }
        return token
    }

    /// Since when an account waits for its e-mail to be confirmed: the portal's last mail, else when the portal was last heard of
    /// it. `nil` unless it waits.
    func confirmationPending(_ account: Subject, in tx: OutboxTransaction) throws -> JSONObject {
        guard account.state["confirmation"] == "pending" else { return [:] }
        let mails = try tx.notices(of: account.id).filter { $0.state["kind"] == "mail" }
        guard let since = mails.compactMap({ $0.state["at"]?.timeValue }).max() ?? account.portalSeenAt else { return [:] }
        let age = max(0, (environment.now() - since).wholeMilliseconds / 1000)
        return ["confirmation_since": .string(since.description), "confirmation_age_seconds": .integer(age)]
    }
}
