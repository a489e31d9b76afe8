import Dossiers
import Outbox
import SyncProtocol

extension DeskWork {
    /// What the provisional slip says, read in one transaction so that its facts fit one another.
    func dossierSlip(_ request: DossierSlip) async throws -> DossierSlip.Answer {
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            let dossier = try tx.dossier(named: request.id)
            let state = dossier.state
            let unit = state["unit"]?.stringValue
            let procedure = state["procedure"]?.stringValue ?? ""
            return DossierSlip.Answer(
                id: dossier.id, state: try localState(ofDossier: dossier, in: tx), status: DossierState.status(of: state),
                unit: unit,
                unitName: unit.flatMap { catalogue?.unit($0, on: today)?.name }, code: state["code"]?.stringValue,
                owner: try name(of: state["owner"], in: tx), submitter: try name(of: state["submitter"], in: tx),
                isOwnSubmitter: state["submitter"]?.stringValue == nil || state["submitter"] == state["owner"],
                authority: state["authority"]?.stringValue, procedure: procedure,
                procedureName: catalogue?.procedure(procedure, on: today)?.name, papers: try slipPapers(of: dossier, in: tx),
                recordedAt: state["recorded_at"]?.timeValue ?? dossier.recordedAt, receivedAt: state["received_at"]?.timeValue,
                dueAt: state["due_at"]?.timeValue, tracking: try trackingPage(of: state, in: tx))
        }
    }

    /// Only a code that can stand in an address: a portal may give any.
    private func trackingPage(of state: JSONObject, in tx: OutboxTransaction) throws -> String? {
        guard let code = state["code"]?.stringValue, DossierCode.isValid(code), let portal = try tx.fact(.portalURL)?.stringValue
        else { return nil }
        return portal + (portal.hasSuffix("/") ? "" : "/") + "track/" + code
    }

    /// What an account is called, where this machine knows it.
    func name(of account: JSONValue?, in tx: OutboxTransaction) throws -> String? {
        guard let id = account?.stringValue, let known = try tx.current(id)?.state else { return nil }
        return known["organisation_name"]?.stringValue ?? known["full_name"]?.stringValue
    }

    /// The components that something was handed in for, then those that only supplements name. What is only prescribed is no paper that
    /// the desk was given, and its numbers are the catalogue's.
    private func slipPapers(of dossier: Subject, in tx: OutboxTransaction) throws -> [DossierSlip.Paper] {
        var papers = DossierState.components(of: dossier.state).filter { !DossierState.files(of: $0).isEmpty }.map { component in
            DossierSlip.Paper(
                code: component["code"]?.stringValue ?? "", title: component["title"]?.stringValue,
                originals: component["originals"]?.integerValue, copies: component["copies"]?.integerValue,
                files: DossierState.files(of: component).map { $0["name"]?.stringValue ?? "" })
        }
        let titles = DossierState.titles(of: dossier.state)
        // Once the portal has an answer to a request, it is among the dossier's own papers.
        let own = DossierState.papers(of: dossier.state)
        for link in try tx.fileLinks(dossier: dossier.id) where link.request != nil {
            if own.contains(DossierState.Paper(component: link.component, sha256: link.sha256)) { continue }
            if let index = papers.firstIndex(where: { $0.code == link.component }) {
                papers[index].supplements.append(link.name)
            } else {
                let title = titles[link.component]?.stringValue
                papers.append(DossierSlip.Paper(code: link.component, title: title, supplements: [link.name]))
            }
        }
        return papers
    }
}
