import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// A dossier's way as the portal last told it, for whoever stands at the desk with its code: no names, no papers.
    func trackDossier(_ request: TrackDossier) async throws -> JSONValue {
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            let dossier = try tracked(request.id, in: tx)
            let state = dossier.state
            var members = try age(of: dossier, in: tx)
            members["id"] = .string(dossier.id)
            for name in ["code", "procedure", "unit", "recorded_at", "received_at", "due_at", "status"] {
                members[name] = state[name] ?? .null
            }
            if let code = state["procedure"]?.stringValue {
                members["procedure_name"] = (catalogue?.procedure(code, on: today)?.name).map(JSONValue.string)
            }
            if let unit = state["unit"]?.stringValue {
                members["unit_name"] = (catalogue?.unit(unit, on: today)?.name).map(JSONValue.string)
            }
            members["status_name"] = statusName(DossierState.status(of: state)).map(JSONValue.string) ?? .null
            members["overdue"] = .bool(isOverdue(state))
            members["steps"] = state["steps"] ?? []
            members["fees"] = state["fees"] ?? []
            members["results"] = .array(try resultViews(of: dossier, in: tx))
            members["requests"] = .array(try openRequests(of: dossier, in: tx).map { .object(asked($0)) })
            let payments = try tx.payments(of: dossier.id)
            members["payments"] = .array(try payments.map { try paymentView($0, in: tx) })
            let word = try localState(ofDossier: dossier, in: tx)
            var local: JSONObject = ["state": .string(word), "text": .string(Texts.state(word, in: language))]
            local["expected"] = expectations(of: dossier, catalogue, payments: !payments.isEmpty).map(JSONValue.object)
            members["local"] = .object(local)
            return .object(members)
        }
    }

    /// By id or code; codes are spelt in capitals, and people are not.
    func tracked(_ name: String, in tx: OutboxTransaction) throws -> Subject {
        do {
            return try tx.dossier(named: name)
        } catch let problem as KioskProblem where problem.kind == .unknownDossier {
            let spelt = name.filter { !$0.isWhitespace }.uppercased()
            guard spelt != name, let dossier = try? tx.dossier(named: spelt) else { throw problem }
            return dossier
        }
    }

    private func statusName(_ number: Int64?) -> String? {
        guard let status = number.flatMap({ Int(exactly: $0) }).flatMap(DossierStatus.init(rawValue:)) else { return nil }
        return language == .vi ? status.nameInVietnamese : status.nameInEnglish
    }

    /// Whether the day that the portal named has passed and the office has not finished.
    private func isOverdue(_ state: JSONObject) -> Bool {
        guard let due = state["due_at"]?.timeValue, due < environment.now() else { return false }
        let status = DossierState.status(of: state).flatMap { DossierStatus(rawValue: Int($0)) }
        return status.map { !$0.isTerminal && $0 != .finished } ?? true
    }

    /// What a request for supplements asks for.
    private func asked(_ request: Subject) -> JSONObject {
        var members: JSONObject = ["id": .string(request.id)]
        for name in ["text", "at", "until", "components"] { members[name] = request.state[name] ?? .null }
        return members
    }
}
