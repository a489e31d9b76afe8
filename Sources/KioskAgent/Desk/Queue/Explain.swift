import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Follows what an operation waits for down to what a person or the link must do. A paper is named by its whole digest; a dossier, which
    /// is what a clerk knows, stands for the operation that keeps it here.
    func explainOperation(_ request: ExplainOperation) async throws -> ExplainOperation.Answer {
        try await outbox.read { tx in
            let named = try tx.operationIfAny(named: request.id)
            if named == nil, Digest.isValid(request.id), let file = try tx.file(request.id) {
                return ExplainOperation.Answer(id: file.sha256, chain: [step(file, in: try gate(in: tx))])
            }
            let first = try named ?? operation(ofDossier: request.id, in: tx) ?? tx.operation(named: request.id)
            var chain: [ExplainOperation.Answer.Step] = []
            var seen: Set<OperationID> = [first.id]
            var next = [first]
            // Bounded: a chain longer than this explains nothing to anybody.
            while !next.isEmpty, chain.count < 100 {
                let operation = next.removeFirst()
                chain.append(try step(operation, in: tx))
                // The portal has the submission; what is still to come of it are its papers.
                if operation.state == .delivered, operation.announcesPapers {
                    let gate = try gate(in: tx)
                    let open = try papers(announcedBy: operation, in: tx).filter { $0.state != .done }
                    chain += open.prefix(100).map { step($0, in: gate) }
                }
                guard operation.state == .blocked else { continue }
                for id in try tx.blockers(of: operation) where seen.insert(id).inserted {
                    if let blocker = try tx.operation(id) { next.append(blocker) }
                }
            }
            return ExplainOperation.Answer(id: first.id, chain: chain)
        }
    }

    /// The dossier's first open operation, else the last one whose papers may still be here; nil where none is named so.
    private func operation(ofDossier name: String, in tx: OutboxTransaction) throws -> QueuedOperation? {
        let found = try tx.subjectIDs(prefix: name, kinds: [.dossier], limit: 2)
        guard found.count == 1, let dossier = found.first else { return nil }
        let all = try tx.operations(of: dossier, openOnly: false)
        return all.first(where: \.state.isOpen) ?? all.last(where: \.announcesPapers)
    }

    private func step(_ file: StoredFile, in gate: FileGate) -> ExplainOperation.Answer.Step {
        let gated = step(file, gate)
        let reason = gated?.reason ?? file.problem?.name?.rawValue ?? file.reason
        let told =
            gated.map { text($0, bytes: file.storedSize - file.bytesAtPortal) }
            ?? reason.map { Texts.reason($0, in: language) } ?? Texts.state(file.state.rawValue, in: language)
        let command: String? =
            switch file.state {
            case .quarantined: "kiosk queue requeue \(file.sha256)"
            case .waiting: gated == nil ? "kiosk sync" : nil
            case .sending, .done: nil
            }
        return ExplainOperation.Answer.Step(
            id: file.sha256, type: "file", state: file.state.rawValue, reason: reason, text: told, command: command)
    }

    private func step(_ operation: QueuedOperation, in tx: OutboxTransaction) throws -> ExplainOperation.Answer.Step {
        let line = try line(operation, in: tx)
        return ExplainOperation.Answer.Step(
            id: line.id, type: line.type, state: line.state, reason: line.reason,
            text: line.text ?? Texts.state(line.state, in: language), command: try command(freeing: operation, in: tx))
    }

    /// What a person can type to bring the operation on its way; nil where it goes on by itself or is at its end.
    func command(freeing operation: QueuedOperation, in tx: OutboxTransaction) throws -> String? {
        switch operation.state {
        case .waiting, .retrying:
            operation.problem?.name == .afterNever ? "kiosk queue requeue \(operation.id)" : "kiosk sync"
        case .held: "kiosk queue release \(operation.id)"
        // The same wrong code would only be refused again.
        case .rejected where operation.type == .accountConfirm: "kiosk account confirm \(operation.subject) --token CODE"
        case .rejected, .quarantined: "kiosk queue requeue \(operation.id)"
        case .conflict: "kiosk conflict show \(try tx.openConflict(met: operation)?.id ?? operation.id)"
        case .blocked, .sending, .delivered, .dropped, .replaced, .resolved: nil
        }
    }
}
