import CurlHTTP
import Gzip
import SyncProtocol

/// An answer that did come from the portal: it carries `Kiosk-Protocol: 1`.
struct PortalAnswer: Sendable {
    let response: CurlResponse
    /// The body is still in gzip: it was offered, and not left to curl to decode.
    let isGzipped: Bool
    /// What broke the body off; `nil` for a whole answer.
    let cutBy: PortalFailure?
    /// This machine's clock minus the portal's, from `Date`.
    let skew: Duration?
    /// When it was read, by this machine's clock.
    let receivedAt: Timestamp
    let duration: Duration

    var status: Int { response.status }

    /// The portal's `Date`.
    var date: Timestamp? { response.header("date").flatMap(HTTPDate.parse) }

    /// The body as JSON; `nil` when it is none or was cut.
    var json: JSONValue? {
        guard isGzipped else { return try? JSONParser.parse(response.body) }
        return (try? Gzip.decompress(response.body, limit: 1 << 20)).flatMap { try? JSONParser.parse($0) }
    }

    /// The problem that a refusal tells.
    var problem: Problem? { status >= 400 ? Problem(json) : nil }

    /// How long the portal asks to be left alone.
    var retryAfter: Duration? {
        RetryAfter.parse(response.header("retry-after"), portalTime: date, now: receivedAt)
            ?? problem?.retryAfter.map { RetryAfter.clamp(seconds: Int64($0)) }
    }

    /// What an answer that is not the success hoped for means, where the call itself does not know better.
    var failure: PortalFailure {
        let problem = problem
        switch (problem?.name, status) {
        case (.revoked, _): return .revoked
        case (.agentTooOld, _), (_, 426): return .agentTooOld
        case (.tooManyRequests, _), (_, 429): return .tooManyRequests(retryAfter: retryAfter)
        case (.batchTooLarge, _), (_, 413): return .batchTooLarge
        case (_, 200..<300): return cutBy ?? .badAnswer(detail: "status \(status)")
        case (_, 400..<500):
            guard let problem else { return .portalError(status: status, retryAfter: retryAfter) }
            return .clientRefused(problem)
        default: return .portalError(status: status, retryAfter: retryAfter)
        }
    }
}
