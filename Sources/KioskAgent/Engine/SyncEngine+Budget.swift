import Outbox
import Scheduler
import SyncProtocol

/// What the rules of the link let go at present.
extension SyncEngine {
    /// When papers or operations are due next, or a result is to be fetched by itself; `nil` when nothing goes by itself.
    /// - Parameter isAsking: the portal is being asked what it remembers: no other operations go.
    func nextDue(at now: Timestamp, isAsking: Bool = false) async throws -> Timestamp? {
        let (rules, automatic) = (linkRules, automaticResultBytes)
        return try await outbox.read { tx in
            let gate = try tx.gate(by: rules, at: now)
            var due = [
                try tx.nextAttemptAt(now: now, gate: gate, isAsking: isAsking),
                try tx.nextResult(now: now, automaticBytes: min(automatic, gate.largest)),
            ]
            if let first = gate.steps.first, first.over < automatic {
                due.append(try tx.nextResult(now: now, automaticBytes: automatic).map { max($0, first.until) })
            }
            return due.compactMap(\.self).min()
        }
    }

    /// Whether nothing is to be tried by itself but, at its time, what the rules of the link keep back.
    func isOnlyGated(at now: Timestamp) async throws -> Bool {
        let rules = linkRules
        return try await outbox.read { tx in
            let gate = try tx.gate(by: rules, at: now)
            return try tx.nextAttemptAt(now: now, largest: gate.largest) == nil
        }
    }
}
