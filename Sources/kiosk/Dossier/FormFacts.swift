import KioskAgent
import Status
import SyncProtocol

/// What this machine knows of a dossier and its people, for a form: the desk's facts and what the portal said last.
struct FormFacts: Sendable {
    var slip: DossierSlip.Answer
    /// The state with its notices, as `dossier show` tells it.
    var dossier: JSONValue
    /// The accounts and the procedure, where they are known here.
    var owner: JSONValue?
    /// Who works at the desk, else the officer who filed the dossier.
    var officer: JSONValue?
    var procedure: JSONValue?

    static func ask(_ id: String, _ session: Session) async throws -> FormFacts {
        try await session.desk.withDesk(reading: true) { desk in
            let slip = try await desk.perform(DossierSlip(id: id), context: session.context)
            let dossier = try await desk.perform(ShowDossier(id: slip.id), context: session.context)
            var facts = FormFacts(slip: slip, dossier: dossier)
            if let owner = dossier["owner"]?.stringValue {
                facts.owner = try await known(ShowAccount(id: owner), desk, session)
            }
            if let officer = session.context.officer, !officer.isEmpty {
                facts.officer = try await known(ShowAccount(id: officer), desk, session)
            } else if let submitter = dossier["submitter"]?.stringValue, submitter != dossier["owner"]?.stringValue {
                let account = try await known(ShowAccount(id: submitter), desk, session)
                if account?["kind"] == "officer" { facts.officer = account }
            }
            facts.procedure = try await known(ShowProcedure(code: slip.procedure), desk, session)
            return facts
        }
    }

    /// What the desk says, `nil` for what it does not have: a form then leaves a line to be filled in by hand.
    private static func known<R: DeskRequest>(
        _ request: R, _ desk: any Desk, _ session: Session
    ) async throws -> JSONValue? where R.Answer == JSONValue {
        do {
            return try await desk.perform(request, context: session.context)
        } catch let problem as KioskProblem {
            switch problem.kind {
            case .unknownAccount, .unknownProcedure, .noCatalogue: return nil
            default: throw problem
            }
        }
    }
}
