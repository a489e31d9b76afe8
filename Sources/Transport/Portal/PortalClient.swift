package import CurlHTTP
package import SyncProtocol

/// The kiosk's side of the protocol over libcurl.
package struct PortalClient: PortalConnection {
    let address: PortalAddress
    let session: any HTTPSession
    let line: PortalLine
    let credentials: Credentials
    let identity: KioskIdentity?
    /// `name/version`
    let agent: String
    /// Pieces of files go at most at so many bytes a second; `nil` for as fast as the line carries.
    let fileRate: Int64?

    /// - Parameters:
    ///   - identity: who this kiosk is; `nil` before enrolment, when only `discover` and `enrol` succeed.
    ///   - now: this machine's wall clock.
    ///
    /// Throws `CurlError` if libcurl cannot start.
    package init(
        address: PortalAddress, identity: KioskIdentity?, options: ConnectionOptions = ConnectionOptions(),
        now: @escaping @Sendable () -> Timestamp
    ) throws(CurlError) {
        let start = ContinuousClock.now
        self.init(
            address: address, identity: identity, agent: options.agent, session: try CurlSession(options: options.curl),
            now: now, uptime: { ContinuousClock.now - start }, fileRate: options.fileRate)
    }

    /// The same over whatever carries HTTP.
    /// - Parameters:
    ///   - agent: `name/version`
    ///   - uptime: time by a clock that nobody sets.
    package init(
        address: PortalAddress, identity: KioskIdentity?, agent: String, session: any HTTPSession,
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration, fileRate: Int64? = nil
    ) {
        self.address = address
        self.identity = identity
        self.agent = agent
        self.fileRate = fileRate
        self.session = session
        line = PortalLine(session: session, now: now, uptime: uptime)
        credentials = Credentials(line: line, address: address, identity: identity)
    }

    package func discover() async throws(PortalFailure) -> DiscoveryResult { try await credentials.discover() }

    package func prepare(knowing discovery: Discovery) async throws(PortalFailure) {
        await credentials.assume(discovery)
        if identity != nil { _ = try await credentials.accessToken() }
    }

    package func lost(addresses: Set<String>) async { await session.lost(addresses: addresses) }

    package func knockAgain() async { await session.knockAgain() }

    package func knockWhileSilent(onBack: @escaping @Sendable () async -> Void) async {
        await session.knockWhileSilent(Credentials.discoveryRequest(at: address)) { answer in
            // Whoever else answers ends the silence too, and is found out by the next call.
            if PortalLine.isPortal(answer) { await onBack() }
        }
    }

    package func close() async { await session.shutdown() }

    /// Sends `request` with a token; when the portal refuses the token, once more with a new one (section 3).
    func authorised(_ request: CurlRequest) async throws(PortalFailure) -> PortalAnswer {
        let token = try await credentials.accessToken()
        let first = try await line.exchange(request.authorised(token))
        guard first.status == 401 else {
            // A path that the portal does not know may mean that it has moved.
            if first.status == 404 { await credentials.forgetDiscovery() }
            return first
        }
        if first.problem?.name == .revoked { throw .revoked }
        await credentials.forgetDiscovery()
        let fresh = try await credentials.accessToken(insteadOf: token)
        let second = try await line.exchange(request.authorised(fresh))
        if second.problem?.name == .revoked { throw .revoked }
        if second.status == 401 { throw .clientRefused(second.problem ?? Problem(.unauthorized, status: 401)) }
        return second
    }
}

extension CurlRequest {
    fileprivate func authorised(_ token: String) -> CurlRequest {
        var request = self
        request.headers.append(("Authorization", "Bearer \(token)"))
        return request
    }
}
