/// What goes wrong with one exchange of a kiosk; each has a defined meaning at both ends.
enum Fault: String, Sendable, CaseIterable {
    /// No connection at all: the portal hears nothing.
    case noLink
    /// Connected, but not in TLS or to somebody else.
    case wrongServer
    /// The line broke before the portal had the request.
    case requestLost
    /// The portal got the first part of the body, then nothing.
    case requestCut
    /// The portal did everything; the answer never came.
    case answerLost
    /// The answer came up to some byte.
    case answerCut
    /// Nothing moved for too long; the portal had done everything.
    case stalled
    /// A login page of the Wi-Fi in place of the portal.
    case captivePortal
    /// A proxy's own error page: no header of the protocol.
    case proxyError
    /// The request came twice; the second answer is told.
    case duplicated
    /// The kiosk saw the line break; the request reaches the portal later, behind others.
    case delayed
    case status429, status500, status503, status413
    /// 401 for a token that is good.
    case unauthorized
    /// Verdicts say `applied` with another digest, though nothing was applied.
    case forgedDigest
    /// A verdict for an operation that was never sent here.
    case forgedOperation
    /// Verdict lines come twice and in another order.
    case reordered
    /// The first verdict is left out of an answer that is whole.
    case verdictMissing
    /// A line that is no JSON stands in the middle.
    case garbageLine
    /// The answer is whole but has no end line.
    case endMissing
    /// The portal is killed while it works: nothing was kept, the line breaks.
    case portalDied

    /// Whether it only makes sense where verdicts come.
    var isOfSync: Bool {
        switch self {
        case .forgedDigest, .forgedOperation, .reordered, .verdictMissing, .garbageLine, .endMissing, .status413: true
        default: false
        }
    }
}

/// The spellings of `Retry-After` that portals and proxies have.
enum RetryAfterSpelling: Int, Sendable, CaseIterable {
    case none, seconds, zero, negative, huge, endless, date, pastDate, garbage

    func text(now: (Duration) -> String) -> String? {
        switch self {
        case .none: nil
        case .seconds: "90"
        case .zero: "0"
        case .negative: "-30"
        case .huge: "86400"
        case .endless: "99999999999999999999"
        case .date: now(.seconds(300))
        case .pastDate: now(.seconds(-4000))
        case .garbage: "soon"
        }
    }
}

/// A fault that waits for the next exchange that it fits.
struct ArmedFault: Sendable {
    var fault: Fault
    /// 0 ..< 1000: where in the body it strikes.
    var place: Int
    var retryAfter: RetryAfterSpelling
}
