import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Queues the dossier and the request that the portal receive it, together.
    func submitDossier(_ request: SubmitDossier) async throws -> Recorded {
        let now = environment.now()
        let rules = try await ruleBook()
        let recorded = try await outbox.write { tx in
            var dossier = try editable(tx.dossier(named: request.id))
            let earlier = try tx.operations(of: dossier.id, openOnly: false).filter(\.state.isAccepted)
            guard !earlier.contains(where: { $0.type == .dossierSubmit }) else {
                throw KioskProblem(.alreadySubmitted, ["id": dossier.id])
            }
            for party in Dossier.parties {
                // Their account may have been dropped since the draft was made.
                if let id = dossier.state[party]?.stringValue { _ = try tx.account(named: id, field: party) }
            }
            var warnings = try told(rules.lacks(dossier.state), id: dossier.id)
            if DossierState.entries(in: dossier.state) == 0 {
                warnings.append(told("no-papers"))
            }
            if dossier.isDraft {
                dossier.isDraft = false
                dossier.editedAt = now
                try tx.update(dossier)
                let put = try enqueuePut(of: dossier, in: tx, at: now)
                try note("recorded", dossier.id, put, in: tx, at: now)
            }
            let submit = try enqueueSubmit(of: dossier.id, in: tx, at: now)
            try note("recorded", dossier.id, submit, in: tx, at: now)
            return Recorded(id: dossier.id, operation: submit.id, recordedAt: now, warnings: distinct(warnings))
        }
        await sync.wake()
        return recorded
    }

    private func enqueueSubmit(of dossier: SubjectID, in tx: OutboxTransaction, at now: Timestamp) throws -> QueuedOperation {
        try tx.enqueue(
            NewOperation(
                id: environment.newID(), type: .dossierSubmit, subject: dossier, body: submission(of: dossier, in: tx),
                officer: officer(in: tx), madeAt: now))
    }

    /// Withdraws a dossier. What the portal cannot have heard of ends here; the rest is asked of the portal.
    func withdrawDossier(_ request: WithdrawDossier) async throws -> Recorded {
        let now = environment.now()
        let reason = try TextRule.normalise(request.reason, field: "reason", limit: 1_000)
        guard !reason.isEmpty else { throw KioskProblem(.missingField, field: "reason") }
        let recorded = try await outbox.write { tx in
            var dossier = try withdrawable(tx.dossier(named: request.id))
            let operations = try tx.operations(of: dossier.id, openOnly: true)
            if let asked = operations.first(where: { $0.type == .dossierWithdraw }) {
                return Recorded(id: dossier.id, operation: asked.id, recordedAt: asked.madeAt)
            }
            try refuseOpenConflict(dossier.id, in: tx)
            let isUnheard = dossier.revision == nil && operations.allSatisfy { $0.frozen == nil || $0.state == .rejected }
            if isUnheard {
                for operation in operations.reversed() {
                    try tx.leave(operation.id, as: .dropped, replacedBy: nil, now: now)
                }
                // A draft again, so that none of its papers counts as waiting.
                dossier.isDraft = true
                dossier.isDeleted = true
                dossier.editedAt = now
                try tx.update(dossier)
                try note("withdrawn", dossier.id, in: tx, at: now)
                return Recorded(id: dossier.id, operation: nil, recordedAt: now)
            }
            let operation = try tx.enqueue(
                NewOperation(
                    id: environment.newID(), type: .dossierWithdraw, subject: dossier.id, body: ["reason": .string(reason)],
                    officer: officer(in: tx), madeAt: now))
            try note("recorded", dossier.id, operation, in: tx, at: now)
            return Recorded(id: dossier.id, operation: operation.id, recordedAt: now)
        }
        await sync.wake()
        return recorded
    }

    private func withdrawable(_ dossier: Subject) throws -> Subject {
        let status = DossierState.status(of: dossier.state).flatMap { DossierStatus(rawValue: Int($0)) }
        if dossier.isDeleted || status == .withdrawnByCitizen { throw KioskProblem(.dossierWithdrawn, ["id": dossier.id]) }
        if let status, status.isTerminal { throw KioskProblem(.notWithdrawable, ["id": dossier.id]) }
        return dossier
    }
}
