import Testing

@testable import Dossiers

@Suite struct VietQRTests {
    /// The domain's vector (domain.md, 6.2).
    let vector =
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"

    func refusal(_ text: String) -> DomainError? {
        do {
            _ = try VietQR(reading: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [("123456789", "29B1"), ("", "FFFF")]) func `the checksum is CCITT-FALSE`(
        text: String, checksum: String
    ) {
        #expect(CRC16.text(of: text) == checksum)
    }

    @Test func `the vector is written, byte for byte`() throws {
        let code = try VietQR(
            bank: "970403", account: "0011012345678", amount: 180_000, bill: "NPS6869", purpose: "thanh toan don hang")
        #expect(code.text == vector)
    }

    @Test func `the vector is read`() throws {
        let code = try VietQR(reading: vector)
        #expect(code.bank == "970403")
        #expect(code.account == "0011012345678")
        #expect(code.service == .account)
        #expect(code.amount == 180_000)
        #expect(code.bill == "NPS6869")
        #expect(code.purpose == "thanh toan don hang")
    }

    @Test func `what is written is read again`() throws {
        let codes = [
            try VietQR(bank: "970415", account: "1"),
            try VietQR(bank: "970422", account: "A1b2C3d4E5f6G7h8I9j", service: .card, amount: 1),
            try VietQR(bank: "970403", account: "0", amount: 9_999_999_999_999, purpose: "Đ"),
            try VietQR(bank: "970403", account: "0", bill: "H48-1"),
        ]
        for code in codes { #expect(try VietQR(reading: code.text) == code) }
        #expect(codes[0].text.hasPrefix("000201010211"))
        #expect(codes[1].text.hasPrefix("000201010212"))
    }

    @Test(arguments: [
        ("Nộp lệ phí hộ tịch: Đào", "Nop le phi ho tich Dao"),
        ("Lệ phí chứng thực bản sao từ bản chính", "Le phi chung thuc ban sao"),
        ("  a \n b  ", "a b"), ("000.00.53.H48-220921-0099", "000.00.53.H48-220921-0099"), ("漢字", ""), ("", ""),
        ("mười hai ba bốn năm sáu bảy", "muoi hai ba bon nam sau b"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa bc", "aaaaaaaaaaaaaaaaaaaaaaaa"),
    ])
    func `a purpose has no diacritics and at most 25 signs`(text: String, plain: String) {
        #expect(VietQR.purposeText(text) == plain)
        #expect(VietQR.purposeText(plain) == plain)
    }

    @Test(arguments: [
        ("97040", "1", Int64?.none, String?.none, "bank"), ("97040a", "1", nil, nil, "bank"),
        ("970403", "", nil, nil, "account"),
        ("970403", "12345678901234567890", nil, nil, "account"), ("970403", "12 3", nil, nil, "account"),
        ("970403", "1", 0, nil, "amount"),
        ("970403", "1", -1, nil, "amount"), ("970403", "1", 10_000_000_000_000, nil, "amount"),
        ("970403", "1", 1, "", "bill"),
        ("970403", "1", 1, "HĐ1", "bill"), ("970403", "1", 1, "12345678901234567890123456", "bill"),
    ])
    func `what no bank could read is refused`(
        bank: String, account: String, amount: Int64?, bill: String?, field: String
    ) {
        do {
            _ = try VietQR(bank: bank, account: account, amount: amount, bill: bill)
            Issue.record("was accepted")
        } catch {
            #expect(error.kind == .invalidValue)
            #expect(error.field == field)
        }
    }

    @Test func `a damaged code is refused`() {
        #expect(refusal(vector.replacing("180000", with: "180001"))?.detail == "the checksum differs")
        #expect(refusal(String(vector.dropLast()))?.kind == .invalidValue)
        #expect(refusal(vector + "00")?.kind == .invalidValue)
        for length in 0..<vector.count { #expect(refusal(String(vector.prefix(length)))?.kind == .invalidValue) }
    }

    @Test(arguments: [
        "", "hello", "062190123456||Nguyễn Thị Đào|28021990|Nữ|x|15042021", "0002016304", "00020100020163041234",
        "00-101", "000201๐1021163040000",
    ])
    func `what is no payment code is refused`(text: String) {
        #expect(refusal(text)?.kind == .invalidValue)
        #expect(refusal(text)?.field == "qr")
    }

    @Test(arguments: [
        ("5303704", "5303840"), ("5802VN", "5802US"), ("A000000727", "A000000728"), ("QRIBFTTA", "QRIBFTTX"),
        ("0006970403", "000697040A"), ("5406180000", "5406180.00"),
    ])
    func `another country's or scheme's code is refused though it is whole`(part: String, other: String) {
        let body = String(vector.dropLast(4)).replacing(part, with: other)
        #expect(refusal(body + CRC16.text(of: body))?.kind == .invalidValue)
    }
}
