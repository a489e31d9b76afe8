import Scheduler
import Outbox
import SyncProtocol
import Transport

extension SyncEngine {
    enum ExchangeEnd {
        case went
        /// It failed because of what was in it; the round goes on with less.
        case soft
        case stop(PortalFailure)
    }

    /// One exchange: what is due goes up, verdicts and changes come back.
    func exchange(over connection: any PortalConnection) async throws -> ExchangeEnd {
        let now = clock.now()
        let limits = ClaimLimits(maxOperations: batch.operations, maxBytes: maxBatchBytes)
        let (claimed, cursor) = try await outbox.write { tx in
            (try tx.claim(limits, now: now, ignoringBackoff: false), try tx.fact(.cursor)?.stringValue)
        }
        guard !claimed.isEmpty || wantsPull else { return .went }
        let lines = claimed.compactMap(\.frozen?.line)
        let result: SyncExchangeResult
        do {
            result = try await connection.sync(SyncExchangeRequest(cursor: cursor, lines: lines))
        } catch {
            return try await failed(claimed, error)
        }
        measured(result.bytesSent, in: result.duration)
        if let skew = result.skew { try await keep(skew: skew) }
        let (open, delivered) = try await takeVerdicts(result, of: claimed)
        if !open.isEmpty {
            let next = clock.now() + .seconds(2)
            try await outbox.write { try $0.endAttempt(open, reason: result.failure?.reason ?? "no-verdict", nextAttemptAt: next) }
        }
        let changes = try await takeChanges(result)
        journalNews.tell()
        await tellExchange(delivered: delivered, changes: changes)
        if let failure = result.failure {
            _ = batch.failed(claimed.count)
            return .stop(failure)
        }
        if open.isEmpty, !claimed.isEmpty { batch.arrived(claimed.count) }
        // Every verdict that is missing from a whole answer is the portal's fault: no hurry then.
        if !open.isEmpty { return .stop(.badAnswer(detail: "verdicts are missing")) }
        wantsPull = result.end?.more ?? false
        return .went
    }

    /// The exchange failed as a whole: the outcome of each operation is unknown, and its bytes stay.
    private func failed(_ claimed: [QueuedOperation], _ failure: PortalFailure) async throws -> ExchangeEnd {
        let ids = claimed.map(\.id)
        let isAlone = claimed.isEmpty ? false : batch.failed(claimed.count)
        let isSuspicious =
            switch failure {
            case .batchTooLarge, .badAnswer, .stalled: true
            case .portalError(let status, _): status == 500
            default: false
            }
        var next: Timestamp?
        if isSuspicious, isAlone, let one = claimed.first {
            // Alone and still failing: it waits for its own time, so that the others get theirs.
            let wait = rounds.policy.backoff.wait(failures: one.attempts + 3, class: .portal, using: &random)
            next = clock.now() + max(wait, .seconds(5))
        }
        let nextAt = next
        try await outbox.write { tx in
            if isAlone, failure == .batchTooLarge, let one = ids.first {
                try tx.quarantine(one, reason: "poison")
            } else {
                try tx.endAttempt(ids, reason: failure.reason, nextAttemptAt: nextAt)
            }
        }
        guard isSuspicious, !claimed.isEmpty, failure != .stalled || claimed.count > 1 else { return .stop(failure) }
        if case .stalled = failure { return .stop(failure) }
        return .soft
    }

