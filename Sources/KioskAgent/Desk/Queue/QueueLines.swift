import Outbox
import Status
import SyncProtocol
import Transport

extension DeskWork {
    /// The operation as the queue shows it. Its bytes are those of its own line, or, for one that announces papers
    /// (`dossier.submit`, `dossier.supplement`), those of the papers: of their encoded size, so many are at the portal.
    func line(_ operation: QueuedOperation, in tx: OutboxTransaction) throws -> QueueLine {
        let blockers = operation.state == .blocked ? try tx.blockers(of: operation) : []
        let bytes = try self.bytes(of: operation, in: tx)
        let linkReason = try linkReason(of: operation, in: tx)
        let gated = try gated(operation, in: tx)
        let reason = gated?.step.reason ?? linkReason ?? operation.shownReason
        // Nothing is tried for a revoked kiosk until it is enrolled again (protocol.md, section 3).
        let next = linkReason == LinkState.revoked.rawValue ? nil : gated?.step.until ?? operation.nextAttemptAt
        return QueueLine(
            id: operation.id, type: operation.type.rawValue, subject: operation.subject, state: operation.state.rawValue,
            reason: reason,
            text: gated.map { text($0.step, bytes: $0.bytes) }
                ?? reason.map { Texts.reason($0, parameters: parameters(of: operation, blockers), in: language) },
            attempts: operation.attempts, madeAt: operation.madeAt, nextAttemptAt: next,
            blockedBy: blockers, bytesDone: bytes.done, bytesTotal: bytes.total, lane: operation.lane.word,
            problem: operation.problem?.json, about: try tx.subject(operation.subject).flatMap { try whose($0, in: tx) })
    }

    /// Whose account or dossier it is, for people who know no ids.
    func whose(_ subject: Subject, in tx: OutboxTransaction) throws -> String? {
        try name(of: subject.kind == .dossier ? subject.state["owner"] : .string(subject.id), in: tx)
    }

    /// Why something that is due does not go: the link as it was last seen. `nil` when it is not the link.
    private func linkReason(of operation: QueuedOperation, in tx: OutboxTransaction) throws -> String? {
        guard operation.state == .waiting || operation.state == .retrying else { return nil }
        let state = try tx.fact("link")?["state"]?.stringValue
        if state == LinkState.revoked.rawValue { return state }
        guard operation.state == .waiting, operation.reason == nil else { return nil }
        guard try tx.fact(.kioskID) != nil else { return "not-enrolled" }
        return state == "online" || state == "unknown" ? nil : state
    }

    func lines(of subject: SubjectID, openOnly: Bool, in tx: OutboxTransaction) throws -> [QueueLine] {
        try tx.operations(of: subject, openOnly: openOnly).filter { $0.state.isAccepted }.map { try line($0, in: tx) }
    }

    private func parameters(of operation: QueuedOperation, _ blockers: [OperationID]) -> [String: String] {
        var parameters: [String: String] = [:]
        // As much of the id as people are shown in lists; `blocked_by` has all of it.
        parameters["blocker"] = blockers.first.map { String($0.prefix(18)) }
        parameters["until"] = operation.nextAttemptAt?.description
        parameters["field"] = operation.problem?.field
        return parameters
    }

    private func bytes(of operation: QueuedOperation, in tx: OutboxTransaction) throws -> (done: Int64, total: Int64) {
        switch operation.type {
        case .dossierSubmit, .dossierSupplement:
            let files = try papers(announcedBy: operation, in: tx)
            return (files.reduce(0) { $0 + $1.bytesAtPortal }, files.reduce(0) { $0 + $1.storedSize })
        default:
            let total = Int64(try operation.frozen?.line.count ?? plannedSize(of: operation, in: tx))
            return (operation.state == .delivered ? total : 0, total)
        }
    }

    /// The papers that came with a submission or an answer.
    func papers(announcedBy operation: QueuedOperation, in tx: OutboxTransaction) throws -> [StoredFile] {
        try papers(of: operation.subject, request: operation.body?["request"]?.stringValue, in: tx)
    }

    /// The papers handed in with a dossier, or for one request for supplements, each once.
    func papers(of dossier: SubjectID, request: SubjectID?, in tx: OutboxTransaction) throws -> [StoredFile] {
        var seen: Set<String> = []
        return try tx.fileLinks(dossier: dossier)
            .filter { $0.request == request && seen.insert($0.sha256).inserted }
            .compactMap { try tx.file($0.sha256) }
    }

    /// What the line will be about as long as once it is frozen.
    private func plannedSize(of operation: QueuedOperation, in tx: OutboxTransaction) throws -> Int {
        let body =
            if let body = operation.body { body } else if let subject = try tx.subject(operation.subject) {
                PortalMembers.strip(subject.state, kind: subject.kind)
            } else { JSONObject() }
        return Operation(
            id: operation.id, type: operation.type, subject: operation.subject, base: nil, madeAt: operation.madeAt,
            officer: operation.officer, body: body
        ).line.count
    }
}

extension QueuedOperation {
    /// The stable word for why it stands where it stands; a refusal's is the problem's name.
    var shownReason: String? {
        if let reason { return reason }
        switch state {
        case .blocked: return "parent-not-delivered"
        case .rejected: return problem?.name?.rawValue ?? problem?.type
        case .held: return "held"
        case .waiting: return "queued"
        case .retrying: return "back-off"
        default: return nil
        }
    }
}

extension StoredFile {
    /// Bytes of the encoded paper that the portal has.
    var bytesAtPortal: Int64 { state == .done ? storedSize : min(offset, storedSize) }
}
