import CurlHTTP
import Foundation
import SyncProtocol

/// What lets this kiosk in: the portal's discovery, the present token, and what is known of this clock's error. Kept in
/// memory alone.
actor Credentials {
    private let line: PortalLine
    private let address: PortalAddress
    private let identity: KioskIdentity?
    private var discovery: DiscoveryResult?
    private var token: Token?
    /// This machine's clock minus the portal's, known from a refusal for the assertion's time.
    private var skew: Duration = .zero

    private struct Token {
        var text: String
        /// By the monotonic clock, which nobody sets.
        var expiresAt: Duration
    }

    /// A token is not used in its last seconds: it would end on the way.
    private static let margin = Duration.seconds(30)

    init(line: PortalLine, address: PortalAddress, identity: KioskIdentity?) {
        self.line = line
        self.address = address
        self.identity = identity
    }

    /// What the portal is; asks when that is not known yet.
    func knownDiscovery() async throws(PortalFailure) -> DiscoveryResult {
        if let discovery { return discovery }
        return try await discover()
    }

    /// Asks what the portal is.
    func discover() async throws(PortalFailure) -> DiscoveryResult {
        let answer = try await line.exchange(Self.discoveryRequest(at: address))
        if let cut = answer.cutBy { throw cut }
        guard answer.status == 200 else { throw answer.failure }
        guard let json = answer.json else { throw .badAnswer(detail: "discovery is not JSON") }
        guard let protocols = json["protocol"]?.arrayValue?.map(\.integerValue), protocols.contains(1) else {
            throw .wrongServer(detail: "the portal does not speak protocol 1")
        }
        guard let found = try? json.decode(as: Discovery.self) else {
            throw .badAnswer(detail: "discovery lacks members")
        }
        let result = DiscoveryResult(discovery: found, skew: answer.skew)
        discovery = result
        return result
    }

    static func discoveryRequest(at address: PortalAddress) -> CurlRequest {
        CurlRequest("GET", address.endpoint("/"), headers: [("Accept", "application/json")], decodesGzip: true)
    }

    /// Takes what an earlier process was told, unless this one knows better.
    func assume(_ known: Discovery) {
        if discovery == nil { discovery = DiscoveryResult(discovery: known, skew: nil) }
    }

    /// Makes the next call ask again what the portal is: something was odd.
    func forgetDiscovery() { discovery = nil }

    /// A token that is good by all we know.
    /// - Parameter refused: the token that the portal has just refused; it is not given again.
    func accessToken(insteadOf refused: String? = nil) async throws(PortalFailure) -> String {
        if let token, token.text != refused, line.uptime() < token.expiresAt { return token.text }
        token = nil
        let answer = try await requestToken()
        guard answer.status == 200 else {
            discovery = nil
            throw Self.refusal(answer)
        }
        guard let grant = try? answer.json?.decode(as: TokenAnswer.self), !grant.accessToken.isEmpty,
            grant.tokenType.lowercased() == "bearer", grant.accessToken.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .badAnswer(detail: "the token answer lacks a bearer token") }
        let lifetime = Duration.seconds(min(max(grant.expiresIn, 0), 86_400))
        token = Token(text: grant.accessToken, expiresAt: line.uptime() + max(lifetime - Self.margin, lifetime / 2))
        return grant.accessToken
    }

    /// What a refusal of the token endpoint means. `type` may be missing where only RFC 6749 is followed; then `error`
    /// and the status, which is 401 for a revoked kiosk alone, tell.
    private static func refusal(_ answer: PortalAnswer) -> PortalFailure {
        guard answer.problem == nil, let error = answer.json?["error"]?.stringValue else { return answer.failure }
        if answer.status == 401, error == "invalid_client" { return .revoked }
        return .clientRefused(Problem(.invalidClient, status: answer.status, detail: String(error.prefix(100))))
    }

    /// Asks for a token, and once more with corrected times when the portal says that they are wrong.
    private func requestToken() async throws(PortalFailure) -> PortalAnswer {
        let first = try await requestTokenOnce()
        guard first.problem?.name == .assertionTime, let measured = first.skew else { return first }
        skew = measured
        let second = try await requestTokenOnce()
        if second.problem?.name == .assertionTime {
            throw .clockWrong(skewSeconds: Double(measured.wholeMilliseconds) / 1000)
        }
        return second
    }

    private func requestTokenOnce() async throws(PortalFailure) -> PortalAnswer {
        guard let identity else { throw .local(detail: "not enrolled") }
        let published = try await knownDiscovery().discovery.tokenURL
        guard let url = address.tokenEndpoint(published) else {
            throw .wrongServer(detail: "the token endpoint is neither HTTPS nor on loopback")
        }
        let assertion: String
        do {
            assertion = try await identity.key.assertion(
                kiosk: identity.kioskID, tokenURL: published, now: line.now() + (.zero - skew))
        } catch {
            throw .local(detail: "cannot sign")
        }
        // The values hold nothing that a form would have to escape but the ":" of the type's name.
        let form =
            "grant_type=client_credentials"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&client_assertion=\(assertion)"
        let answer = try await line.exchange(
            CurlRequest(
                "POST", url,
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")],
                body: .bytes(Array(form.utf8))))
        if answer.status == 200, let cut = answer.cutBy { throw cut }
        return answer
    }
}
