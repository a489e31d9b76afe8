import SyncProtocol
import Testing

@Suite struct JSONWriterTests {
    @Test func `members stand in the order of their bytes whatever the order they were put in`() {
        var first: JSONObject = [:]
        var second: JSONObject = [:]
        let keys = (0..<200).map { "k\($0)" } + ["é", "z", "Z", "Ạ", ""]
        for key in keys { first[key] = 1 }
        for key in keys.reversed() { second[key] = 1 }
        #expect(JSONValue.object(first).encoded == JSONValue.object(second).encoded)
        #expect(JSONValue.object(["b": 1, "a": 2, "Z": 3]).text == #"{"Z":3,"a":2,"b":1}"#)
    }

    @Test func `controls, quotes and backslashes are escaped and letters are not`() {
        #expect(JSONValue.string("\"\\\n\r\t\u{1}\u{1F}\u{7F}/Ạ😀").text == #""\"\\\n\r\t\u0001\u001f\u007f/Ạ😀""#)
    }

    @Test func `a number that JSON cannot spell becomes null`() {
        #expect(JSONValue.array([.number(.nan), .number(.infinity), .number(0.5)]).text == "[null,null,0.5]")
    }

    @Test(arguments: UInt64(0)..<50)
    func `what is written is read back as it was`(_ seed: UInt64) throws {
        var random = Seeded(seed)
        let value = Self.value(&random, depth: 0)
        let text = value.encoded
        #expect(try JSONParser.parse(text) == value)
        #expect(try JSONParser.parse(text).encoded == text)
    }

    private static func value(_ random: inout Seeded, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
        case 3: return .number(Double(Int64.random(in: -1_000_000...1_000_000, using: &random)) + 0.25)
        case 4: return .string(text(&random))
        case 5: return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(&random, depth: depth + 1) })
        default:
            var object: JSONObject = [:]
            for _ in 0..<Int.random(in: 0..<5, using: &random) { object[text(&random)] = value(&random, depth: depth + 1) }
            return .object(object)
        }
    }

    private static func text(_ random: inout Seeded) -> String {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "\u{7F}", "é", "Ạ", "đ", "😀", " ", "/", "\u{2028}"]
        var text = ""
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
        }
        return text
    }
}
