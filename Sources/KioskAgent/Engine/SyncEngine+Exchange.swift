import Outbox
import Scheduler
import SyncProtocol
import Synchronization
import Transport

extension SyncEngine {
    enum ExchangeEnd {
        case went
        /// Nothing of what is due could be taken.
        case nothing
        case stop(PortalFailure)
    }

    /// One exchange: what is due goes up, verdicts and changes come back.
    /// - Parameter onSent: its last byte has left; only its answer is awaited.
    func exchange(over connection: any PortalConnection, onSent: @escaping @Sendable () -> Void) async throws -> ExchangeEnd {
        let now = clock.now()
        let limits = ClaimLimits(maxOperations: batch.operations, maxBytes: batchBytes)
        let (claimed, cursor, isAsking) = try await outbox.write { tx in
            let isAsking = try tx.portalDoubt()?.stage == .asking
            return (
                isAsking ? try tx.claimWitnesses(limits, now: now) : try tx.claim(limits, now: now),
                try tx.fact(.cursor)?.stringValue, isAsking
            )
        }
        // While it is asked what it remembers, a portal's news are of no use.
        guard !claimed.isEmpty || wantsPull && !isAsking else { return .nothing }
        let lines = claimed.compactMap(\.frozen?.line)
        // Papers may wait for these verdicts: what else is new comes in the next exchange, beside the first of them.
        let hasFiles = try await outbox.read { try $0.fileCounts()[.waiting, default: 0] > 0 }
        let maxChanges = hasFiles && !claimed.isEmpty ? 1 : 200
        let request = SyncExchangeRequest(cursor: cursor, maxChanges: maxChanges, lines: lines)
        let wasSent = Mutex(false)
        let result: SyncExchangeResult
        do {
            result = try await connection.sync(request) {
                wasSent.withLock { $0 = true }
                onSent()
            }
        } catch {
            // What a broken one had sent nobody tells; one that was sent whole was paid for.
            let isSpent = linkRules.hasBudget && wasSent.withLock(\.self)
            return try await failed(claimed, error, spending: isSpent ? request.approximateBytes : 0)
        }
        measured(result.bytesSent, in: result.duration)
        if let skew = result.skew { try await keep(skew: skew) }
        let (open, delivered) = try await takeVerdicts(result, of: claimed)
        if delivered > 0 { hasDelivered = true }
        if !open.isEmpty {
            // One that stood alone, or that a whole answer passed over, waits for its own time.
            let isPassedOver = result.failure == nil || claimed.count == 1
            let next = clock.now() + (isPassedOver ? ownWait(of: claimed.first { $0.id == open[0] }) : .seconds(2))
            try await outbox.write {
                try $0.endAttempt(open, reason: result.failure?.reason ?? "no-verdict", nextAttemptAt: next)
            }
        }
        let taken = try await takeChanges(result, after: cursor)
        let changes = taken ?? 0
        journalNews.tell()
        await tellExchange(delivered: delivered, changes: changes)
        if let failure = result.failure {
            // One that got verdicts did not fail as a whole.
            if delivered == 0, !isOfLostLine(failure) { _ = batch.failed(claimed.count) }
            return .stop(failure)
        }
        try await talked()
        rounds.pulled(at: clock.uptime())
        if let roundTrip = result.roundTrip { answerWait = roundTrip }
        // What is asked of the portal is due, and its answer brings the page again.
        wantsPull = taken != nil && wantsNextPage(result.end, after: cursor, changes: changes)
        if !claimed.isEmpty, open.count == claimed.count { return .stop(.badAnswer(detail: "verdicts are missing")) }
        // A verdict that is missing from a whole answer is the portal's fault, and its operation waits: the others go on.
        (suspicions, suspicion) = (0, nil)
        if !claimed.isEmpty, open.isEmpty { batch.arrived(claimed.count) }
        return .went
    }

    /// Pages without a change that a portal may send in a row, as while it looks through what is not this unit's.
    private static let emptyPagesInARow = 20

