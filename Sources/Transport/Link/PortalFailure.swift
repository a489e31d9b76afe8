package import SyncProtocol

/// Why an exchange with the portal did not succeed. These foretell the same for the next item, so they stop the round,
/// not the item (architecture.md, "Errors that foretell the same for all").
package enum PortalFailure: Error, Sendable, Hashable {
    /// No connection. The detail is for an engineer.
    case noLink(detail: String)
    /// Something answered that is not the portal: no `Kiosk-Protocol: 1` (protocol.md, section 1).
    case captivePortal
    /// The peer is not the portal that it should be: its certificate or key, or a protocol that this version does not
    /// speak, or an address that leads elsewhere.
    case wrongServer(detail: String)
    /// 5xx, or a status that makes no sense.
    case portalError(status: Int, retryAfter: Duration?)
    case tooManyRequests(retryAfter: Duration?)
    /// The portal revoked this kiosk: it stops trying and keeps its queue.
    case revoked
    /// 4xx: this request, or this kiosk, is refused.
    case clientRefused(Problem)
    /// This machine's clock is so wrong that the portal refuses its signature. This machine minus the portal.
    case clockWrong(skewSeconds: Double)
    case agentTooOld
    /// 413: the batch is to be halved.
    case batchTooLarge
    /// The connection broke on the way.
    case cut
    /// Nothing moved for too long, or it took too long in all.
    case stalled
    /// From the portal, but not what the protocol says. The detail is for an engineer.
    case badAnswer(detail: String)
    /// A local file or the key cannot be used. The detail is for an engineer.
    case local(detail: String)
    case cancelled
}

extension PortalFailure {
    /// The stable word of `queue` and `status` (cli.md).
    package var reason: String {
        switch self {
        case .noLink: "no-link"
        case .captivePortal: "captive-portal"
        case .wrongServer: "wrong-server"
        case .portalError: "portal-error"
        case .tooManyRequests: "too-many-requests"
        case .revoked: "revoked"
        case .clientRefused(let problem): problem.name?.rawValue ?? "refused"
        case .clockWrong: "clock-wrong"
        case .agentTooOld: "agent-too-old"
        case .batchTooLarge: "batch-too-large"
        case .cut: "cut"
        case .stalled: "stalled"
        case .badAnswer: "bad-answer"
        case .local: "local"
        case .cancelled: "cancelled"
        }
    }

    /// How long the portal asked to be left alone, within 1 s … 6 h.
    package var retryAfter: Duration? {
        switch self {
        case .portalError(_, let time), .tooManyRequests(let time): time
        default: nil
        }
    }
}
