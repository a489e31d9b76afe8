import SyncProtocol
import Testing

@testable import Portal

@Suite struct PaymentTests {
    @Test func `the QR text is the one of the national example`() {
        let qr = PaymentQR(bank: "970403", account: "0011012345678", amount: 180_000, bill: "NPS6869", purpose: "thanh toan don hang")
        #expect(
            qr.text
                == "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E")
        #expect(PaymentQR.checksum("123456789") == "29B1")
    }

    @Test func `a purpose is ASCII and short enough`() {
        let text = PaymentQR(bank: "970403", account: "1", amount: 1, bill: "H34", purpose: "Phí đăng ký khai sinh, trích lục").text
        #expect(text.contains("0825phi dang ky khai sinh tri"))
    }

    @Test func `a fee makes a payment that is due, and the dossier waits for it`() throws {
        let bench = try OfficeBench(
            rules: OfficeRules(name: "x", beneficiary: OfficeRules.Beneficiary(bank: "970403", account: "0011012345678", name: "KB")))
        let payment = try bench.charge("LP01=8000", "LP02=2000")
        #expect(payment["state"] == "due" && payment["amount"] == 10_000 && payment["dossier"] == .string(OfficeBench.dossier))
        #expect(payment["items"]?.arrayValue?.map { $0["amount"] } == [8000, 2000])
        #expect(payment["beneficiary"]?["account"] == "0011012345678")
        #expect(payment["qr"]?.stringValue?.contains("540510000") == true)
        let dossier = try bench.show()
        #expect(dossier["status"] == 6 && dossier["fees"]?.arrayValue?.count == 2 && dossier["payments"]?.arrayValue?.count == 1)
        #expect(try bench.feed().count == 4)
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
        #expect(try bench.decide(payment, .settle)["revision"] == "r4")
        #expect(try bench.decide(payment, .settle)["revision"] == "r4")
        for outcome in [DecidePayment.Outcome.fail, .forget] {
            #expect(#expect(throws: PortalError.self) { try bench.decide(payment, outcome) }?.exitCode == 65)
        }
    }

    @Test func `a payment that is none is 66`() throws {
        let bench = try OfficeBench()
        #expect(#expect(throws: PortalError.self) { try bench.decide(["id": "019aaaaa"], .settle) }?.exitCode == 66)
    }
}