    /// Whether the next page is asked for in this round. A page that is the same again, or that brings nothing time after
    /// time, would be asked for without end: then the next round asks.
    private func wantsNextPage(_ end: SyncExchangeResult.End?, after cursor: String?, changes: Int) -> Bool {
        guard let end, end.more, end.cursor != cursor else { return false }
        emptyPages = changes == 0 ? emptyPages + 1 : 0
        return emptyPages <= Self.emptyPagesInARow
    }

    /// Bytes of lines in one exchange: what the line carries in about 15 s, so that a cut costs no more than that. Lines
    /// shrink to a third or less on their way.
    private var batchBytes: Int {
        guard let rate else { return maxBatchBytes }
        return min(maxBatchBytes, max(16 << 10, Int(min(rate * 45, 1e9))))
    }

    /// How long an operation that failed alone leaves the line to the others.
    private func ownWait(of operation: QueuedOperation?) -> Duration {
        let failures = min(operation?.attempts ?? 1, 100) + 3
        return max(rounds.policy.backoff.wait(failures: failures, class: .portal, using: &random), .seconds(5))
    }

    /// The exchange failed as a whole: the outcome of each operation is unknown, and its bytes stay.
    ///
    /// What may be the fault of one operation makes the batch smaller at once, but only for one more try: a portal that fails
    /// again before anything got through would fail for all, and the round ends.
    ///
    /// - Parameter bytes: what of the request was on the line, for the budgets.
    private func failed(
        _ claimed: [QueuedOperation], _ failure: PortalFailure, spending bytes: Int64
    ) async throws -> ExchangeEnd {
        let ids = claimed.map(\.id)
        let isTooLarge = failure == .batchTooLarge
        let isAlone =
            if claimed.isEmpty || isOfLostLine(failure) { false } else if isTooLarge { batch.refused(claimed.count) } else {
                batch.failed(claimed.count)
            }
        let isSuspicious = failure.mayBeOfOneOperation
        // Halving finds its end by itself; only the one that stands alone counts as another failure.
        if isSuspicious, isAlone || !isTooLarge { suspicions += 1 }
        let isPoison = isAlone && isTooLarge && suspicions == 1
        var nextAt: Timestamp?
        if isAlone, let one = claimed.first, isSuspicious || (failure == .cut && one.attempts > 2) {
            // Alone and still failing: it waits for its own time, so that the others get theirs. A line that breaks now and
            // then is no one's fault; one that breaks under the same operation each time may be.
            nextAt = clock.now() + ownWait(of: one)
        }
        if isSuspicious, !isPoison { suspicion = failure }
        let next = nextAt
        let now = clock.now()
        let newID = newID
        // Where no connection came about, nothing of them is at the portal: a person may still take them out.
        let hasLeft = if case .noLink = failure { false } else { true }
        let rules = linkRules
        try await outbox.write { tx in
            try tx.spend(bytes, by: rules, at: now)
            if isPoison, let one = claimed.first {
                try tx.quarantine(one.id, reason: "poison")
                try tx.record("quarantined", subject: one.subject, operation: one.id, details: ["reason": "poison"], at: now)
            } else {
                try tx.endAttempt(ids, reason: failure.reason, nextAttemptAt: next, hasLeft: hasLeft)
            }
            // What it fails over does not keep the others waiting for ever.
            if isAlone, isSuspicious { try PortalMemory(tx: tx, now: now, newID: newID).conclude(answerTo: nil) }
        }
        // A portal that stands still is not asked again at once, whatever made it so.
        guard isSuspicious, !claimed.isEmpty, failure != .stalled, suspicions < 2 else { return .stop(failure) }
        return .went
    }

    /// Whether the kiosk ended the call itself, on a line that had been away: no batch is smaller than that.
    private func isOfLostLine(_ failure: PortalFailure) -> Bool { isLineBack && failure == .cut }

    private func keep(skew: Duration) async throws {
        let seconds = (Double(skew.wholeMilliseconds) / 100).rounded() / 10
        let known = try await outbox.read { try $0.fact(.clockSkewSeconds)?.doubleValue }
        if let known, abs(known - seconds) < 1 { return }
        try await outbox.write { try $0.setFact(.clockSkewSeconds, .number(seconds)) }
    }
}
