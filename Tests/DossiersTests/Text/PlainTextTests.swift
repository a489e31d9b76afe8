import Foundation
import Testing

@testable import Dossiers

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("Nguyễn Thị Đào", "Nguyen Thi Dao"), ("ĐĂNG KÝ  hồ\tsơ\n", "DANG KY  ho\tso\n"),
        ("“Hồ sơ” – 1.500.000 ₫…", "\"Ho so\" - 1.500.000 d..."),
        ("Y Ƀlŏ Č", "Y Blo C"), ("a\u{A0}b", "a b"), ("Ðào", "Dao"), ("漢 → ✓", "? -> +"), ("", ""), ("ước hữu ƠƯ", "uoc huu OU"),
    ])
    func `plain text keeps case and spaces`(text: String, plain: String) {
        #expect(TextRule.ascii(text) == plain)
    }

    @Test(arguments: samples) func `any text becomes ASCII, both normal forms alike`(text: String) {
        let plain = TextRule.ascii(text.precomposedStringWithCanonicalMapping)
        #expect(plain.utf8.allSatisfy { $0 < 0x80 })
        #expect(Array(plain.utf8) == Array(TextRule.ascii(text.decomposedStringWithCanonicalMapping).utf8))
        #expect(TextRule.ascii(plain) == plain)
    }
}
