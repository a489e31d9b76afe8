import Dossiers
import SyncProtocol

/// `dossier.submit`: asks the portal to receive the dossier once its files are all there (protocol.md, section 5).
struct DossierSubmit {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        var dossier = try work.subject(.dossier)
        if dossier.isDeleted { return .conflict(.deleted, with: dossier) }
        if dossier.isWithdrawn { return .conflict(.withdrawn, with: dossier) }
        let entries = DossierFiles.digests(dossier.state).count
        guard let files = work.operation.body["files"]?.integerValue, files == entries else {
            throw OperationOutcome.invalid("files", "must be the number of the dossier's file entries, \(entries)")
        }
        // Received before, by whichever operation: there is nothing left to ask for.
        if !dossier.isReceived {
            guard dossier.status == .registered else { return .conflict(.closed, with: dossier) }
            dossier.submittedFiles = files
            try work.store.note(dossier)
            try SubmissionRule(rules: work.rules).receiveIfComplete(&dossier, work.store)
        }
        return .applied(
            revision: dossier.revisionText, missing: try DossierFiles.missing(of: dossier, work.database))
    }
}
