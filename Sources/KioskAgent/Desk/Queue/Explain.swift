import Outbox
import Status
import SyncProtocol

extension DeskWork {
    /// Follows what an operation waits for down to what a person or the link must do.
    func explainOperation(_ request: ExplainOperation) async throws -> ExplainOperation.Answer {
        try await outbox.read { tx in
            let first = try tx.operation(named: request.id)
            var chain: [ExplainOperation.Answer.Step] = []
            var seen: Set<OperationID> = [first.id]
            var next = [first]
            // Bounded: a chain longer than this explains nothing to anybody.
            while !next.isEmpty, chain.count < 100 {
                let operation = next.removeFirst()
                chain.append(try step(operation, in: tx))
                guard operation.state == .blocked else { continue }
                for id in try tx.blockers(of: operation) where seen.insert(id).inserted {
                    if let blocker = try tx.operation(id) { next.append(blocker) }
                }
            }
            return ExplainOperation.Answer(id: first.id, chain: chain)
        }
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
