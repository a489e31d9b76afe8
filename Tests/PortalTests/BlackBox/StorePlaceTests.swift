import Foundation
import SyncProtocol
import Testing

/// Where the store is, and who may read it.
@Suite(.timeLimit(.minutes(1)), .serialized) struct StorePlaceTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `nobody else reads the store, also in a folder that is open to all`() async throws {
        try await withPortalHome { home in
            try FileManager.default.createDirectory(
                atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            try await ServedPortal.serve(home: home) { portal in
                _ = try await TestKiosk.enrol(portal)
                #expect(try mode(home + "/portal.sqlite") == 0o600)
                for folder in ["/files", "/uploads"] { #expect(try mode(home + folder) == 0o700) }
            }
        }
        try await withServedPortal { portal in
            let mode = try mode(portal.home)
            #expect(mode == 0o700)
        }
    }

    @Test func `the office finds the store that serve was told to keep elsewhere`() async throws {
        try await withPortalHome { home in
            try await withPortalHome { other in
                try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
                try await ServedPortal.serve(home: home, arguments: ["--database", "sqlite://\(other)/p.db"]) { portal in
                    let kiosk = try await TestKiosk.enrol(portal)
                    #expect(try await portal.office("kiosk", "list").map { $0["id"]?.stringValue } == [kiosk.id])
                    #expect(!FileManager.default.fileExists(atPath: home + "/portal.sqlite"))
                    #expect(try mode(other + "/p.db") == 0o600)
                }
                try await ServedPortal.serve(home: home) { portal in
                    let listed = try await portal.office("kiosk", "list")
                    #expect(listed.isEmpty)
                }
            }
        }
    }
}
