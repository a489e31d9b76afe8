import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// A new draft like an earlier dossier. The catalogue of today prescribes its components; papers belong to the matter that they
    /// were handed in for, so none is copied.
    func copyDossier(_ request: CopyDossier) async throws -> Recorded {
        let state = try await outbox.read { try $0.dossier(named: request.id).state }
        var fields = state.filter {
            ["procedure", "unit", "owner", "submitter", "authority", "form", "delivery"].contains($0.key)
        }
        if request.changes["owner"] != nil, state["submitter"] == state["owner"] {
            fields["submitter"] = nil
            fields["authority"] = nil
        }
        if request.changes["submitter"] != nil { fields["authority"] = nil }
        for (name, value) in request.changes {
            if let part = value.objectValue, let present = fields[name]?.objectValue {
                fields[name] = .object(present.changed(by: part))
            } else {
                fields[name] = value.isNull ? nil : value
            }
        }
        return try await newDossier(NewDossier(fields: fields))
    }

    /// Takes a draft out of the lists. What the portal may have heard of stays: that is withdrawn.
    func deleteDraft(_ request: DeleteDraft) async throws -> Recorded {
        guard request.confirmed else { throw KioskProblem(.confirmationNeeded) }
        let now = environment.now()
        return try await outbox.write { tx in
            var dossier = try tx.dossier(named: request.id)
            // Said twice is said once.
            if dossier.isDeleted { return Recorded(id: dossier.id, operation: nil, recordedAt: now) }
            guard dossier.isDraft, dossier.revision == nil, try tx.operations(of: dossier.id, openOnly: true).isEmpty else {
                throw KioskProblem(.notADraft, ["id": dossier.id])
            }
            dossier.isDeleted = true
            dossier.editedAt = now
            try tx.update(dossier)
            try note("dropped", dossier.id, nil, ["draft": true], in: tx, at: now)
            return Recorded(id: dossier.id, operation: nil, recordedAt: now)
        }
    }
}
