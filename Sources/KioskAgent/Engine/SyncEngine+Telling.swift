import Outbox
import Scheduler
import Status
import SyncProtocol
import Transport

extension SyncEngine {
    func announceStart() async throws {
        let (counts, files, bytes) = try await outbox.read { (try $0.counts(), try $0.fileCounts(), try $0.fileBytes()) }
        let open = [OperationState.waiting, .blocked, .sending, .retrying].reduce(0) { $0 + counts[$1, default: 0] }
        await events.tell(
            .started(
                operations: open, files: files[.waiting, default: 0] + files[.sending, default: 0], bytes: bytes.waiting))
    }

    /// The portal has answered well, in the middle of a round that may last as long as its papers do: whatever was said of the link before
    /// is true no more.
    func talked() async throws {
        hasTalked = true
        guard link.state != .online else { return }
        let (before, now) = (link, clock.now())
        link.succeeded(at: now)
        let seen = link
        try await outbox.write { try $0.keep(seen, after: before, nextAttemptAt: nil, at: now) }
        journalNews.tell()
        // A person's sync found that the portal takes this kiosk again.
        if before.state == .revoked { wake() }
    }

    func conclude(_ end: RoundEnd) async {
        let now = clock.now()
        let uptime = clock.uptime()
        let before = link
        var skewSeen: Double?
        switch end {
        case .finished:
            // A round that had nothing to ask tells nothing of the link, and puts off no pull.
            guard hasTalked else { return }
            rounds.succeeded(at: uptime)
            link.succeeded(at: now)
        case .stopped(.cancelled): return
        case .stopped(let failure):
            link.failed(failure, at: now)
            // A line that breaks over and over and brings something each time is a line: patience is for one that brings nothing.
            if hasDelivered, failure.failureClass == .cut { rounds.progressed() }
            var wait = rounds.failed(failure.failureClass, retryAfter: failure.retryAfter, at: uptime, using: &random)
            if isLineBack, failure.isOfTheLine {
                link.succeeded(at: now)
                if linkUps.take(at: uptime) {
                    rounds.linkUp(at: uptime)
                    wait = .zero
                }
            }
            // What only a person can mend is looked at again now and then, but nobody should wait for that.
            let next = failure.failureClass == .person ? nil : now + wait
            if case .clockWrong(let seconds) = failure { skewSeen = (seconds * 10).rounded() / 10 }
            await events.tell(
                .interrupted(reason: failure.reason, text: Texts.reason(failure.reason, in: .vi), nextAttemptAt: next))
        case .storeFailed: _ = rounds.failed(.portal, at: uptime, using: &random)
        }
        let seen = link
        let nextAt = now + (rounds.notBefore - uptime)
        let wasFailure = end.reason != nil
        let skew = skewSeen
        do {
            try await outbox.write { tx in
                if case .stopped(let failure) = end, failure.contradictsDiscovery { try tx.setFact(KeptDiscovery.fact, nil) }
                try tx.keep(
                    seen, after: before, nextAttemptAt: wasFailure && seen.state != .revoked ? nextAt : nil, at: now)
                if let skew { try tx.setFact(.clockSkewSeconds, .number(skew)) }
                if seen.state == .online, !wasFailure { try tx.setFact(.lastSuccessAt, .string(now.description)) }
            }
            journalNews.tell()
        } catch {
            // The queue itself is untouched; what the link looked like is told again after the next round.
            link = before
        }
        // A person's sync found that the portal takes this kiosk again.
        if before.state == .revoked, link.state != .revoked { wake() }
    }

    /// What the last pieces and exchanges tell of the line's speed.
    func measured(_ bytes: Int64, in time: Duration) {
        bytesSent += bytes
        guard bytes > 1024 else { return }
        let seconds = max(Double(time.wholeMilliseconds) / 1000, 0.001)
        let present = Double(bytes) / seconds
        rate = rate.map { $0 * 0.7 + present * 0.3 } ?? present
    }

    /// What only the engine knows for `status`.
    func snapshot(agentSince: Timestamp?) -> SyncSnapshot {
        let wait = rounds.notBefore - clock.uptime()
        return SyncSnapshot(
            isAgentRunning: agentSince != nil, agentSince: agentSince,
            linkState: connection == nil ? LinkState.notEnrolled.rawValue : link.state.rawValue, linkSince: link.since,
            linkReason: link.reason, rate: rate,
            notBefore: agentSince != nil && wait > .zero ? clock.now() + wait : nil)
    }

    func tellExchange(delivered: Int, changes: Int) async {
        let counts = (try? await outbox.read { try $0.counts() }) ?? [:]
        let open = [OperationState.waiting, .blocked, .sending, .retrying].reduce(0) { $0 + counts[$1, default: 0] }
        await events.tell(.exchanged(delivered: delivered, open: open, changes: changes))
    }

    func tell(_ verdict: Verdict, _ operation: QueuedOperation) async {
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

extension OutboxTransaction {
    /// What is known of the link, for whoever asks without the engine; a change of it is told in the journal.
    fileprivate func keep(_ link: LinkObservation, after before: LinkObservation, nextAttemptAt: Timestamp?, at now: Timestamp) throws {
        var fact: JSONObject = ["state": .string(link.state.rawValue)]
        fact["since"] = link.since.map { .string($0.description) }
        fact["reason"] = link.reason.map(JSONValue.string)
        fact["next_attempt_at"] = nextAttemptAt.map { .string($0.description) }
        try setFact("link", .object(fact))
        guard link.state != before.state || link.reason != before.reason else { return }
        try record(
            "link-changed", subject: nil, operation: nil,
            details: ["state": .string(link.state.rawValue), "reason": link.reason.map(JSONValue.string) ?? .null], at: now)
    }
}
