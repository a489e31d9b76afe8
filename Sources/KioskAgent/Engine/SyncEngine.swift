package import Outbox
package import Scheduler
import Status
import SyncProtocol
package import Transport

/// The sync engine: takes turns between exchanges of operations and pieces of files until nothing is left that could be
/// tried, or until something foretells the same for all. It decides with the values of Scheduler and Merge, and does
/// nothing by itself but what a round asks.
package actor SyncEngine {
    let outbox: Outbox
    let clock: any EngineClock
    let newID: @Sendable () -> String
    let journalNews: JournalNews
    let events = SyncEvents()
    private(set) var connection: (any PortalConnection)?

    var batch = BatchSize()
    var maxBatchBytes = 256 << 10
    var piece: PieceSize
    var rounds: Rounds
    var link = LinkObservation()
    var random: any RandomNumberGenerator & Sendable
    /// Bytes a second of the last pieces and exchanges, smoothed.
    var rate: Double?
    /// Failures since the last success of this round that may come from what was sent, and may as well come from the portal.
    var suspicions = 0
    /// The last of them, while nothing got through after it.
    var suspicion: PortalFailure?
    /// Pages in a row of this round that brought nothing and said that more is to come.
    var emptyPages = 0
    /// Files whose offset at the portal was asked for since this process started.
    var knownOffsets: Set<String> = []
    /// The portal should be asked for news even when nothing is to be sent.
    var wantsPull = true
    /// A whole answer of the portal came in during the present round: only that makes a round a success.
    var hasTalked = false
    /// Bytes sent since this process started.
    private(set) var bytesSent: Int64 = 0
    /// The pieces of the round that is under way; `nil` between rounds.
    private var pieces: PiecesUnderWay?
    /// How long the line would be idle between a piece's last byte and its answer, as last seen.
    var answerWait: Duration = .zero
    /// A file arrived since the last exchange: the portal may have a code for its dossier.
    var hasNewFiles = false
    private var lastExchange: Duration = .zero
    /// How often a link that came up may bring the next round forward.
    var linkUps = TokenBucket(capacity: 5, interval: .seconds(30))
    /// When something was last recorded or a person asked: the loop looks again.
    private var wakeUps: [CheckedContinuation<Void, Never>] = []
    private var isAwake = false
    private var isInRound = false
    private var roundWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var waiterNumber = 0

    package init(
        outbox: Outbox, connection: (any PortalConnection)?, clock: any EngineClock, policy: Rounds.Policy,
        pieceBytes: Int64 = 256 << 10, journalNews: JournalNews,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(), newID: @escaping @Sendable () -> String
    ) {
        self.outbox = outbox
        self.connection = connection
        self.clock = clock
        self.newID = newID
        self.journalNews = journalNews
        self.random = random
        rounds = Rounds(policy: policy)
        piece = PieceSize(start: pieceBytes)
    }

    /// Takes up what the last process knew of the link and the portal's limits. Throws `OutboxError`.
    package func restore() async throws {
        let kept = try await outbox.read { tx in
            (link: try tx.fact("link"), success: try tx.fact(.lastSuccessAt), limits: try tx.fact(.limits))
        }
        if let state = kept.link?["state"]?.stringValue.flatMap(LinkState.init(rawValue:)) {
            link = LinkObservation(
                state: state, since: kept.link?["since"]?.timeValue, reason: kept.link?["reason"]?.stringValue,
                lastSuccessAt: kept.success?.timeValue)
        }
        if let limits = kept.limits, let limits = try? limits.decode(as: Discovery.Limits.self) { publish(limits) }
    }

    func publish(_ limits: Discovery.Limits) {
        batch.published(limits.maxOperations)
        // Half of what the portal allows: the lines are its bound after inflating, and one more header has to fit.
        maxBatchBytes = min(max(limits.maxBatchBytes / 2, 4 << 10), 512 << 10)
    }

    /// Goes on with a new connection, as after an enrolment.
    func connect(_ new: any PortalConnection) async {
        let old = connection
        connection = new
        knownOffsets = []
        wantsPull = true
        link = LinkObservation()
        // What was learnt of the old portal, or of the old right to send, counts no more.
        rounds = Rounds(policy: rounds.policy)
        isIntroduced = false
        await old?.close()
    }

    /// Ends every call that is under way.
    package func close() async { await connection?.close() }

    // MARK: Waiting

    /// Something was recorded or let go: look at the queue now.
    package func wake() {
        isAwake = true
        pieces?.ring()
        let waiting = wakeUps
        wakeUps = []
        for continuation in waiting { continuation.resume() }
    }

    /// Waits for `duration`, or less when something wakes it.
    func pause(for duration: Duration) async {
        if isAwake { isAwake = false; return }
        let clock = clock
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await self.untilWoken() }
            await group.next()
            wake()
            group.cancelAll()
        }
        isAwake = false
    }

    private func untilWoken() async {
        if isAwake { return }
        await withCheckedContinuation { wakeUps.append($0) }
    }

    // MARK: Rounds

    /// One round, alone: a second caller waits for the first one's end and then has its own.
    /// - Parameter ignoringBackoff: a person asks; what would wait is tried now.
    func round(ignoringBackoff: Bool) async -> RoundEnd {
        while isInRound {
            await untilRoundEnds()
            if Task.isCancelled { return .stopped(.cancelled) }
        }
        isInRound = true
        rounds.started(at: clock.uptime())
        hasTalked = false
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

    /// Waits for the round that another caller has under way, or until cancelled.
    private func untilRoundEnds() async {
        waiterNumber += 1
        let number = waiterNumber
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume() } else { roundWaiters[number] = continuation }
            }
        } onCancel: {
            Task { await self.giveUpWaiting(number) }
        }
    }

    private func giveUpWaiting(_ number: Int) {
        roundWaiters.removeValue(forKey: number)?.resume()
    }

    private func run(ignoringBackoff: Bool) async throws -> RoundEnd {
        guard let connection else { return .stopped(.local(detail: "not enrolled")) }
        // No other round is under way: what still counts as being sent lost its end to a store that could not be written.
        let (jump, now) = (clockJump(), clock.now())
        try await outbox.write { tx in
            try tx.endUnfinished()
            try tx.keepWaits(jump: jump, now: now)
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
        let pieces = PiecesUnderWay()
        self.pieces = pieces
        defer { self.pieces = nil }
        return try await withDiscardingTaskGroup(returning: Result<RoundEnd, any Error>.self) { group in
            let end: Result<RoundEnd, any Error>
            do {
                end = .success(
                    try await takeTurns(over: connection, pieces) { piece in
                        group.addTask { await self.send(piece, of: pieces, over: connection) }
                    })
            } catch {
                end = .failure(error)
            }
            // What foretells the same for all ends the pieces too; the portal keeps what came of them.
            group.cancelAll()
            return end
        }.get()
    }

    /// Exchanges and pieces until nothing is left that could be tried, or until something stops the round. An exchange does
    /// not wait for a piece: it goes beside it, on a connection of its own.
    /// - Parameter start: sends the piece of that number beside.
    private func takeTurns(
        over connection: any PortalConnection, _ pieces: PiecesUnderWay, start: (Int) -> Void
    ) async throws -> RoundEnd {
        var news = pieces.news.makeAsyncIterator()
        var turn = Turn()
        // What is due by its row and still cannot be taken is not asked for again before something has happened.
        var isBarren = false
        var wasIntroduced = false
        while true {
            guard !Task.isCancelled else { return .stopped(.cancelled) }
            if let failure = try pieces.takeFailure() { return .stopped(failure) }
            let now = clock.now()
            let due = try await outbox.read { tx in
                (
                    operations: try tx.hasDueOperations(now: now),
                    files: try tx.hasDueFiles(now: now)
                )
            }
            if hasNewFiles, pieces.isEmpty && !due.files || clock.uptime() - lastExchange > .seconds(30) { wantsPull = true }
            let canSend = due.files && pieces.hasRoom(overlapping: isOverlapWorthIt)
            // News alone can come beside a piece, and a line that goes both ways is not to be idle in one.
            let hasOperations = (due.operations && !isBarren) || wantsPull && !(canSend && pieces.isEmpty && hasTalked)
            let choice = turn.next(operations: hasOperations, files: canSend)
            // Files alone can go without: nothing is frozen by them, and the first one tells as much of the line.
            if choice == .exchange || choice == .piece && !isIntroduced, !wasIntroduced {
                if let stop = await introduce(connection) { return .stopped(stop) }
                wasIntroduced = true
            }
            switch choice {
            case .nothing where pieces.isEmpty: return suspicion.map { .stopped($0) } ?? .finished
            case .nothing:
                await news.next(isolation: self)
                // A round lasts as long as its papers do: what was recorded or let go meanwhile does not wait for its end.
                isBarren = false
            case .exchange:
                hasNewFiles = false
                lastExchange = clock.uptime()
                switch try await exchange(over: connection) {
                case .went: break
                case .nothing: isBarren = true
                case .stop(let failure): return .stopped(failure)
                }
            case .piece:
                start(pieces.start())
            }
        }
    }

    /// Whether the wait for an answer is worth a second connection. Below 20 kB/s a second one's first packets alone
    /// overflow the queue in front of the line, and both then wait for time-outs of many seconds.
    private var isOverlapWorthIt: Bool { answerWait > .milliseconds(80) && rate ?? 0 > 20_000 }

    /// Sends one piece of the file whose turn it is, beside the round.
    private func send(_ number: Int, of pieces: PiecesUnderWay, over connection: any PortalConnection) async {
        do {
            let failure = try await uploadPiece(over: connection) { pieces.sent(number) }
            pieces.ended(number, .success(failure))
        } catch {
            pieces.ended(number, .failure(error))
        }
    }

    /// The wall clock against the one that nobody sets, as it stood when a round last began.
    private var wallOffset: Duration?

    /// By how much somebody has set the wall clock since the last round. What a clock is drawn slowly does not count.
    private func clockJump() -> Duration {
        let offset = clock.now() - Timestamp(seconds: 0) - clock.uptime()
        defer { wallOffset = offset }
        guard let before = wallOffset, abs((offset - before).wholeMilliseconds) > 2_000 else { return .zero }
        return offset - before
    }

    /// The first call of a process asks what the portal is; a failure here leaves every operation unfrozen and editable.
    private var isIntroduced = false
    /// Whether what an earlier process was told of the portal may still serve.
    private var mayTakeKept = true
    private func introduce(_ connection: any PortalConnection) async -> PortalFailure? {
        guard !isIntroduced || link.state != .online else { return nil }
        do {
            if !isIntroduced, mayTakeKept, let known = await keptDiscovery() {
                // Once: the portal may have moved meanwhile, and nobody would be where the old words point to.
                mayTakeKept = false
                try await connection.prepare(knowing: known)
                publish(known.limits)
                isIntroduced = true
                return nil
            }
            let found = try await connection.discover()
            if found.wantsNewer(than: Version.agent) { return .agentTooOld }
            publish(found.discovery.limits)
            let name = found.discovery.name
            let limits = try? JSONValue(encoding: found.discovery.limits)
            let kept = KeptDiscovery(found.discovery, at: clock.now())
            try? await outbox.write { tx in
                try tx.setFact(.portalName, .string(name))
                if let limits { try tx.setFact(.limits, limits) }
                try tx.setFact(KeptDiscovery.fact, kept.json)
            }
            isIntroduced = true
            return nil
        } catch {
            return error
        }
    }

    /// What a quarantined operation brought about nobody knows; the portal's news of its subject are told all the same.
    private func foldNewsOfQuarantined() async throws {
        let (now, newID) = (clock.now(), newID)
        try await outbox.write { tx in
            let stopped = try tx.operations(states: [.quarantined], after: nil, limit: 100).items
            for subject in Set(stopped.map(\.subject)).sorted() {
                try FoldVerdict(tx: tx, now: now, newID: newID).foldHeldBack(subject)
            }
        }
    }

    /// What an earlier process was told, while it is fresh.
    private func keptDiscovery() async -> Discovery? {
        let kept = try? await outbox.read { try $0.fact(KeptDiscovery.fact) }
        guard let kept = kept.flatMap(KeptDiscovery.init(json:)), kept.isFresh(at: clock.now()),
            !DiscoveryResult(discovery: kept.discovery, skew: nil).wantsNewer(than: Version.agent)
        else { return nil }
        return kept.discovery
    }

    private func announceStart() async throws {
        let (counts, files, bytes) = try await outbox.read { (try $0.counts(), try $0.fileCounts(), try $0.fileBytes()) }
        let open = [OperationState.waiting, .blocked, .sending, .retrying].reduce(0) { $0 + counts[$1, default: 0] }
        await events.tell(
            .started(
                operations: open, files: files[.waiting, default: 0] + files[.sending, default: 0], bytes: bytes.waiting))
    }

    private func conclude(_ end: RoundEnd) async {
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
            let wait = rounds.failed(failure.failureClass, retryAfter: failure.retryAfter, at: uptime, using: &random)
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
                var fact: JSONObject = ["state": .string(seen.state.rawValue)]
                fact["since"] = seen.since.map { .string($0.description) }
                fact["reason"] = seen.reason.map(JSONValue.string)
                fact["next_attempt_at"] = wasFailure && seen.state != .revoked ? .string(nextAt.description) : nil
                try tx.setFact("link", .object(fact))
                if let skew { try tx.setFact(.clockSkewSeconds, .number(skew)) }
                if seen.state == .online, !wasFailure { try tx.setFact(.lastSuccessAt, .string(now.description)) }
                if seen.state != before.state || seen.reason != before.reason {
                    try tx.record(
                        "link-changed", subject: nil, operation: nil,
                        details: ["state": .string(seen.state.rawValue), "reason": seen.reason.map(JSONValue.string) ?? .null],
                        at: now)
                }
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

    func publishLimits(_ limits: Discovery.Limits) { publish(limits) }

    /// Whether it is time to look for a new catalogue: at first, and every six hours after.
    private var catalogueAsked: Duration?
    func wantsCatalogue() -> Bool {
        let now = clock.uptime()
        if let asked = catalogueAsked, now - asked < .seconds(6 * 3600) { return false }
        catalogueAsked = now
        return true
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

    /// Rounds by the schedule until the task is cancelled: the agent's life.
    func live(onRound: @Sendable (RoundEnd) async -> Void) async {
        while !Task.isCancelled {
            // A revoked kiosk stops trying: only an enrolment or a person's sync begins again (protocol.md, section 3).
            guard connection != nil, link.state != .revoked else {
                await pause(for: .seconds(3600))
                continue
            }
            let end = await round(ignoringBackoff: false)
            guard !Task.isCancelled else { return }
            await onRound(end)
            // At least a moment, so that whatever cannot be claimed does not make a tight loop; a wake-up ends it early.
            await pause(for: max(await untilNextRound(), .milliseconds(500)))
            await keepAway()
        }
    }

    /// What was recorded meanwhile brings the next attempt forward, but not before the portal wants to be asked again.
    private func keepAway() async {
        while !Task.isCancelled {
            let rest = rounds.askedToWaitUntil - clock.uptime()
            guard rest > .zero else { return }
            // A person's sync may have found the portal willing meanwhile: whatever wakes us looks again.
            await pause(for: rest)
        }
    }

    /// How long until the next round is due by the schedule.
    func untilNextRound() async -> Duration {
        let now = clock.now()
        let due = try? await outbox.read { try $0.nextAttemptAt(now: now) }
        let uptime = clock.uptime()
        let next = rounds.nextRound(dueIn: due.map { max(.zero, $0 - now) }, at: uptime)
        return next - uptime
    }
}
