import DurableFiles
package import Outbox
package import Status
package import SyncProtocol
import Transport

/// The engine as the desk asks it: sync now, enrol, the catalogue, and what is known of the link.
package struct EngineService: SyncService {
    let engine: SyncEngine
    let outbox: Outbox
    let clock: any EngineClock
    /// Where the kiosk's key is kept.
    let keys: String
    let connection: PortalConnector
    let journalNews: JournalNews
    /// `nil` when no agent runs: this process works for one command.
    let agentSince: Timestamp?

    package init(
        engine: SyncEngine, outbox: Outbox, clock: any EngineClock, keys: String, connection: PortalConnector,
        journalNews: JournalNews, agentSince: Timestamp?
    ) {
        self.engine = engine
        self.outbox = outbox
        self.clock = clock
        self.keys = keys
        self.connection = connection
        self.journalNews = journalNews
        self.agentSince = agentSince
    }

    package func wake() async { await engine.wake() }

    package func reschedule() async { await engine.reschedule() }

    package func snapshot() async -> SyncSnapshot {
        await engine.snapshot(agentSince: agentSince)
    }

    // MARK: Sync

    private enum Step: Sendable {
        case followed, timeUp
        case ended(RoundEnd)
    }

    package func syncNow(
        _ request: SyncNow, language: Language, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome {
        guard await engine.connection != nil else { throw KioskProblem(.notEnrolled) }
        let before = try await outbox.read { (try $0.counts()[.delivered, default: 0], try $0.fileCounts()[.done, default: 0]) }
        let sentBefore = await engine.bytesSent
        let (number, events) = engine.events.follow()
        let end = await withTaskGroup(of: Step.self, returning: RoundEnd.self) { group in
            group.addTask {
                for await event in events { await onEvent(event.told(in: language)) }
                return .followed
            }
            group.addTask { .ended(await work(untilEmpty: request.untilEmpty)) }
            if let seconds = request.timeoutSeconds {
                group.addTask {
                    try? await clock.sleep(for: .seconds(seconds))
                    return .timeUp
                }
            }
            var end = RoundEnd.stopped(.cancelled)
            waiting: for await step in group {
                switch step {
                case .followed: break
                case .timeUp: break waiting
                case .ended(let reached):
                    end = reached
                    break waiting
                }
            }
            engine.events.close(number)
            group.cancelAll()
            return end
        }
        try Task.checkCancellation()
        if case .storeFailed(let error) = end { throw error }
        let sent = await engine.bytesSent - sentBefore
        let outcome = try await outcome(of: end, language: language, before: before, bytesSent: sent)
        await onEvent(.finished(outcome))
        return outcome
    }

    /// Rounds by the schedule until nothing is left that goes by itself, or one round.
    private func work(untilEmpty: Bool) async -> RoundEnd {
        var end = await engine.round(ignoringBackoff: true)
        guard untilEmpty else { return end }
        while !Task.isCancelled {
            if case .stopped(let failure) = end, failure.exit == .unavailable || failure.exit == .configuration { return end }
            if case .storeFailed = end { return end }
            let now = clock.now()
            // What waits for its hours or a new budget may wait for days, and nobody should watch it.
            let isEmpty = (try? await engine.isOnlyGated(at: now)) == true
            if isEmpty, case .finished = end { return end }
            // At least a moment, so that an answer which changes nothing is not asked for in a tight loop.
            await engine.pause(for: max(await engine.untilNextRound(), .milliseconds(200)))
            guard !Task.isCancelled else { break }
            end = await engine.round(ignoringBackoff: false)
        }
        return .stopped(.cancelled)
    }

    private func outcome(
        of end: RoundEnd, language: Language, before: (Int, Int), bytesSent: Int64
    ) async throws -> SyncOutcome {
        let (now, rules) = (clock.now(), engine.linkRules)
        let (states, fileStates, gated) = try await outbox.read { tx in
            (try tx.counts(), try tx.fileCounts(), try tx.gated(by: tx.gate(by: rules, at: now)))
        }
        let counts = StatusReport.Counts(states)
        let files = StatusReport.Files(fileStates)
        let needsPerson = counts.needPerson > 0 || files.quarantined > 0
        let isOpen = counts.open > 0 || files.waiting + files.sending > 0
        // The time may be up at the very moment when the last of it was delivered: then nothing was left undone.
        let end = if case .stopped(.cancelled) = end, !isOpen, !needsPerson { RoundEnd.finished } else { end }
        var exit = ExitCode.done
        if case .stopped(let failure) = end { exit = failure.exit }
        if needsPerson, exit == .done || exit == .notYet { exit = .needsPerson }
        if isOpen, exit == .done { exit = .notYet }
        // All but held items are delivered, and that is 0 with or without a link (cli.md): "not yet" would have a script
        // wait for what nobody is going to send.
        if !isOpen, exit == .notYet { exit = .done }
        let timeUp = Text(
            vi: "Hết thời gian chờ; phần còn lại vẫn nằm trong hàng đợi.", en: "The time is up; the rest stays in the queue.")
        // A person stays inside the hours and budgets too, and is told so; where something else stopped it, that comes first.
        var waits: StatusReport.Gated?
        if case .finished = end, exit == .notYet { waits = gated?.told(now: now, in: language) }
        let text: String
        switch end {
        case .finished where waits != nil: text = waits?.text ?? ""
        case .stopped(let failure) where exit == .done:
            text = Text(
                vi: "Không có gì chờ gửi, nhưng chưa lấy được tin mới của cổng. {why}",
                en: "Nothing waits to be sent, but the portal's news could not be fetched. {why}"
            ).render(
                language, ["why": Texts.reason(failure.reason, in: language)])
        case .finished where exit == .done && counts.held > 0:
            text = Text(
                vi: "Đã gửi hết, trừ {n} mục đang giữ lại.", en: "Everything is sent but {n:1 held item|# held items}."
            ).render(
                language, ["n": String(counts.held)])
        case .stopped(.cancelled): text = timeUp.render(language, [:])
        case .stopped(.clockWrong(let seconds)): text = PortalFailure.clockWrong(skewSeconds: seconds).problem.text(in: language)
        case .stopped(let failure) where exit == .unavailable: text = failure.problem.text(in: language)
        case .stopped(let failure): text = Texts.reason(failure.reason, in: language)
        case .finished, .storeFailed: text = Self.summary(exit).render(language, [:])
        }
        return SyncOutcome(
            exit: exit, reason: end.reason ?? waits?.reason, text: text, delivered: max(0, counts.delivered - before.0),
            remaining: counts.open + counts.needPerson, filesDone: max(0, files.done - before.1),
            filesRemaining: files.waiting + files.sending + files.quarantined,
            bytesSent: bytesSent, attention: [])
    }

    private static func summary(_ exit: ExitCode) -> Text {
        switch exit {
        case .done: Text(vi: "Đã gửi hết; cổng đã nhận đủ.", en: "Everything is sent; the portal has it all.")
        case .needsPerson:
            Text(vi: "Có việc cần người xử lý; xem “kiosk status”.", en: "Something needs a person; see “kiosk status”.")
        default:
            Text(
                vi: "Chưa gửi hết; máy sẽ tự gửi tiếp, không mất gì.",
                en: "Not everything is sent yet; it goes on by itself and nothing is lost.")
        }
    }
}

extension SyncEvent {
    /// The event with its text in `language`.
    func told(in language: Language) -> SyncEvent {
        guard case .interrupted(let reason, _, let next) = self else { return self }
        return .interrupted(reason: reason, text: Texts.reason(reason, in: language), nextAttemptAt: next)
    }
}
