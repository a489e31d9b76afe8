import Dossiers
import Foundation
import Outbox
import SyncProtocol

extension RuleBook {
    /// What the catalogue of today asks for otherwise than the one that a dossier was made under: papers that are now missing or no longer
    /// needed, and a procedure that is in force no more. The dossier keeps the version it has; this is for the clerk to see. Empty for one
    /// that the portal has received, or that was made under this very version.
    func changes(since state: JSONObject) -> [DomainWarning] {
        guard let catalogue, let version = state["catalogue"]?.stringValue, version != catalogue.version,
            !DossierState.isReceived(state), let code = state["procedure"]?.stringValue,
            let procedure = catalogue.procedure(code, on: today)
        else { return [] }
        guard procedure.isValid(on: today) else {
            let parameters = procedure.replacedBy.map { ["replaced_by": $0] } ?? [:]
            return [DomainWarning(.procedureNotInForce, field: "procedure", parameters: parameters)]
        }
        // What a newer program wrote and this one cannot read is shown as it is, without a comparison.
        guard let dossier = try? Dossier.validate(json: Data(JSONValue.object(state).encoded), reading: .wire).dossier else {
            return []
        }
        return procedure.warningsOfChanges(since: dossier)
    }
}

extension DeskWork {
    /// The same in words, for a dossier that is a draft or waits.
    func changedPrescription(of dossier: Subject, _ catalogue: Catalogue?) -> [String] {
        guard !dossier.isDeleted else { return [] }
        return told(RuleBook(today: today, catalogue: catalogue).changes(since: dossier.state))
    }
}
