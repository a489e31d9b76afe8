package import SyncProtocol

/// What is known of the kiosk at one moment, for judging its condition.
package struct ConditionFacts: Sendable {
    package var now: Timestamp
    package var counts = StatusReport.Counts()
    package var files = StatusReport.Files()
    /// A state of the link as in `status`.
    package var link = "unknown"
    package var linkSince: Timestamp?
    /// This machine minus the portal.
    package var clockSkewSeconds: Double?
    package var oldestWaitingAt: Timestamp?
    package var lastSuccessAt: Timestamp?
    /// When anything was last tried, well or not.
    package var lastAttemptAt: Timestamp?
    /// Since when something is due without a reason to wait; `nil` when nothing is.
    package var dueSince: Timestamp?
    /// The longest pause between two tries.
    package var backoffCapSeconds: Double = 300
    /// Whether something sends by itself: the agent runs, or a sync is going on in this process.
    package var sendsByItself = true
    package var freeBytes: Int64?
    /// When it was noticed that the portal had been restored from a backup, and how many operations it had forgotten.
    package var portalRestoredAt: Timestamp?
    package var portalForgot = 0
    /// Some of them wait to be received once more.
    package var offersAgain = false
    /// Below this the disk is low; below a tenth of it, full.
    package var lowDiskBytes: Int64 = 500_000_000

    package init(now: Timestamp) { self.now = now }
}

/// Judges the kiosk's condition: pure, so that every rule can be tested.
package enum Conditions {
    /// A clock further off than this breaks the portal's tokens sooner or later (protocol.md, section 3).
    static let tolerableSkewSeconds = 120.0
    /// What waits longer is told to the clerk, for citizens wait for it.
    static let longWaitSeconds = 86_400.0
    /// So long people are told of a portal that was restored, when all it forgot is there again: over a weekend.
    static let restoreIsToldSeconds = 3 * 86_400.0

    /// What stands, the gravest first; consequences of what stands are left out.
    package static func evaluate(_ facts: ConditionFacts) -> [Condition] {
        let causes = [link(facts), clock(facts), disk(facts), restored(facts), stalled(facts), waiting(facts)]
        let all = causes.compactMap(\.self) + people(facts)
        let standing = Set(all.map(\.code))
        return all.filter { condition in !condition.dependsOn.contains(where: standing.contains) }
            .enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }.map(\.element)
    }

    /// What stands and wants a person, beyond the items that `attention` lists one by one. What goes on by itself, such as
    /// a missing link, is told by the link's state alone.
    package static func forPeople(_ facts: ConditionFacts) -> [Condition] {
        let items: Set<Condition.Code> = [.conflicts, .rejected, .quarantined, .quarantinedFiles, .held]
        return evaluate(facts).filter { $0.severity >= .warning && !items.contains($0.code) }
    }

    private static func link(_ facts: ConditionFacts) -> Condition? {
        let since = facts.linkSince.map { ["since": $0.description] } ?? [:]
        switch facts.link {
        case "not-enrolled":
            return Condition(.notEnrolled, .error, ConditionTexts.notEnrolled, command: "kiosk enrol --portal URL --code CODE")
        case "revoked": return Condition(.revoked, .error, ConditionTexts.revoked, since, command: "kiosk doctor")
        case "agent-too-old": return Condition(.agentTooOld, .error, ConditionTexts.agentTooOld, since, command: "kiosk doctor")
        case "wrong-server": return Condition(.wrongServer, .error, ConditionTexts.wrongServer, since, command: "kiosk doctor")
        case "captive-portal":
            return Condition(.captivePortal, .warning, ConditionTexts.captivePortal, since, command: "kiosk sync")
        case "no-link": return Condition(.noLink, .note, ConditionTexts.noLink, since)
        case "portal-error": return Condition(.portalError, .note, ConditionTexts.portalError, since)
        default: return nil
        }
    }

    private static func clock(_ facts: ConditionFacts) -> Condition? {
        guard let skew = facts.clockSkewSeconds, skew.isFinite, skew.magnitude >= tolerableSkewSeconds else { return nil }
        let text = skew > 0 ? ConditionTexts.clockAhead : ConditionTexts.clockBehind
        return Condition(.clockWrong, .warning, text, ["seconds": String(skew.magnitude.rounded())], command: "timedatectl")
    }

    private static func disk(_ facts: ConditionFacts) -> Condition? {
        guard let free = facts.freeBytes, free < facts.lowDiskBytes else { return nil }
        let parameters = ["free": String(free)]
        return free < facts.lowDiskBytes / 10
            ? Condition(.diskFull, .error, ConditionTexts.diskFull, parameters, command: "kiosk doctor")
            : Condition(.diskLow, .warning, ConditionTexts.diskLow, parameters, command: "kiosk doctor")
    }

    private static func restored(_ facts: ConditionFacts) -> Condition? {
        guard let at = facts.portalRestoredAt, facts.offersAgain || seconds(facts.now - at) <= restoreIsToldSeconds else {
            return nil
        }
        return Condition(
            .portalRestored, .warning, ConditionTexts.portalRestored,
            ["at": at.description, "count": String(facts.portalForgot)], command: "kiosk log")
    }

    /// The watchdog of the schedule: something is due and nothing was tried for twice the longest pause.
    private static func stalled(_ facts: ConditionFacts) -> Condition? {
        guard let due = facts.dueSince, facts.sendsByItself else { return nil }
        let idleSince = max(due, facts.lastAttemptAt ?? due)
        guard seconds(facts.now - idleSince) > 2 * facts.backoffCapSeconds else { return nil }
        return Condition(
            .nothingTried, .error, ConditionTexts.nothingTried, ["since": idleSince.description], command: "kiosk sync",
            dependsOn: [.notEnrolled, .revoked, .agentTooOld])
    }

    private static func waiting(_ facts: ConditionFacts) -> Condition? {
        guard let oldest = facts.oldestWaitingAt, facts.counts.open > 0, seconds(facts.now - oldest) > longWaitSeconds
        else { return nil }
        return Condition(
            .waitingLong, .warning, ConditionTexts.waitingLong,
            ["age": String(seconds(facts.now - oldest)), "count": String(facts.counts.open)], command: "kiosk queue",
            dependsOn: [.notEnrolled, .revoked, .agentTooOld, .wrongServer, .captivePortal, .noLink, .nothingTried])
    }

    private static func people(_ facts: ConditionFacts) -> [Condition] {
        let counts: [(Condition.Code, Condition.Severity, Int, Text, String)] = [
            (.conflicts, .error, facts.counts.conflict, ConditionTexts.conflicts, "kiosk conflict list"),
            (.rejected, .error, facts.counts.rejected, ConditionTexts.rejected, "kiosk queue --state rejected"),
            (.quarantined, .error, facts.counts.quarantined, ConditionTexts.quarantined, "kiosk queue --state quarantined"),
            (
                .quarantinedFiles, .error, facts.files.quarantined, ConditionTexts.quarantinedFiles,
                "kiosk queue --state quarantined"
            ),
            (.held, .note, facts.counts.held, ConditionTexts.held, "kiosk queue --state held"),
        ]
        return counts.filter { $0.2 > 0 }.map { Condition($0.0, $0.1, $0.3, ["count": String($0.2)], command: $0.4) }
    }

    private static func seconds(_ duration: Duration) -> Double { Double(duration.wholeMilliseconds) / 1000 }
}
