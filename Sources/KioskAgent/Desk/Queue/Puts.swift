import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Queues the put that carries the subject's present state; folds into one that was never offered to the transport.
    func enqueuePut(
        of subject: Subject, replaces: OperationID? = nil, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> QueuedOperation {
        let officer = try officer(in: tx)
        let needs = subject.kind == .dossier ? try need(officer, in: tx) : []
        return try tx.enqueue(
            NewOperation(
                id: environment.newID(), type: subject.kind == .dossier ? .dossierPut : .accountPut, subject: subject.id,
                needs: needs, officer: officer, madeAt: now, replaces: replaces))
    }

    /// The body of a `dossier.submit`: how many file entries the portal must have (protocol.md, section 5; two entries may
    /// be the same paper).
    func submission(of dossier: SubjectID, in tx: OutboxTransaction) throws -> JSONObject {
        let state = try tx.subject(dossier)?.state ?? [:]
        return ["files": .integer(Int64(DossierState.entries(in: state)))]
    }

    /// A subject that a person must decide on first is not changed: the decision would be lost in the change.
    func refuseOpenConflict(_ subject: SubjectID, in tx: OutboxTransaction) throws {
        if let conflict = try tx.openConflict(subject) { throw KioskProblem(.conflictOpen, ["id": conflict.id]) }
    }
}
