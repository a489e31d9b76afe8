import Dossiers
import Foundation
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Records a draft: kept at the desk until it is submitted.
    func newDossier(_ request: NewDossier) async throws -> Recorded {
        let now = environment.now()
        let rules = try await ruleBook()
        if let code = request.fields["procedure"]?.stringValue, let catalogue = rules.catalogue,
            catalogue.procedure(code, on: today) == nil
        {
            throw try await unknownProcedure(code, field: "procedure")
        }
        return try await outbox.write { tx in
            var fields = try parties(of: request.fields, in: tx)
            let owner = fields["owner"]
            if fields["submitter"] == nil { fields["submitter"] = try officer(in: tx).map(JSONValue.string) ?? owner }
            if fields["authority"] == nil { fields["authority"] = .string(try authority(fields, in: tx).rawValue) }
            if fields["unit"] == nil, let unit = try tx.fact(.unit)?.stringValue ?? self.rules.unit {
                fields["unit"] = .string(unit)
            }
            fields["recorded_at"] = .string(now.description)
            let checked = try rules.dossier(fields)
            let prescribed = try rules.prescribed(checked.state, portalHost: portalHost(in: tx))
            var warnings = told(checked.warnings + prescribed.warnings)
            if rules.catalogue == nil { warnings.append(KioskProblem(.noCatalogue).text(in: language)) }
            let dossier = Subject(
                id: environment.newID(), kind: .dossier, state: prescribed.state, isDraft: true, now: now,
                by: try officer(in: tx))
            try tx.insert(dossier)
            try note("recorded", dossier.id, nil, ["draft": true], in: tx, at: now)
            return Recorded(id: dossier.id, operation: nil, recordedAt: now, warnings: distinct(warnings))
        }
    }

    /// Changes what the portal has not received. A draft just changes; a dossier that is queued is carried by its put.
    func editDossier(_ request: EditDossier) async throws -> Recorded {
        let now = environment.now()
        let rules = try await ruleBook()
        let recorded = try await outbox.write { tx in
            var dossier = try editable(tx.dossier(named: request.id))
            if request.changes["components"] != nil {
                throw KioskProblem(.unknownField, field: "components", ["nearest": "attach"])
            }
            let changes = try parties(of: request.changes, in: tx)
            var checked = try rules.dossier(changes, over: dossier.state)
            if checked.state["procedure"] != dossier.state["procedure"] {
                // Papers were given for the components of the procedure as it was.
                guard DossierState.entries(in: dossier.state) == 0 else {
                    throw KioskProblem(.notEditable, field: "procedure", ["id": dossier.id])
                }
                checked.state["components"] = nil
                let prescribed = try rules.prescribed(checked.state, portalHost: portalHost(in: tx))
                checked = RuleBook.Checked(state: prescribed.state, warnings: checked.warnings + prescribed.warnings)
            }
            let warnings = told(checked.warnings + (try rules.oddValues(in: changes, of: checked.state)))
            guard checked.state != dossier.state else {
                return Recorded(id: dossier.id, operation: nil, recordedAt: now, warnings: warnings)
            }
            try refuseOpenConflict(dossier.id, in: tx)
            dossier.state = checked.state
            dossier.editedAt = now
            dossier.editedBy = try officer(in: tx)
            try tx.update(dossier)
            let carrier = dossier.isDraft ? nil : try carrier(of: dossier, in: tx, at: now)
            try note("edited", dossier.id, carrier, in: tx, at: now)
            return edited(dossier.id, carriedBy: carrier, warnings, at: now)
        }
        await sync.wake()
        return recorded
    }

    /// The dossier, if the desk may still change it. Throws `dossierWithdrawn` or `notEditable`.
    func editable(_ dossier: Subject) throws -> Subject {
        if DossierState.isWithdrawn(dossier) {
            throw KioskProblem(.dossierWithdrawn, ["id": dossier.id])
        }
        guard !DossierState.isReceived(dossier.state) else { throw KioskProblem(.notEditable, ["id": dossier.id]) }
        return dossier
    }

    /// Owner and submitter by their whole ids: people shorten them.
    private func parties(of fields: JSONObject, in tx: OutboxTransaction) throws -> JSONObject {
        var fields = fields
        for name in Dossier.parties {
            if let given = fields[name]?.stringValue { fields[name] = .string(try tx.account(named: given, field: name).id) }
        }
        return fields
    }

    /// The ground on which it is filed when nobody said: who comes themselves, or stands beside the officer, is present;
    /// anybody else acts for the owner (domain.md, 4.1).
    private func authority(_ fields: JSONObject, in tx: OutboxTransaction) throws -> Dossier.Authority {
        guard let submitter = fields["submitter"]?.stringValue, fields["submitter"] != fields["owner"] else { return .present }
        return try tx.subject(submitter)?.state["kind"] == "citizen" ? .authorised : .present
    }

    /// The host of this kiosk's portal.
    private func portalHost(in tx: OutboxTransaction) throws -> String? {
        guard let address = try tx.fact(.portalURL)?.stringValue, let start = address.range(of: "://") else { return nil }
        return String(address[start.upperBound...].prefix { $0 != "/" && $0 != ":" })
    }
}
