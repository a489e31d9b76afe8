import Foundation
import Testing

@testable import Dossiers

/// The kind of error that `body` throws, or `nil`.
func kind(_ body: () throws(DomainError) -> Void) -> DomainError.Kind? {
    do {
        try body()
        return nil
    } catch {
        return error.kind
    }
}

let samples = [
    "Nguyễn Thị Đào", "Y Blar", "A Thu", "Siu H'Phưr", "Rơ Mah Bleng", "Y Ƀlŏ", "K’ Ĕ", "Č Ŏ", "Hoà", "Hòa", "Đặng Thị Ngọc Ánh",
    "Bùi Quý",
    "Lê-Phan Ka Ñ", "Niê Kdăm", "Số 5, đường Hùng Vương", "Nguyễn \u{200B}Văn\u{A0}\u{2003} A", "\tÐinh Ðức\n", "Müller François",
    "Søren", "João", "",
    "100 m² đất", "«Sao»", "X\u{302}\u{301}",
]

@Suite struct TextRuleTests {
    @Test func `decomposed text is stored precomposed, byte for byte`() throws {
        let stored = try TextRule.normalise("Nguyễn Thị Đào".decomposedStringWithCanonicalMapping)
        #expect(Array(stored.utf8) == Array("Nguyễn Thị Đào".precomposedStringWithCanonicalMapping.utf8))
    }

    @Test(arguments: [
        ("  Nguyễn\t Văn \u{A0} A ", "Nguyễn Văn A"), ("A\u{200B}Thu", "AThu"), ("\u{FEFF}Y Blar\r\n", "Y Blar"),
        ("A\u{2003}\u{3000}B", "A B"), (" \u{200B} ", ""),
    ])
    func `all kinds of spaces fold to one and zero-width ones vanish`(raw: String, stored: String) throws {
        #expect(try TextRule.normalise(raw) == stored)
    }

    @Test func `Eth is read as Đ`() throws {
        let stored = try TextRule.normalise("Ð\u{61}\u{300}o ðỏ HÐND")
        #expect(Array(stored.utf8) == Array("Đào đỏ HĐND".utf8))
    }

    @Test(arguments: ["A\u{0}B", "A\u{1B}[31m", "A\u{7F}", "A\u{90}", "A\u{202E}B", "A\u{E000}"])
    func `control, private and direction characters are refused`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try TextRule.normalise(raw) } == .invalidText)
    }

    @Test func `a text beyond its limit is refused, at its limit it is not`() throws {
        #expect(try TextRule.normalise(String(repeating: "ễ", count: 10), limit: 10).count == 10)
        #expect(kind { () throws(DomainError) in _ = try TextRule.normalise("abcdefghijk", limit: 10) } == .invalidText)
        let heavy = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(kind { () throws(DomainError) in _ = try TextRule.normalise(heavy, limit: 10) } == .invalidText)
    }

    @Test(arguments: samples) func `storing a stored text changes nothing`(raw: String) throws {
        let once = try TextRule.normalise(raw)
        #expect(Array(try TextRule.normalise(once).utf8) == Array(once.utf8))
    }

    @Test func `any text is either refused or stable`() {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet = Array("aeouyôöNguyễnĐ \u{A0}\u{200B}\u{301}\u{323}øûåäïëñÐðµ¸§®»ÔÞß'-.|1\u{AD}á»Ã".unicodeScalars)
        var accepted = 0
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<next(12) { text.append(alphabet[next(alphabet.count)]) }
            guard let once = try? TextRule.normalise(String(text)) else { continue }
            accepted += 1
            let twice = try? TextRule.normalise(once)
            #expect(twice.map { Array($0.utf8) } == Array(once.utf8), "from \(text.map(\.value))")
        }
        #expect(accepted > 100)
    }
}

@Suite struct LegacyEncodingTests {
    @Test(arguments: [
        "NguyÔn ThÞ §µo", "NguyÔn V¨n An", "TrÇn ThÞ Hång", "UBND huyÖn Sa ThÇy", "§inh §øc", "NGUYÔN THÞ §µO",
        "Nguyeãn Thò Ñaøo", "Traàn Vaên Huøng", "Leâ Thò Höôøng", "Phaïm Vaên Ñoàng", "ÑAËNG THÒ HOÀNG",
        "Nguyá»…n Thá»‹ Ä‘Ã o", "LÃª VÄƒn TÃ¡m", "Nguy\u{FFFD}n",
    ])
    func `damaged text is refused as such`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try TextRule.normalise(raw) } == .legacyEncoding)
    }

    @Test(
        arguments: samples + [
            "Hoà Xuân", "Quý", "Khoá Toàn", "Lê Quý Hoà", "Anaïs", "Seán", "Raúl", "Raphaël", "Zoë", "Leão", "Héloïse", "Weiß",
            "Þór", "Vinamilk®",
            "3×4 cm", "Điều 5 § 2", "Công ty TNHH «Sao Mai»", "Ñ", "Ama Ñ", "Y Niê", "Êban", "TRẦN ÊĐÊ", "Côte d’Ivoire",
            "Ålesund", "Tòa nhà số 1½",
        ])
    func `honest text passes`(raw: String) {
        #expect(kind { () throws(DomainError) in _ = try TextRule.normalise(raw) } == nil)
    }
}

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Nguyễn Thị Đào", "nguyen thi dao"), ("ĐĂNG KÝ", "dang ky"), ("Hoà", "hoa"), ("Hòa", "hoa"), ("Ƀlŏ  Č", "blo c"),
        ("  Ước  Hữu ", "uoc huu"),
        ("H’Phưr", "h'phur"), ("Ðào", "dao"), ("", ""), ("Rờ\u{A0}Kơi", "ro koi"),
    ])
    func `folding takes marks, case and đ away`(text: String, folded: String) {
        #expect(TextRule.fold(text) == folded)
    }

    @Test(arguments: samples) func `both normal forms fold alike, and folding twice changes nothing`(text: String) {
        let folded = TextRule.fold(text.precomposedStringWithCanonicalMapping)
        #expect(Array(folded.utf8) == Array(TextRule.fold(text.decomposedStringWithCanonicalMapping).utf8))
        #expect(TextRule.fold(folded) == folded)
    }

    @Test func `a code stays one word`() {
        #expect(TextRule.words(ofFolded: "thu tuc 1.013225, cap 3.") == ["thu", "tuc", "1.013225", "cap", "3"])
    }
}
