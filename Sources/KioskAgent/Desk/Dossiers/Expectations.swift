import Dossiers
import Foundation
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// What is to be expected of a dossier before the portal has spoken, told as what it is: the fees by the catalogue's rules, with the
    /// reason where nothing is paid, and when the result would be due if the portal received it now. `nil` once the portal has said both,
    /// and for a dossier that goes no further.
    func expectations(of dossier: Subject, _ catalogue: Catalogue?, payments: Bool) -> JSONObject? {
        let state = dossier.state
        guard !dossier.isDeleted,
            DossierState.status(of: state).flatMap({ DossierStatus(rawValue: Int($0)) })?.isTerminal != true,
            let code = state["procedure"]?.stringValue, let procedure = catalogue?.procedure(code, on: today)
        else { return nil }
        var expected: JSONObject = [:]
        let form = state["form"]?.objectValue?.compactMapValues(\.stringValue) ?? [:]
        if !payments, state["fees"]?.arrayValue?.isEmpty != false, !procedure.fees.isEmpty {
            let charges = procedure.charges(of: form)
            expected["fees"] = .array(
                charges.map { charge in
                    [
                        "code": .string(charge.code), "title": .string(charge.title), "amount": .integer(Int64(charge.amount)),
                        "exempt": .array(charge.exemptions.map(JSONValue.string)),
                        "exempt_text": .string(charge.exemptions.map(exemptionName).joined(separator: ", ")),
                    ]
                })
            expected["amount"] = .integer(Int64(charges.total))
        }
        if state["due_at"]?.timeValue == nil, let time = procedure.time {
            let seconds = (state["received_at"]?.timeValue ?? environment.now()).milliseconds / 1000
            let estimate = environment.site().calendar.estimate(time, receivedAt: seconds)
            expected["due_at"] = .string(Timestamp(milliseconds: estimate.due.secondsSince1970 * 1000).description)
            expected["warnings"] = .array(told(estimate.warnings).map(JSONValue.string))
        }
        return expected.isEmpty ? nil : expected
    }
}
