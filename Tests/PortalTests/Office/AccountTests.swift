import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite struct OfficeAccountTests {
    @Test func `an edit is a new revision that every party is told`() throws {
        let bench = try OfficeBench()
        let told = try bench.edit("phone=+84 912 345 678", "birth.year=1990", "address={\"text\":\"Thôn 1\"}", "gender=nam")
        #expect(told["phone"] == "0912345678" && told["birth"] == ["year": 1990] && told["address"] == ["text": "Thôn 1"])
        #expect(told["gender"] == "male" && told["id"] == .string(OfficeBench.account))
        #expect(told["revision"]?.stringValue?.hasPrefix("r2.") == true)
        // What this version does not know stays.
        #expect(told["later"] == 1 && told["confirmation"] == "none")
        #expect(try bench.feed() == ["xa-1 account \(OfficeBench.account)", "xa-2 account \(OfficeBench.account)"])
    }

    @Test func `an empty value takes a member away, and a change of nothing is no news`() throws {
        let bench = try OfficeBench()
        try bench.edit("phone=0912345678")
        #expect(try bench.edit("phone=")["phone"] == nil)
        let revision = try bench.edit("full_name=Y Blar")["revision"]
        #expect(revision?.stringValue?.hasPrefix("r3.") == true)
        #expect(try bench.feed().count == 4)
    }

    @Test(
        arguments: [
            ("phone=12", "phone"), ("email=x", "email"), ("identity.number=1", "identity.number"), ("fullname=A", "fullname"),
            ("confirmation=confirmed", "confirmation"), ("birth={", "birth"), ("full_name=", "full_name"), ("phone", "set"),
            ("a.b.c=1", "set"), ("=1", "set"), ("address.txt=1", "address.txt"),
        ])
    func `what cannot be is refused with 65 and changes nothing`(setting: String, field: String) throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.edit("gender=nam", setting) }
        #expect(error?.exitCode == 65 && error?.field == field)
        #expect(try bench.feed().isEmpty)
        #expect(try bench.read { try AccountView.show(OfficeBench.account, in: $0) }["revision"] == "r1")
    }

    @Test func `nothing to change is wrong usage`() throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try bench.edit() }?.exitCode == 64)
    }

    @Test func `an identity that another account has is refused`() throws {
        let bench = try OfficeBench()
        try bench.put("019aaaaa-0000-7000-8000-00000000000f", .account, ["kind": "citizen"], identity: "cccd:062190000999")
        let error = #expect(throws: PortalError.self) { try bench.edit("identity.number=062190000999") }
        #expect(error?.type == "identity-taken" && error?.exitCode == 65)
        #expect(try bench.edit("identity.number=062190000888")["identity"]?["number"] == "062190000888")
    }

    @Test func `confirming twice is confirming once`() throws {
        let bench = try OfficeBench()
        for _ in 0..<2 {
            let told = try bench.write { try ConfirmAccount(account: OfficeBench.account).run(in: $0, $1) }
            #expect(told["confirmation"] == "confirmed" && told["revision"]?.stringValue?.hasPrefix("r2.") == true)
        }
        #expect(try bench.feed().count == 2)
    }

    @Test(arguments: [(String?.none, "none"), ("https://cong.vidu.vn", "pending")])
    func `a new address is not confirmed any more, and is asked where a link can lead somewhere`(address: String?, word: String)
        throws
    {
        let bench = try OfficeBench(rules: OfficeRules(name: "x", address: address))
        _ = try bench.write { try ConfirmAccount(account: OfficeBench.account).run(in: $0, $1) }
        #expect(try bench.edit("email=a@b.vn")["confirmation"] == .string(word))
        let mails = try bench.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outgoing_mail") }
        #expect(mails == (address == nil ? 0 : 1))
        #expect(try bench.edit("email=")["confirmation"] == "none")
    }

    @Test func `links lead to where the portal was served last`() throws {
        let bench = try OfficeBench()
        try bench.write { db, _ in for url in ["http://a:1", "http://b:2"] { try ServedAddress.keep(url, in: db) } }
        try bench.edit("email=a@b.vn")
        let mail = try bench.read { try String.fetchOne($0, sql: "SELECT body FROM outgoing_mail") }
        #expect(mail?.contains("http://b:2/confirm/") == true)
    }

    @Test(arguments: [
        ("019aaaaa-0000-7000-8000-000000000001", true), ("019AAAAA", true), ("019", true), ("", false), ("zz", false),
        ("019b", false), ("%", false), ("019aaaaa-0000-7000-8000-000000000002", false),
    ])
    func `an id may be shortened to a beginning that no other account has`(handle: String, isFound: Bool) throws {
        let bench = try OfficeBench()
        if isFound {
            #expect(try bench.read { try AccountView.show(handle, in: $0) }["id"] == .string(OfficeBench.account))
        } else {
            let error = #expect(throws: PortalError.self) { try bench.read { try AccountView.show(handle, in: $0) } }
            #expect(error?.exitCode == 66 && error?.type == "unknown-account")
        }
    }

    @Test func `a beginning of two ids is ambiguous`() throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.show("019aaaa") }
        #expect(error?.exitCode == 66 && error?.type == "ambiguous-id")
    }
}
