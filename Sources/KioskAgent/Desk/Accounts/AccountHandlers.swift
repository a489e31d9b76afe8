import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Records a new account and queues it, in one transaction.
    func addAccount(_ request: AddAccount) async throws -> Recorded {
        // Whose electronic identity is elsewhere is a citizen; the desk's own officers are known nowhere but here.
        guard rules.registersAccounts || request.fields["kind"] == "officer" else { throw KioskProblem(.registrationOff) }
        let now = environment.now()
        let rules = try await ruleBook()
        let entered = try ScannedAccount(request.fields, scan: request.scan, today: today)
        let checked = try rules.account(entered.fields)
        let warnings =
            told(checked.warnings + entered.warnings)
            + entered.disagreements(with: checked.state).map {
                told("scan-disagrees", ["field": $0])
            }
        let recorded = try await outbox.write { tx in
            try refuseDuplicate(of: checked.state, but: nil, in: tx)
            let officer = try officer(in: tx)
            var account = Subject(id: environment.newID(), kind: .account, state: checked.state, now: now, by: officer)
            account.oldNumber = entered.oldNumber
            try tx.insert(account)
            let operation = try enqueuePut(of: account, in: tx, at: now)
            try note("recorded", account.id, operation, in: tx, at: now)
            return Recorded(id: account.id, operation: operation.id, recordedAt: now, warnings: distinct(warnings))
        }
        await sync.wake()
        return recorded
    }

    /// Changes an account. Where nothing really changes, nothing is queued.
    func editAccount(_ request: EditAccount) async throws -> Recorded {
        let now = environment.now()
        let rules = try await ruleBook()
        let recorded = try await outbox.write { tx in
            var account = try tx.account(named: request.id)
            let checked = try rules.account(request.changes, over: account.state)
            let warnings = told(checked.warnings)
            guard !checked.state.saysTheSame(as: account.state, .account) else {
                return Recorded(id: account.id, operation: nil, recordedAt: now, warnings: warnings)
            }
            try refuseOpenConflict(account.id, in: tx)
            try refuseDuplicate(of: checked.state, but: account.id, in: tx)
            account.state = checked.state
            account.editedAt = now
            account.editedBy = try officer(in: tx)
            try tx.update(account)
            let carrier = try carrier(of: account, in: tx, at: now)
            try note("edited", account.id, carrier, in: tx, at: now)
            return edited(account.id, carriedBy: carrier, warnings, at: now)
        }
        await sync.wake()
        return recorded
    }

    /// The operation that carries an edit. A refused put stays what it is until a person queues it anew: then it takes
    /// the state of that moment, and so the edit, along.
    func carrier(of subject: Subject, in tx: OutboxTransaction, at now: Timestamp) throws -> QueuedOperation {
        let refused = try tx.operations(of: subject.id, openOnly: true).last { $0.type.isPut && $0.state == .rejected }
        return try refused ?? enqueuePut(of: subject, in: tx, at: now)
    }

    /// What an edit comes to: the operation that carries it may have been refused before, and does not go by itself then.
    func edited(
        _ subject: SubjectID, carriedBy carrier: QueuedOperation?, _ warnings: [String], at now: Timestamp
    ) -> Recorded {
        guard let carrier, carrier.state == .rejected else {
            return Recorded(id: subject, operation: carrier?.id, recordedAt: now, warnings: warnings)
        }
        let text = Text(
            vi: "Cổng đã từ chối mục này trước đó. Gửi lại bằng “kiosk queue requeue {id}”.",
            en: "The portal refused this before. Send it again with “kiosk queue requeue {id}”.")
        return Recorded(
            id: subject, operation: carrier.id, recordedAt: now, warnings: warnings + [text.render(language, ["id": carrier.id])],
            isRefused: true)
    }

    /// One person is one account: the clerk goes on with the one that is known.
    func refuseDuplicate(of state: JSONObject, but id: SubjectID?, in tx: OutboxTransaction) throws {
        guard let kind = state["identity"]?["kind"]?.stringValue, let number = state["identity"]?["number"]?.stringValue else {
            return
        }
        guard let known = try tx.accounts(withIdentity: kind, number: number).first(where: { $0.id != id }) else { return }
        throw KioskProblem(.duplicateAccount, field: "identity", ["id": known.id])
    }
}
