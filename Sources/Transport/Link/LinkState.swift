package import SyncProtocol

/// What was really seen of the way to the portal, never what a network heuristic believes. The raw value is the word
/// of `kiosk status` (cli.md).
package enum LinkState: String, Sendable, Hashable, Codable, CaseIterable {
    case unknown
    case online
    case noLink = "no-link"
    case captivePortal = "captive-portal"
    case wrongServer = "wrong-server"
    case portalError = "portal-error"
    case revoked
    case notEnrolled = "not-enrolled"
}

/// The last thing seen of the link, and since when: a fold over the results of exchanges.
package struct LinkObservation: Sendable, Hashable {
    package private(set) var state: LinkState
    /// When this state was first seen without a break.
    package private(set) var since: Timestamp?
    /// The stable word of the failure; `nil` when online.
    package private(set) var reason: String?
    package private(set) var lastSuccessAt: Timestamp?

    package init(
        state: LinkState = .unknown, since: Timestamp? = nil, reason: String? = nil, lastSuccessAt: Timestamp? = nil
    ) {
        self.state = state
        self.since = since
        self.reason = reason
        self.lastSuccessAt = lastSuccessAt
    }

    /// An exchange succeeded.
    package mutating func succeeded(at now: Timestamp) {
        lastSuccessAt = now
        become(.online, reason: nil, at: now)
    }

    /// An exchange failed.
    package mutating func failed(_ failure: PortalFailure, at now: Timestamp) {
        switch failure {
        // Neither says anything about the link.
        case .cancelled, .local: break
        case .noLink, .cut, .stalled: become(.noLink, reason: failure.reason, at: now)
        case .captivePortal: become(.captivePortal, reason: failure.reason, at: now)
        case .wrongServer: become(.wrongServer, reason: failure.reason, at: now)
        case .portalError, .badAnswer, .agentTooOld, .clockWrong: become(.portalError, reason: failure.reason, at: now)
        case .revoked: become(.revoked, reason: failure.reason, at: now)
        // The portal answered; what it refused is said with the item.
        case .tooManyRequests, .clientRefused, .batchTooLarge: become(.online, reason: failure.reason, at: now)
        }
    }

    private mutating func become(_ new: LinkState, reason: String?, at now: Timestamp) {
        if new != state || since == nil { since = now }
        state = new
        self.reason = reason
    }
}