    /// Takes in the verdicts that are to be believed: of operations that were sent in this request, with the digest of the
    /// bytes that were sent (protocol.md, section 4). Returns the operations that have none, and how many were applied.
    private func takeVerdicts(
        _ result: SyncExchangeResult, of claimed: [QueuedOperation]
    ) async throws -> (open: [OperationID], delivered: Int) {
        var open = Dictionary(claimed.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var believed: [(Verdict, QueuedOperation)] = []
        var disbelieved = 0
        for case .verdict(let verdict) in result.lines {
            // A line that the portal could not read has no id; its digest says which it was. It delivers nothing.
            let id = verdict.op ?? claimed.first { $0.frozen?.digest == verdict.digest && open[$0.id] != nil }?.id
            guard let id, let operation = open[id], operation.frozen?.digest == verdict.digest,
                verdict.op != nil || verdict.isRefusal
            else { disbelieved += 1; continue }
            open[id] = nil
            believed.append((verdict, operation))
        }
        let now = clock.now()
        let newID = newID
        let taken = believed
        do {
            try await outbox.write { tx in
                for (verdict, operation) in taken {
                    try FoldVerdict(tx: tx, now: now, newID: newID).fold(verdict, of: operation)
                }
            }
        } catch let error as OutboxError where error.code != .other && error.code != .missing {
            throw error
        } catch {
            try await takeOneByOne(believed)
        }
        if disbelieved > 0 {
            let count = Int64(disbelieved)
            try await outbox.write {
                try $0.record("disbelieved", subject: nil, operation: nil, details: ["lines": .integer(count)], at: now)
            }
        }
        for (verdict, operation) in believed { await tell(verdict, operation) }
        let delivered = believed.count { if case .applied = $0.0.outcome { true } else { false } }
        return (claimed.map(\.id).filter { open[$0] != nil }, delivered)
    }

    /// One verdict harms the fold: each alone, and the one that cannot be taken in is set aside for a person.
    private func takeOneByOne(_ believed: [(Verdict, QueuedOperation)]) async throws {
        let now = clock.now()
        let newID = newID
        for (verdict, operation) in believed {
            do {
                try await outbox.write { try FoldVerdict(tx: $0, now: now, newID: newID).fold(verdict, of: operation) }
            } catch let error as OutboxError where error.code != .other && error.code != .missing {
                throw error
            } catch {
                try await outbox.write { try $0.quarantine(operation.id, reason: "unreadable") }
            }
        }
    }

    /// Takes in a whole page of changes together with its cursor: never one without the other.
    private func takeChanges(_ result: SyncExchangeResult) async throws -> Int {
        guard let end = result.end else { return 0 }
        let changes = result.lines.compactMap { line in if case .change(let change) = line { change } else { nil } }
        let isResync = result.lines.contains(.resync)
        let now = clock.now()
        let newID = newID
        var name: String?
        if case .header(_, let portal)? = result.lines.first(where: { if case .header = $0 { true } else { false } }) {
            name = portal
        }
        let portalName = name
        try await outbox.write { tx in
            for change in changes { try FoldChange(tx: tx, now: now, newID: newID).fold(change) }
            try tx.setFact(.cursor, .string(end.cursor))
            try tx.setFact(.lastSuccessAt, .string(now.description))
            if let portalName, !portalName.isEmpty { try tx.setFact(.portalName, .string(portalName)) }
            if isResync { try tx.record("resync", subject: nil, operation: nil, details: [:], at: now) }
        }
        return changes.count
    }

    private func keep(skew: Duration) async throws {
        let seconds = (Double(skew.wholeMilliseconds) / 100).rounded() / 10
        let known = try await outbox.read { try $0.fact(.clockSkewSeconds)?.doubleValue }
        if let known, abs(known - seconds) < 1 { return }
        try await outbox.write { try $0.setFact(.clockSkewSeconds, .number(seconds)) }
    }

    private func tellExchange(delivered: Int, changes: Int) async {
        let counts = (try? await outbox.read { try $0.counts() }) ?? [:]
        let open = [OperationState.waiting, .blocked, .sending, .retrying].reduce(0) { $0 + counts[$1, default: 0] }
        await events.tell(.exchanged(delivered: delivered, open: open, changes: changes))
    }

    private func tell(_ verdict: Verdict, _ operation: QueuedOperation) async {
        switch verdict.outcome {
        case .applied: break
        case .conflict(let reason, _, _, _):
            await events.tell(.verdict(operation: operation.id, state: "conflict", reason: reason.rawValue))
        case .rejected(let problem):
            await events.tell(.verdict(operation: operation.id, state: "rejected", reason: problem.name?.rawValue ?? "refused"))
        case .later(let problem, _):
            await events.tell(.verdict(operation: operation.id, state: "later", reason: problem.name?.rawValue ?? "later"))
        }
    }
}

extension Verdict {
    var isRefusal: Bool { if case .rejected = outcome { true } else { false } }
}
