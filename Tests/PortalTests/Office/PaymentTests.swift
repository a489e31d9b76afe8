import Dossiers
import GRDB
import SyncProtocol
import Testing

@testable import Portal

@Suite struct PaymentTests {
    @Test func `a fee makes a payment that is due, and the dossier waits for it`() throws {
        let bench = try OfficeBench(
            rules: OfficeRules(
                name: "x", beneficiary: OfficeRules.Beneficiary(bank: "970403", account: "0011012345678", name: "KB")))
        let payment = try bench.charge("LP01=8000", "LP02=2000")
        #expect(payment["state"] == "due" && payment["amount"] == 10_000 && payment["dossier"] == .string(OfficeBench.dossier))
        #expect(payment["items"]?.arrayValue?.map { $0["amount"] } == [8000, 2000])
        #expect(payment["beneficiary"]?["account"] == "0011012345678")
        let qr = try VietQR(reading: payment["qr"]?.stringValue ?? "")
        #expect(qr.bank == "970403" && qr.account == "0011012345678" && qr.amount == 10_000)
        #expect(qr.bill == OfficeBench.code && qr.purpose == "PHI \(OfficeBench.code)")
        let dossier = try bench.show()
        #expect(dossier["status"] == 6 && dossier["fees"]?.arrayValue?.count == 2 && dossier["payments"]?.arrayValue?.count == 1)
        #expect(try bench.feed().count == 4)
    }

    @Test func `the bank's statement tells dossiers of one day apart, however long their agency's code is`() throws {
        var purposes: Set<String> = []
        for number in ["0001", "0002"] {
            let bench = try OfficeBench(
                rules: OfficeRules(
                    name: "x", beneficiary: OfficeRules.Beneficiary(bank: "970403", account: "0011012345678", name: "KB")))
            let code = "000.00.00.H34-261124-\(number)"
            try bench.write { db, _ in
                try db.execute(sql: "UPDATE subjects SET code = ? WHERE id = ?", arguments: [code, OfficeBench.dossier])
            }
            let charge = ChargeFee(dossier: OfficeBench.dossier, items: ["LP01=8000"])
            let payment = try bench.write { try charge.run(in: $0, $1) }
            let purpose = try VietQR(reading: payment["qr"]?.stringValue ?? "").purpose
            #expect(purpose == code)
            purposes.insert(purpose ?? "")
        }
        #expect(purposes.count == 2)
    }

    @Test func `without an account there is no QR`() throws { #expect(try OfficeBench().charge("A=1")["qr"] == .null) }

    @Test(arguments: ["A", "A=", "=5", "A=0", "A=-5", "A=1.5", "A=1e3", "A=+5", "A=9999999999999", "A=5=6", "A=５"])
    func `an item that is none is 65 and changes nothing`(item: String) throws {
        let bench = try OfficeBench()
        let error = #expect(throws: PortalError.self) { try bench.charge("LP=1", item) }
        #expect(error?.exitCode == 65 && error?.field == "item")
        #expect(try bench.feed().isEmpty)
    }

    @Test func `an item given twice is refused`() throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try bench.charge("A=1", "A=2") }?.exitCode == 65)
    }

    @Test func `a dossier goes on when the last of its fees is paid`() throws {
        let bench = try OfficeBench()
        let first = try bench.charge("A=1")
        let second = try bench.charge("B=2")
        #expect(try bench.decide(first, .settle)["paid_at"] == .string(OfficeBench.now.description))
        #expect(try bench.show()["status"] == 6)
        try bench.decide(second, .settle)
        #expect(try bench.show()["status"] == 4)
    }

    @Test func `what failed or is unknown may still be paid, what is paid stays so`() throws {
        let bench = try OfficeBench()
        let payment = try bench.charge("A=1")
        #expect(try bench.decide(payment, .forget)["state"] == "unknown")
        #expect(try bench.decide(payment, .fail)["state"] == "failed")
        let settled = try bench.decide(payment, .settle)["revision"]
        #expect(settled?.stringValue?.hasPrefix("r4.") == true)
        #expect(try bench.decide(payment, .settle)["revision"] == settled)
        for outcome in [DecidePayment.Outcome.fail, .forget] {
            #expect(#expect(throws: PortalError.self) { try bench.decide(payment, outcome) }?.exitCode == 65)
        }
    }

    @Test func `a payment that is none is 66`() throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try bench.decide(["id": "019aaaaa"], .settle) }?.exitCode == 66)
    }
}
