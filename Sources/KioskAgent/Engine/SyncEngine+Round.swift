import Outbox
import Scheduler
import SyncProtocol
import Transport

extension SyncEngine {
    /// One round, alone: a second caller waits for the first one's end and then has its own.
    /// - Parameter ignoringBackoff: a person asks; what would wait is tried now.
    func roundAlone(ignoringBackoff: Bool) async -> RoundEnd {
        while isInRound {
            await untilRoundEnds()
            if Task.isCancelled { return .stopped(.cancelled) }
        }
        isInRound = true
        rounds.started(at: clock.uptime())
        (hasTalked, hasDelivered, isLineBack) = (false, false, false)
        let end: RoundEnd
        do {
            end = try await run(ignoringBackoff: ignoringBackoff)
        } catch let error as OutboxError {
            end = .storeFailed(error)
        } catch {
            end = .storeFailed(OutboxError(.other, detail: "\(type(of: error))"))
        }
        await conclude(end)
        isInRound = false
        let waiting = roundWaiters
        roundWaiters = [:]
        for continuation in waiting.values { continuation.resume() }
        return end
    }

    private func run(ignoringBackoff: Bool) async throws -> RoundEnd {
        guard let connection else { return .stopped(.local(detail: "not enrolled")) }
        // No other round is under way: what still counts as being sent lost its end to a store that could not be written.
        let (jump, now, newID) = (clockJump(), clock.now(), newID)
        try await outbox.write { tx in
            try tx.endUnfinished()
            try tx.keepWaits(jump: jump, now: now)
            try PortalMemory(tx: tx, now: now, newID: newID).concludeAnswered()
            try OfferedBases(tx: tx).forgetEnded()
        }
        try await announceStart()
        try await foldNewsOfQuarantined()
        (suspicions, suspicion) = (0, nil)
        emptyPages = 0
        if rounds.isPullDue(at: clock.uptime()) { wantsPull = true }
        if ignoringBackoff {
            wantsPull = true
            let now = clock.now()
            try await outbox.write { try $0.makeAllDue(now: now) }
        }
        let calls = CallsUnderWay()
        self.calls = calls
        defer { self.calls = nil }
        return try await withDiscardingTaskGroup(returning: Result<RoundEnd, any Error>.self) { group in
            group.addTask { await connection.knockWhileSilent { await self.lineIsBack() } }
            let end: Result<RoundEnd, any Error>
            do {
                end = .success(
                    try await takeTurns(over: connection, calls) { call in
                        group.addTask { await self.make(call, of: calls, over: connection) }
                    })
            } catch {
                end = .failure(error)
            }
            // What foretells the same for all ends the rest too; the portal keeps what came of them.
            group.cancelAll()
            return end
        }.get()
    }

    /// By how much somebody has set the wall clock since the last round. What a clock is drawn slowly does not count.
    private func clockJump() -> Duration {
        let offset = clock.now() - Timestamp(seconds: 0) - clock.uptime()
        defer { wallOffset = offset }
        guard let before = wallOffset, abs((offset - before).wholeMilliseconds) > 2_000 else { return .zero }
        return offset - before
    }

    /// What a quarantined operation brought about nobody knows; the portal's news of its subject are told all the same.
    func foldNewsOfQuarantined() async throws {
        let (now, newID) = (clock.now(), newID)
        try await outbox.write { tx in
            let stopped = try tx.operations(states: [.quarantined], after: nil, limit: 100).items
            for subject in Set(stopped.map(\.subject)).sorted() {
                do {
                    try FoldVerdict(tx: tx, now: now, newID: newID).foldHeldBack(subject)
                } catch let error as OutboxError where !error.isOfTheStore {
                    // A row that cannot be read has no news to be told, and is no reason to leave the others waiting.
                    continue
                }
            }
        }
    }
}
