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
    /// Lines that are no change of anything that is known.
    case strangeChange
    /// The answer comes when nobody counts on it any more, and is good.
    case lateAnswer
    /// A refusal of this one piece of a paper: gone, somebody else holds it, too large, damaged on the way.
    case upload410, upload423, upload413, upload460
    /// The offset that the portal names is no number, or lies beyond the end.
    case forgedOffset
    /// The token endpoint refuses; it finds the clock wrong; or its answer is no token that anybody takes.
    case tokenRefused, tokenTime, forgedToken
    /// What the portal says that it is makes no sense.
    case forgedDiscovery
    /// The portal is killed while it works: nothing was kept, the line breaks.
    case portalDied

    /// What it makes sense for.
    func fits(_ request: RequestKind) -> Bool {
        switch self {
        case .forgedDigest, .forgedOperation, .reordered, .verdictMissing, .garbageLine, .endMissing, .status413, .strangeChange:
            request == .sync
        case .upload410, .upload423, .upload413, .upload460: request == .append || request == .create
        case .forgedOffset: request == .append || request == .offset
        case .tokenRefused, .tokenTime, .forgedToken: request == .token
        case .forgedDiscovery: request == .discovery
        default: true
        }
    }
}

/// What a request is for.
enum RequestKind: String, Sendable, CaseIterable {
    case discovery, token, sync, create, append, offset, result

    init(_ wire: WireRequest) {
        self =
            switch (wire.method, wire.path) {
            case (_, "/kiosk/v1/"): .discovery
            case (_, "/oauth2/token"): .token
            case (_, "/kiosk/v1/sync"): .sync
            case ("POST", _): .create
            case ("PATCH", _): .append
            case ("HEAD", _): .offset
            default: .result
            }
    }
}

/// The spellings of `Retry-After` that portals and proxies have.
enum RetryAfterSpelling: Int, Sendable, CaseIterable {
    case none, seconds, zero, negative, huge, endless, date, pastDate, garbage

    /// How long a kiosk must at least wait for it, clamped (protocol.md, section 1).
    var least: Duration? {
        switch self {
        case .none, .garbage: nil
        case .seconds: .seconds(90)
        case .zero, .negative, .pastDate: .seconds(1)
        case .huge, .endless: .seconds(6 * 3600)
        case .date: .seconds(300)
        }
    }

    /// The number of a problem document's `retry_after`, for the spellings that are one.
    var number: Int64? {
        switch self {
        case .seconds: 90
        case .zero: 0
        case .negative: -30
        case .huge: 86400
        default: nil
        }
    }

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
    /// `retry_after` stands in the problem document and not in the head.
    var isInBody: Bool { place % 3 == 0 }
}
