import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Answers a request for more papers with what was attached for it.
    func supplementDossier(_ request: SupplementDossier) async throws -> Recorded {
        let now = environment.now()
        let note = try TextRule.normalise(request.note ?? "", field: "note", limit: 2_000)
        let recorded = try await outbox.write { tx in
            let dossier = try tx.dossier(named: request.id)
            let notice = try openRequest(request.request, of: dossier, in: tx)
            let links = try tx.fileLinks(dossier: dossier.id).filter { $0.request == notice.id }
            guard !links.isEmpty else { throw KioskProblem(.noFiles, ["id": notice.id]) }
            var body: JSONObject = ["request": .string(notice.id)]
            body["components"] = .array(try components(links, notice, dossier, in: tx).map(JSONValue.object))
            if !note.isEmpty { body["note"] = .string(note) }
            let operation = try tx.enqueue(
                NewOperation(
                    id: environment.newID(), type: .dossierSupplement, subject: dossier.id, body: body, lane: .supplements,
                    officer: officer(in: tx), madeAt: now))
            try self.note("recorded", dossier.id, operation, ["request": .string(notice.id)], in: tx, at: now)
            return Recorded(id: dossier.id, operation: operation.id, recordedAt: now)
        }
        await sync.wake()
        return recorded
    }

    /// The request for supplements that is meant: by its (shortened) id, or the only one that is open. Throws
    /// `unknownRequest`, `ambiguousID` or `requestClosed`.
    func openRequest(_ name: String?, of dossier: Subject, in tx: OutboxTransaction) throws -> Subject {
        if dossier.isDraft { throw KioskProblem(.notSubmitted, ["id": dossier.id]) }
        let requests = try requests(for: dossier, in: tx)
        let open = try openRequests(of: dossier, in: tx)
        guard let name else {
            if open.isEmpty, let answered = try answeredRequest(of: dossier, in: tx) {
                throw KioskProblem(.requestAnswered, ["id": answered.id])
            }
            let only = try only(open.map(\.id), "", else: requests.isEmpty ? .unknownRequest : .requestClosed)
            guard let request = open.first(where: { $0.id == only }) else { throw KioskProblem(.unknownRequest) }
            return request
        }
        let id = try only(requests.map(\.id).filter { $0.hasPrefix(name) }, name, else: .unknownRequest, field: "request")
        guard let request = open.first(where: { $0.id == id }) else {
            let isAnswered = try answeredRequest(of: dossier, in: tx, named: id) != nil
            throw KioskProblem(isAnswered ? .requestAnswered : .requestClosed, ["id": id])
        }
        return request
    }

    /// What the portal asked for, answered or not.
    private func requests(for dossier: Subject, in tx: OutboxTransaction) throws -> [Subject] {
        try tx.notices(of: dossier.id).filter { $0.state["kind"] == "supplement" && !$0.isDeleted }
    }

    /// The requests for supplements that nobody has answered yet.
    func openRequests(of dossier: Subject, in tx: OutboxTransaction) throws -> [Subject] {
        let requests = try requests(for: dossier, in: tx)
        if requests.isEmpty { return [] }
        let answered = try answeredRequests(of: dossier.id, in: tx)
        return requests.filter { !isClosed($0, dossier) && !answered.contains($0.id) }
    }

    /// The newest request that the portal has not closed and that was answered from here; with `id`, that one if it is such.
    func answeredRequest(of dossier: Subject, in tx: OutboxTransaction, named id: SubjectID? = nil) throws -> Subject? {
        let answered = try answeredRequests(of: dossier.id, in: tx)
        return try requests(for: dossier, in: tx).last {
            answered.contains($0.id) && !isClosed($0, dossier) && (id == nil || $0.id == id)
        }
    }

    /// Requests that have an answer on its way or at the portal; a refused one may be answered again.
    private func answeredRequests(of dossier: SubjectID, in tx: OutboxTransaction) throws -> Set<SubjectID> {
        let answers = try tx.operations(of: dossier, openOnly: false).filter {
            $0.type == .dossierSupplement && $0.state.isAccepted && $0.state != .rejected
        }
        return Set(answers.compactMap { $0.body?["request"]?.stringValue })
    }

    /// The portal judges by its own clock whether the time is up; here only what it said counts.
    private func isClosed(_ request: Subject, _ dossier: Subject) -> Bool {
        if request.state["closed"]?.boolValue == true { return true }
        let status = DossierState.status(of: dossier.state).flatMap { DossierStatus(rawValue: Int($0)) }
        return status?.isTerminal ?? false
    }

    /// The papers by component, in the order they were attached; titles as the request or the dossier has them.
    private func components(
        _ links: [FileLink], _ notice: Subject, _ dossier: Subject, in tx: OutboxTransaction
    ) throws -> [JSONObject] {
        let titles = DossierState.titles(of: dossier.state).merging(DossierState.titles(of: notice.state)) { _, asked in asked }
        var components: [JSONObject] = []
        for link in links.sorted(by: { ($0.component, $0.position) < ($1.component, $1.position) }) {
            guard let file = try tx.file(link.sha256) else { throw OutboxError(.missing, detail: "file of a link") }
            let entry = DossierState.entry(
                sha256: link.sha256, size: file.size, mediaType: file.mediaType, name: link.name)
            let sofar: JSONObject = ["components": .array(components.map(JSONValue.object))]
            let state = DossierState.adding(entry, to: link.component, in: sofar)
            components = DossierState.components(of: state)
        }
        return components.map { component in
            guard let code = component["code"]?.stringValue, let title = titles[code] else { return component }
            return component.merging(["title": title]) { own, _ in own }
        }
    }
}
