import CurlHTTP
import SyncProtocol

/// Sends requests and tells the portal's answers from everybody else's.
struct PortalLine: Sendable {
    let session: any HTTPSession
    /// This machine's wall clock.
    let now: @Sendable () -> Timestamp
    /// Time by a clock that nobody sets.
    let uptime: @Sendable () -> Duration

    /// Whether it was the portal that answered (protocol.md, section 1).
    static func isPortal(_ response: CurlResponse) -> Bool {
        response.header(ProtocolVersion.headerName) == ProtocolVersion.headerValue
    }

    /// Who answered in the portal's place. What stands in front of it says that it has nobody behind it, a server of something else does
    /// not know what is asked for; neither wants a log-in. Nothing else of such an answer counts.
    private static func stranger(_ status: Int) -> PortalFailure {
        switch status {
        case 502, 504: .portalError(status: status, retryAfter: nil)
        case 404, 501: .wrongServer(detail: "status \(status) without the protocol's header")
        default: .captivePortal
        }
    }

    /// The portal's answer to `request`, whatever its status. Throws for answers of others and for none.
    func exchange(_ request: CurlRequest) async throws(PortalFailure) -> PortalAnswer {
        let sentAt = now()
        let start = uptime()
        let response: CurlResponse
        var cutBy: PortalFailure?
        do throws(CurlError) {
            response = try await session.send(request)
            if response.isCut { cutBy = .cut }
        } catch {
            let failure = PortalFailure(error)
            // Headers that came say who is there, even if the body was cut.
            guard let partial = error.partialAnswer, failure != .cancelled else { throw failure }
            response = partial
            cutBy = failure
        }
        guard Self.isPortal(response) else { throw Self.stranger(response.status) }
        let portalTime = response.header("date").flatMap(HTTPDate.parse)
        return PortalAnswer(
            response: response,
            isGzipped: !request.decodesGzip
                && ["gzip", "x-gzip"].contains(response.header("content-encoding")?.lowercased()),
            cutBy: cutBy,
            // `Date` is cut to the second, so half a second is added.
            skew: portalTime.map { (sentAt + response.firstByteAfter) - ($0 + .milliseconds(500)) },
            receivedAt: now(), duration: uptime() - start)
    }
}

extension PortalFailure {
    /// What a request that got no whole answer says about the link.
    init(_ error: CurlError) {
        switch error.kind {
        case .resolve, .connect, .proxy: self = .noLink(detail: error.description)
        case .tlsPeer, .tlsPeerTime: self = .wrongServer(detail: error.description)
        case .clientCertificate: self = .clientRefused(Problem(.unauthorized, detail: error.description))
        // A TLS that does not come about is a line that breaks, or something that speaks no TLS at all.
        case .tls: self = .noLink(detail: error.description)
        case .stalled, .timeout: self = .stalled
        case .sendReceive, .partial: self = .cut
        // What does not even speak HTTP is not the portal.
        case .badAnswer where error.partialAnswer == nil: self = .captivePortal
        case .badAnswer, .tooLarge, .stopped: self = .badAnswer(detail: error.description)
        case .localFile, .localCredentials, .other: self = .local(detail: error.description)
        case .cancelled: self = .cancelled
        }
    }
}
