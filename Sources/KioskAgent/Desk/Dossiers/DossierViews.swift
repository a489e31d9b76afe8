import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listDossiers(_ request: ListDossiers) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            let found = try tx.subjects(.dossier, words: request.words, after: page.after, limit: page.limit)
            return PageOf(items: try found.items.map { try summary($0, catalogue, in: tx) }, next: found.next)
        }
    }

    func showDossier(_ request: ShowDossier) async throws -> JSONValue {
        let catalogue = try await catalogue.current()
        return try await outbox.read { tx in
            let dossier = try tx.dossier(named: request.id)
            var members = try summary(dossier, catalogue, in: tx).objectValue ?? [:]
            var local = members["local"]?.objectValue ?? [:]
            local["operations"] = try JSONValue(encoding: lines(of: dossier.id, openOnly: false, in: tx))
            local["files"] = .array(try files(of: dossier, in: tx))
            let changes = changedPrescription(of: dossier, catalogue)
            if !changes.isEmpty { local["warnings"] = .array(changes.map(JSONValue.string)) }
            if let titles = formTitles(of: dossier.state, catalogue) { local["form"] = titles }
            let payments = try tx.payments(of: dossier.id)
            local["expected"] = expectations(of: dossier, catalogue, payments: !payments.isEmpty).map(JSONValue.object)
            members["local"] = .object(local)
            if dossier.state["results"] != nil { members["results"] = .array(try resultViews(of: dossier, in: tx)) }
            members["notices"] = .array(try tx.notices(of: dossier.id).map { .object(identified($0)) })
            members["payments"] = .array(payments.map { .object(identified($0)) })
            return .object(members)
        }
    }

    /// The state, with the names of its parties and procedure beside it, as far as this machine knows them.
    private func summary(_ dossier: Subject, _ catalogue: Catalogue?, in tx: OutboxTransaction) throws -> JSONValue {
        var members = identified(dossier)
        for name in Dossier.parties {
            guard let id = dossier.state[name]?.stringValue, let account = try tx.current(id) else { continue }
            members[name + "_name"] = account.state["organisation_name"] ?? account.state["full_name"]
        }
        if let code = dossier.state["procedure"]?.stringValue {
            members["procedure_name"] = (catalogue?.procedure(code, on: today)?.name).map(JSONValue.string)
        }
        if let unit = dossier.state["unit"]?.stringValue {
            members["unit_name"] = (catalogue?.unit(unit, on: today)?.name).map(JSONValue.string)
        }
        if let number = DossierState.status(of: dossier.state), let status = DossierStatus(rawValue: Int(number)) {
            members["status_name"] = .string(language == .vi ? status.nameInVietnamese : status.nameInEnglish)
        }
        let state = try localState(ofDossier: dossier, in: tx)
        members["local"] = [
            "state": .string(state), "text": .string(Texts.state(state, in: language)),
            "recorded_at": .string(dossier.recordedAt.description),
        ]
        return .object(members)
    }

    /// What the entries of the form are called, in the form's order; the catalogue's names are no words for people.
    private func formTitles(of state: JSONObject, _ catalogue: Catalogue?) -> JSONValue? {
        guard let filled = state["form"]?.objectValue,
            let procedure = RuleBook(today: today, catalogue: catalogue).procedure(of: state)
        else { return nil }
        return .array(
            procedure.form.filter { filled[$0.name] != nil }.map { ["name": .string($0.name), "title": .string($0.title)] })
    }

    /// One word for where a dossier stands, seen from the desk: `draft`; `withdrawn`; the state of the operation that most needs
    /// somebody's eye; `received` once the portal received it; else that of its papers (`quarantined`, `sending`,
    /// `waiting`), and `delivered` when the portal has all of it and has not received it yet.
    func localState(ofDossier dossier: Subject, in tx: OutboxTransaction) throws -> String {
        if DossierState.isWithdrawn(dossier) { return "withdrawn" }
        if dossier.isDraft { return "draft" }
        if let open = try tx.operations(of: dossier.id, openOnly: true).neediest { return open.rawValue }
        let states = try Set(papers(of: dossier.id, request: nil, in: tx).map(\.state))
        if states.contains(.quarantined) { return "quarantined" }
        if DossierState.isReceived(dossier.state) { return "received" }
        if states.contains(.sending) { return "sending" }
        if states.contains(.waiting) { return "waiting" }
        return "delivered"
    }

    /// Each paper's place and way: those handed in with the dossier, then those for requests for supplements.
    private func files(of dossier: Subject, in tx: OutboxTransaction) throws -> [JSONValue] {
        let own = DossierState.papers(of: dossier.state)
        let gate = try gate(in: tx)
        return try tx.fileLinks(dossier: dossier.id).compactMap { link in
            // Once the portal has an answer to a request, it is among the dossier's own papers.
            if link.request != nil, own.contains(DossierState.Paper(component: link.component, sha256: link.sha256)) {
                return nil
            }
            guard let file = try tx.file(link.sha256) else { return nil }
            // What the portal does not know of yet waits for more than its hours.
            let gated = link.isAnnounced ? step(file, gate) : nil
            let reason = gated?.reason ?? file.problem?.name?.rawValue ?? file.reason
            var line: JSONObject = [
                "sha256": .string(file.sha256), "name": .string(link.name), "component": .string(link.component),
                "bytes_done": .integer(file.bytesAtPortal), "bytes_total": .integer(file.storedSize),
                "size": .integer(file.size), "encoding": .string(file.encoding), "state": .string(file.state.rawValue),
            ]
            line["request"] = link.request.map(JSONValue.string)
            line["reason"] = reason.map(JSONValue.string)
            line["text"] =
                (gated.map { text($0, bytes: file.storedSize - file.bytesAtPortal) }
                ?? reason.map { Texts.reason($0, in: language) }).map(JSONValue.string)
            line["next_attempt_at"] = gated.map { .string($0.until.description) }
            return .object(line)
        }
    }
}
