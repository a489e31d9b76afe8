import CurlHTTP
import DurableFiles
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2)), .enabled(if: TLSServer.isAvailable, "needs the openssl program"))
struct TLSTests {
    private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try DurableFolder.create(path)
        return try await body(path)
    }

    private func outcome(_ url: String, _ options: CurlOptions) async throws -> CurlError.Kind? {
        let session = try CurlSession(options: options)
        return await failure { () throws(CurlError) in try await session.send(CurlRequest("GET", url)) }?.kind
    }

    @Test func `the server must be who it should be: by its authority and by its pinned key`() async throws {
        try await withFolder { folder in
            try TLSServer.makeCertificate("portal", in: folder)
            try TLSServer.makeCertificate("other", in: folder)
            let server = try TLSServer(folder: folder, certificate: "portal")
            defer { server.stop() }
            let ca = server.path("portal.pem")
            let pin = try TLSServer.pin("portal", in: folder)
            let otherPin = try TLSServer.pin("other", in: folder)
            #expect(try await outcome(server.url, CurlOptions(caFile: ca)) == nil)
            #expect(try await outcome(server.url, CurlOptions(caFile: ca, pinnedPublicKey: pin)) == nil)
            #expect(try await outcome(server.url, CurlOptions()) == .tlsPeer)
            #expect(try await outcome(server.url, CurlOptions(caFile: server.path("other.pem"))) == .tlsPeer)
            #expect(try await outcome(server.url, CurlOptions(caFile: ca, pinnedPublicKey: otherPin)) == .tlsPeer)
            #expect(try await outcome(server.url, CurlOptions(caFile: server.path("none.pem"))) == .localCredentials)
            // The right key under a wrong name is the wrong server as well.
            let byNumber = server.url.replacing("localhost", with: "127.0.0.1")
            #expect(try await outcome(byNumber, CurlOptions(caFile: ca)) == .tlsPeer)
        }
    }

    @Test func `a certificate out of its time is told as a matter of time`() async throws {
        try await withFolder { folder in
            try TLSServer.makeCertificate("old", in: folder, days: -1)
            let server = try TLSServer(folder: folder, certificate: "old")
            defer { server.stop() }
            #expect(try await outcome(server.url, CurlOptions(caFile: server.path("old.pem"))) == .tlsPeerTime)
        }
    }

    @Test func `a client certificate opens a portal that asks for one`() async throws {
        try await withFolder { folder in
            try TLSServer.makeCertificate("portal", in: folder)
            try TLSServer.makeCertificate("kiosk", in: folder)
            let server = try TLSServer(folder: folder, certificate: "portal", clientCA: "kiosk")
            defer { server.stop() }
            let ca = server.path("portal.pem")
            let mine = CurlOptions(
                caFile: ca, clientCertificate: server.path("kiosk.pem"), clientKey: server.path("kiosk.key"))
            #expect(try await outcome(server.url, mine) == nil)
            #expect(try await outcome(server.url, CurlOptions(caFile: ca)) == .clientCertificate)
            let stranger = CurlOptions(
                caFile: ca, clientCertificate: server.path("portal.pem"), clientKey: server.path("portal.key"))
            #expect(try await outcome(server.url, stranger) == .clientCertificate)
            let lost = CurlOptions(caFile: ca, clientCertificate: server.path("none.pem"))
            #expect(try await outcome(server.url, lost) == .localCredentials)
        }
    }

    @Test func `a server that speaks no TLS is not taken for a broken line`() async throws {
        let server = try ScriptedServer { connection in
            _ = try connection.read()
            try connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        }
        defer { server.stop() }
        #expect(try await outcome("https://127.0.0.1:\(server.port)/", CurlOptions()) == .badAnswer)
    }
}
