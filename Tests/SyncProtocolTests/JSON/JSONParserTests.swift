import SyncProtocol
import Testing

@Suite struct JSONParserTests {
    private func reason(_ text: [UInt8]) -> JSONError.Reason? {
        do throws(JSONError) {
            _ = try JSONParser.parse(text)
            return nil
        } catch { return error.reason }
    }
    private func reason(_ text: String) -> JSONError.Reason? { reason(bytes(text)) }

    @Test(arguments: [#"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"x":{"b":1,"b":null}}"#])
    func `a key that stands twice is refused however it is spelt`(_ text: String) {
        #expect(reason(text) == .duplicateKey)
    }

    @Test(arguments: [
        #""\u0000""#, #"{"\u0000":1}"#, #""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uD800x""#, #""\uDC00\uD800""#,
        #""\uFFFE""#, #""\uFFFF""#, #""\uFDD0""#, #""\uD83F\uDFFF""#, "\"\u{FFFF}\"", "\"\u{1FFFE}\"", "\"a\u{1}\"", "\"\n\"",
    ])
    func `NUL, lone surrogates, noncharacters and bare controls are no text`(_ text: String) {
        #expect(reason(text) == .invalidText)
    }

    @Test(
        arguments: [[0x22, 0x00, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]]
    )
    func `bytes that are no UTF-8 are no text`(_ text: [UInt8]) {
        #expect(reason(text) == .invalidText)
    }

    @Test func `every escape is read`() throws {
        let value = try JSONParser.parse(bytes(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00Ạ""#))
        #expect(value == .string("\"\\/\u{08}\u{0C}\n\r\té😀Ạ"))
    }

    @Test(arguments: [#""\x""#, #""\u12g4""#, #""\U0041""#])
    func `an unknown escape is refused`(_ text: String) {
        #expect(reason(text) == .invalidEscape)
    }

    @Test(arguments: [
        ("9007199254740992", 9_007_199_254_740_992), ("-9007199254740992", -9_007_199_254_740_992), ("0", 0), ("-0", 0),
    ])
    func `integers within two to the 53rd are exact`(_ text: String, _ value: Int64) throws {
        #expect(try JSONParser.parse(bytes(text)) == .integer(value))
    }

    @Test(arguments: [
        "9007199254740993", "-9007199254740993", "99999999999999999999999", "1e16", "1e400", "-1e400", "9007199254740994.0",
    ])
    func `numbers beyond two to the 53rd are refused`(_ text: String) {
        #expect(reason(text) == .numberTooLarge)
    }

    @Test(arguments: ["01", "-", "1.", ".5", "1e", "1e+", "+1", "--1", "0x10", "NaN", "Infinity", "-01"])
    func `what is almost a number is refused`(_ text: String) {
        #expect(reason(text) != nil)
    }

    @Test func `nesting is bounded on both kinds`() {
        let deepest = JSONParser.maximumDepth
        #expect(reason(String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)) == nil)
        #expect(reason(String(repeating: "[", count: 1_000_000)) == .tooDeep)
        #expect(reason(String(repeating: #"{"a":"#, count: 100_000)) == .tooDeep)
    }

    @Test(arguments: ["1 2", "{} {}", "null,", "[]\u{0}", "\"a\"\"b\""])
    func `bytes after the value are refused`(_ text: String) {
        #expect(reason(text) == .trailingBytes)
    }

    @Test(arguments: ["", " ", "{", "[", "\"", "[1", "{\"a\"", "{\"a\":", "{\"a\":1", "tru", "\"\\", "\"\\u00", "[1,"])
    func `a text that was cut is refused at every place`(_ text: String) {
        #expect(reason(text) == .unexpectedEnd)
    }

    @Test(arguments: ["[1,]", "{,}", "{\"a\":1,}", "{a:1}", "[1 2]", "{\"a\" 1}", "\u{FEFF}{}", "'a'", "True", "/**/1"])
    func `what other parsers forgive is refused`(_ text: String) {
        #expect(reason(text) != nil)
    }

    @Test func `an object is asked for and nothing else will do`() {
        for text in ["[]", "1", "null", "\"{}\""] {
            #expect(throws: JSONError(.wrongShape, at: 0)) { try JSONParser.parseObject(bytes(text)) }
        }
    }

    @Test func `no mutation of a line makes the parser crash`() {
        var random = Seeded(7)
        let good = bytes(#"{"a":[1,2.5e3,true,null,"Ạ\uD83D\uDE00"],"b":{"c":"d"},"e":-0.1}"#)
        var refused = 0
        for _ in 0..<20_000 {
            var text = good
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<text.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[index] = UInt8.random(in: 0...255, using: &random)
                case 1: text.remove(at: index)
                default: text.insert(UInt8.random(in: 0...255, using: &random), at: index)
                }
            }
            if let value = try? JSONParser.parse(text) {
                // What is accepted comes back the same from its own spelling.
                #expect((try? JSONParser.parse(JSONWriter.encode(value))) == value)
            } else {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
