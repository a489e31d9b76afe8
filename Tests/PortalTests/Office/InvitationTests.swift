import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite struct InvitationTests {
    private func invite(_ bench: OfficeBench, unit: String = "23527", for seconds: Int64 = 86_400) throws -> JSONObject {
        try bench.write { db, _ in
            var random = SystemRandomNumberGenerator()
            return try InviteKiosk(unit: unit, validFor: .seconds(seconds)).run(in: db, now: OfficeBench.now, using: &random)
        }
    }

    @Test func `a code is told once and kept as a digest`() throws {
        let bench = try OfficeBench()
        let told = try invite(bench)
        let code = try #require(told["code"]?.stringValue)
        #expect(code.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/) != nil)
        #expect(told["expires_at"] == .string((OfficeBench.now + .seconds(86_400)).description))
        let kept = try bench.read { try String.fetchOne($0, sql: "SELECT code_hash FROM invitations WHERE unit = '23527'") }
        #expect(kept == InvitationCode.digest(of: code) && kept?.contains(code) == false)
    }

    @Test(arguments: ["ABC0-1EFG", "abc01efg", " ABC0 1EFG ", "ABCO-IEFG", "abco–lefg"])
    func `a code is the same however it is typed`(typed: String) {
        #expect(InvitationCode.digest(of: typed) == Digest.sha256("ABC01EFG".utf8))
    }

    @Test(arguments: [("23 527", 3600), ("", 3600), ("xã", 3600), ("23527", 899), ("23527", 72 * 3600 + 1)] as [(String, Int64)])
    func `a unit or a lifetime that cannot be is 65`(unit: String, seconds: Int64) throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try invite(bench, unit: unit, for: seconds) }?.exitCode == 65)
        #expect(try bench.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM invitations") } == 0)
    }

    @Test func `a revoked kiosk's tokens are gone, and revoking twice keeps the first time`() throws {
        let bench = try OfficeBench()
        try bench.write { db, _ in
            try db.execute(
                sql: "INSERT INTO kiosks (id, unit, name, thumbprint, jwk, enrolled_at) VALUES ('k-1', 'u', 'n', 't', '{}', 1)")
            try db.execute(sql: "INSERT INTO tokens VALUES ('h', 'k-1', 9)")
        }
        for later in [Int64(0), 60] {
            let told = try bench.write { db, _ in try KioskView.revoke("k-", at: OfficeBench.now + .seconds(later), in: db) }
            #expect(told["revoked_at"] == .string(OfficeBench.now.description))
        }
        #expect(try bench.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM tokens") } == 0)
        #expect(
            #expect(throws: PortalError.self) {
                try bench.write { db, _ in try KioskView.revoke("x", at: OfficeBench.now, in: db) }
            }?.exitCode == 66)
    }
}
