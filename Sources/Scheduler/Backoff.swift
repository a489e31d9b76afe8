import SyncProtocol

/// How a failure foretells the next one, and so how long to wait (architecture.md, "Retry cannot stop").
package enum FailureClass: String, Sendable, Hashable, Codable, CaseIterable {
    /// The line broke in the middle of something: it was there a moment ago, so try again soon.
    case cut
    /// No way to the portal at all.
    case noLink
    /// Something that is not the portal answers: a person at the desk may have to log in to the Wi-Fi.
    case captive
    /// The portal is there and refuses or fails: 5xx, 429, an answer that makes no sense.
    case portal
    /// Trying again is useless until a person acts, but a look now and then costs little.
    case person
}

/// Exponential backoff with full jitter: a wait is uniform between zero and `min(cap, base × 2^failures)`, so that many
/// kiosks that lost the same portal do not come back at the same moment.
package struct Backoff: Sendable, Hashable {
    package var base: Duration
    package var cap: Duration
    /// Failures in a row, about ten minutes of them, after which everybody else may have lost the portal too.
    static let passing = 24

    package init(base: Duration = .seconds(1), cap: Duration = .seconds(300)) {
        self.base = base
        self.cap = cap
    }

    /// The most that a wait after `failures` (1 or more) in a row may last.
    package func ceiling(failures: Int, class: FailureClass) -> Duration {
        let limit: Duration =
            switch `class` {
            case .cut: min(cap, .seconds(15))
            // What lasts this long is no passing trouble of one desk's line: a link of this machine that comes up is told by the kernel.
            case .noLink where failures > Self.passing: cap
            case .noLink, .captive: min(cap, .seconds(60))
            case .portal, .person: cap
            }
        // Shifting further than this is past any cap; doing it would overflow.
        let doublings = min(max(failures, 1) - 1, 20)
        let grown = min(base, limit) * (1 << doublings)
        return min(limit, grown)
    }

    /// A wait after `failures` in a row. `retryAfter` (already within its bounds) is a floor, never shortened by luck: the first refusal
    /// hardly lengthens it, each further one doubles what luck may add, up to the cap. A portal that is over its limit gives the same
    /// short wait to all, and they would all be back at once.
    package func wait(
        failures: Int, class: FailureClass, retryAfter: Duration? = nil, using random: inout some RandomNumberGenerator
    ) -> Duration {
        guard let retryAfter else { return jittered(ceiling(failures: failures, class: `class`), using: &random) }
        let step = Backoff(base: max(base, retryAfter), cap: max(cap, .zero))
        let spread = jittered(step.ceiling(failures: failures, class: .portal), using: &random)
        return max(spread, retryAfter + min(spread, retryAfter / 10 + .seconds(1)))
    }

    private func jittered(_ ceiling: Duration, using random: inout some RandomNumberGenerator) -> Duration {
        .milliseconds(Int64.random(in: 0...max(0, ceiling.wholeMilliseconds), using: &random))
    }
}
