/// When the next round of sync starts. A pure state machine: it is told what happened and what time it is (monotonic),
/// and always has an answer, so that retry cannot stop.
package struct Rounds: Sendable, Hashable {
    package struct Policy: Sendable, Hashable {
        package var backoff: Backoff
        /// How often the portal is asked for news when nothing is to be sent.
        package var idlePull: Duration

        package init(backoff: Backoff = Backoff(), idlePull: Duration = .seconds(900)) {
            self.backoff = backoff
            self.idlePull = idlePull
        }
    }

    package let policy: Policy
    /// Failures in a row, across classes.
    package private(set) var failures = 0
    /// No round before this, unless a person or a new link asks.
    package private(set) var notBefore: Duration = .zero
    /// The portal asked to be left alone until then; only a person may ask earlier.
    package private(set) var askedToWaitUntil: Duration = .zero
    /// When the last round ended well, or the portal was last asked for news.
    package private(set) var lastSuccess: Duration?
    /// When something was last tried, for the watchdog.
    package private(set) var lastTried: Duration?

    package init(policy: Policy = Policy()) { self.policy = policy }

    package mutating func started(at now: Duration) { lastTried = now }

    package mutating func succeeded(at now: Duration) {
        failures = 0
        notBefore = now
        askedToWaitUntil = now
        lastSuccess = now
    }

    /// Something arrived: what went wrong before that counts no more. When the next round starts stays as it is.
    package mutating func progressed() { failures = 0 }

    /// The portal was asked for news and told them, however the rest of the round goes.
    package mutating func pulled(at now: Duration) { lastSuccess = now }

    /// The round was stopped. Returns the wait until the next one.
    package mutating func failed(
        _ class: FailureClass, retryAfter: Duration? = nil, at now: Duration, using random: inout some RandomNumberGenerator
    ) -> Duration {
        failures += 1
        let wait = policy.backoff.wait(failures: failures, class: `class`, retryAfter: retryAfter, using: &random)
        notBefore = now + wait
        if let retryAfter { askedToWaitUntil = now + retryAfter }
        return wait
    }

    /// The link came up, or a person asks: what was learnt of the old link counts no more.
    package mutating func linkUp(at now: Duration) {
        failures = 0
        notBefore = now
    }

    /// Whether it is time to ask the portal for news, with nothing to send too.
    package func isPullDue(at now: Duration) -> Bool {
        guard let lastSuccess else { return true }
        return now - lastSuccess >= policy.idlePull
    }

    /// When the next round is due.
    /// - Parameters:
    ///   - dueIn: how long until the queue itself has something due; `nil` when nothing goes by itself.
    ///   - mayPull: whether news can be asked for at all.
    package func nextRound(dueIn: Duration?, mayPull: Bool = true, at now: Duration) -> Duration {
        let pull = mayPull ? max(notBefore, (lastSuccess.map { $0 + policy.idlePull } ?? now)) : now + policy.idlePull
        guard let dueIn else { return max(now, pull) }
        return max(now, min(pull, max(notBefore, now + dueIn)))
    }

    /// Whether something is due and nothing was tried for twice the cap: the watchdog's condition.
    package func isStuck(somethingDue: Bool, at now: Duration) -> Bool {
        guard somethingDue, let lastTried else { return false }
        return now - lastTried > policy.backoff.cap * 2 && now > notBefore + policy.backoff.cap
    }
}
