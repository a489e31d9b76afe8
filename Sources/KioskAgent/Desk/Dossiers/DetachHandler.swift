import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Takes papers out again: those given by mistake, and those of a component that the catalogue asks for no longer. What was offered to
    /// the portal stays as it was offered.
    func detachFiles(_ request: DetachFiles) async throws -> Recorded {
        let now = environment.now()
        let recorded = try await outbox.write { tx in
            var dossier = try editable(tx.dossier(named: request.dossier))
            guard try dossier.isDraft || mayStillGrow(dossier, in: tx) else {
                throw KioskProblem(.alreadySubmitted, ["id": dossier.id])
            }
            try refuseOpenConflict(dossier.id, in: tx)
            let before = dossier.state
            dossier.state = DossierState.removing(from: request.component, in: before) { file in
                request.fileName == nil || file["name"]?.stringValue == request.fileName
            }
            guard dossier.state != before else {
                throw KioskProblem(.paperNotThere, field: "component", ["component": shown(request.component)])
            }
            dossier.editedAt = now
            dossier.editedBy = try officer(in: tx)
            try tx.update(dossier)
            if !dossier.isDraft { try recount(dossier.id, in: tx) }
            try note("edited", dossier.id, in: tx, at: now)
            return Recorded(id: dossier.id, operation: nil, recordedAt: now)
        }
        await sync.wake()
        return recorded
    }
}
