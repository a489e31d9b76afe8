import Dossiers
import SyncProtocol

/// `dossier.withdraw`: the citizen takes the dossier back (protocol.md, section 5).
struct DossierWithdraw {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        var dossier = try work.subject(.dossier)
        if dossier.isDeleted { return .conflict(.deleted, with: dossier) }
        if dossier.isWithdrawn { return .conflict(.withdrawn, with: dossier) }
        guard let text = work.operation.body["reason"]?.stringValue else {
            throw OperationOutcome.invalid("reason", "must be given")
        }
        let reason: String
        do throws(DomainError) {
            reason = try TextRule.normalise(text, field: "reason", limit: 2000)
        } catch {
            throw PutBody.problem(error)
        }
        // What has ended cannot be taken back.
        if dossier.status.isTerminal || dossier.status == .finished { return .conflict(.closed, with: dossier) }
        dossier.isWithdrawn = true
        dossier.take(.withdrawnByCitizen, note: reason.isEmpty ? nil : reason, by: work.rules.portal, at: work.now)
        try work.store.save(&dossier, origin: nil)
        return .applied(revision: dossier.revisionText, missing: [])
    }
}
