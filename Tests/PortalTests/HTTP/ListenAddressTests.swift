import Logging
import SyncProtocol
import Testing

@testable import Portal

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost:0", true), ("[::1]:80", true), ("0.0.0.0:80", false), ("[::]:80", false),
        ("127.evil.example:80", false),
    ])
    func `loopback is told from the rest`(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(ListenAddress(text)).isLoopback == isLoopback)
    }

    @Test(arguments: ["", "80", ":80", "::1:80", "a:-1", "a:65536", "a:b"]) func `anything else is no address`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func `an address has the port that was taken`() {
        #expect(ListenAddress("[::1]:0")?.url(port: 81) == "http://[::1]:81")
        #expect(ListenAddress("127.0.0.1:0")?.url(port: 81) == "http://127.0.0.1:81")
    }

    @Test func `beyond loopback the portal serves only behind a proxy`() {
        let error = #expect(throws: PortalError.self) {
            try PortalServer(
                settings: PortalSettings(), home: "/nonexistent", listen: "0.0.0.0:0", now: { Timestamp(seconds: 0) },
                log: Logger(label: "test"))
        }
        #expect(error?.exitCode == 78)
    }
}
