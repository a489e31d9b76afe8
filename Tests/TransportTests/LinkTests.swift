import SyncProtocol
import Testing
import Transport

@Suite struct PortalAddressTests {
    @Test(arguments: [
        ("https://portal.example.vn", "https://portal.example.vn/kiosk/v1/sync"),
        ("https://portal.example.vn/", "https://portal.example.vn/kiosk/v1/sync"),
        ("HTTPS://Portal.Example.VN:443/kiosk/v1/", "https://portal.example.vn/kiosk/v1/sync"),
        ("https://portal.example.vn:8443/kontum/kiosk/v1", "https://portal.example.vn:8443/kontum/kiosk/v1/sync"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443/kiosk/v1/sync"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/kiosk/v1/sync"),
        ("http://127.8.9.1", "http://127.8.9.1/kiosk/v1/sync"),
        ("http://localhost:80", "http://localhost/kiosk/v1/sync"),
        ("http://[::1]:8080", "http://[::1]:8080/kiosk/v1/sync"),
    ])
    func `what a person types becomes the endpoints`(text: String, sync: String) throws {
        #expect(try PortalAddress(text).endpoint("/sync") == sync)
    }

    @Test(arguments: [
        "http://portal.example.vn", "http://127.0.0.1.evil.example", "http://10.0.0.1", "http://127.0.0.1@evil.example",
        "http://localhost.evil.example", "http://127.0.0.256", "http://127.1", "http://127.0.0.1\\@evil.example/",
    ])
    func `without TLS nothing but this machine is accepted`(text: String) {
        #expect(throws: PortalAddress.Refusal.self) { try PortalAddress(text) }
    }

    @Test(arguments: [
        "", "portal.example.vn", "ftp://portal.example.vn", "https://", "https:///x", "https://a b",
        "https://user:pw@host",
        "https://host:0", "https://host:99999", "https://host:x", "https://[::1", "https://host/?q=1",
        "https://host/#f",
        "https://host\n.evil",
    ])
    func `what is no address is refused`(text: String) {
        #expect(throws: PortalAddress.Refusal.invalid) { try PortalAddress(text) }
    }

    @Test func `what it is shown as is read back as the same`() throws {
        let address = try PortalAddress("https://portal.example.vn:8443/kontum/kiosk/v1/")
        #expect(address.text == "https://portal.example.vn:8443/kontum")
        #expect(try PortalAddress(address.text) == address)
    }
}

@Suite struct LinkObservationTests {
    private let t0 = Timestamp(seconds: 1000)
    private let t1 = Timestamp(seconds: 2000)
    private let t2 = Timestamp(seconds: 3000)

    @Test func `since tells when a state began, not when it was last seen`() {
        var link = LinkObservation()
        #expect(link.state == .unknown && link.since == nil)
        link.failed(.noLink(detail: "a"), at: t0)
        link.failed(.cut, at: t1)
        #expect(link.state == .noLink && link.since == t0 && link.reason == "cut")
        link.succeeded(at: t2)
        #expect(link.state == .online && link.since == t2 && link.reason == nil && link.lastSuccessAt == t2)
    }

    @Test(
        arguments: [
            (.captivePortal, .captivePortal), (.wrongServer(detail: ""), .wrongServer),
            (.portalError(status: 503, retryAfter: nil), .portalError), (.revoked, .revoked), (.stalled, .noLink),
            (.badAnswer(detail: ""), .portalError), (.batchTooLarge, .online),
            (.tooManyRequests(retryAfter: nil), .online),
            (.cancelled, .unknown), (.local(detail: ""), .unknown),
        ] as [(PortalFailure, LinkState)])
    func `each failure is seen for what it says of the link`(failure: PortalFailure, state: LinkState) {
        var link = LinkObservation()
        link.failed(failure, at: t0)
        #expect(link.state == state)
        #expect(link.lastSuccessAt == nil)
    }

    @Test(arguments: [
        ("kiosk/1.2.2", "1.2.3", true), ("kiosk/1.2.3", "1.2.3", false), ("kiosk/1.10.0", "1.9.9", false),
        ("kiosk/2.0.0-beta", "2.0.0", false), ("kiosk", "9.9.9", false), ("kiosk/1.0", "soon", false),
    ])
    func `a portal that wants a newer kiosk is understood`(agent: String, minimum: String, expected: Bool) {
        let discovery = Discovery(name: "", time: nil, tokenURL: "/", minimumAgent: minimum)
        #expect(DiscoveryResult(discovery: discovery, skew: nil).wantsNewer(than: agent) == expected)
    }
}
