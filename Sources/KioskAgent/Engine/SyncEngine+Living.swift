import Outbox
import Scheduler
import SyncProtocol
import Transport

extension SyncEngine {
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
            repeat {
                if !isAwake { isRescheduled = false }
                await pause(for: max(await untilNextRound(), .milliseconds(500)))
            } while isRescheduled && !Task.isCancelled
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
        // A question of which nothing is left to be asked is closed by the next round.
        let isAsking =
            (try? await outbox.read { try $0.portalDoubt()?.stage == .asking && $0.countAsked(.witness) > 0 }) ?? false
        let due = (try? await nextDue(at: now, isAsking: isAsking)) ?? nil
        let uptime = clock.uptime()
        // While the portal is being asked what it remembers its news are not taken in, however long they are due.
        let next = rounds.nextRound(dueIn: due.map { max(.zero, $0 - now) }, mayPull: !isAsking, at: uptime)
        return next - uptime
    }

    /// Whether it is time to look for a new catalogue: at first, and every six hours after.
    func wantsCatalogue() -> Bool {
        let now = clock.uptime()
        if let asked = catalogueAsked, now - asked < .seconds(6 * 3600) { return false }
        catalogueAsked = now
        return true
    }
}
