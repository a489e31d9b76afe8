/// Why some bytes are not I-JSON. Says where, never what stood there: the bytes may be personal data.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case unexpectedEnd = "unexpected end"
        case unexpectedByte = "unexpected byte"
        case invalidNumber = "invalid number"
        case numberTooLarge = "number beyond 2^53"
        case invalidEscape = "invalid escape"
        case invalidText = "text that is not UTF-8, or holds NUL, a lone surrogate or a noncharacter"
        case duplicateKey = "duplicate key"
        case tooDeep = "nested too deeply"
        case trailingBytes = "bytes after the value"
        case wrongShape = "a member is missing or of the wrong type"
    }

    package let reason: Reason
    /// Byte offset into the text.
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package var description: String { "\(reason.rawValue) at byte \(offset)" }
}

/// Reads exactly one I-JSON value (RFC 7493), stricter than RFC 8259: duplicate keys, NUL, lone surrogates,
/// noncharacters and numbers beyond 2^53 are errors. Foundation's decoder lets all of those pass.
package struct JSONParser {
    /// Deeper nesting is refused, so that a hostile text cannot exhaust the stack.
    package static let maximumDepth = 64

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that `bytes` spell. Throws `JSONError`.
    package static func parse(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
        var parser = JSONParser(Array(bytes))
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == parser.bytes.count else { throw JSONError(.trailingBytes, at: parser.position) }
        return value
    }

    /// The object that `bytes` spell; any other value is `wrongShape`.
    package static func parseObject(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONObject {
        guard case .object(let object) = try parse(bytes) else { throw JSONError(.wrongShape, at: 0) }
        return object
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw JSONError(.tooDeep, at: position) }
        skipSpace()
        guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for expected in "\(text)".utf8 {
            guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
            guard byte == expected else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        position += 1
        var members: JSONObject = [:]
        skipSpace()
        if current == UInt8(ascii: "}") { position += 1; return members }
        while true {
            skipSpace()
            guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
            guard byte == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
            let start = position
            let key = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            let member = try value(depth: depth + 1)
            guard members.updateValue(member, forKey: key) == nil else { throw JSONError(.duplicateKey, at: start) }
            skipSpace()
            if current == UInt8(ascii: ",") { position += 1; continue }
            try expect(UInt8(ascii: "}"))
            return members
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") { position += 1; return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if current == UInt8(ascii: ",") { position += 1; continue }
            try expect(UInt8(ascii: "]"))
            return elements
        }
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard let found = current else { throw JSONError(.unexpectedEnd, at: position) }
        guard found == byte else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        var isInteger = true
        if current == UInt8(ascii: "-") { position += 1 }
        let leadingZero = current == UInt8(ascii: "0")
        let digits = skipDigits()
        guard digits > 0, !(leadingZero && digits > 1) else { throw JSONError(.invalidNumber, at: start) }
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw JSONError(.invalidNumber, at: start) }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let limit: Int64 = 1 << 53
        if isInteger {
            guard let value = Int64(text), value >= -limit, value <= limit else {
                throw JSONError(.numberTooLarge, at: start)
            }
            return .integer(value)
        }
        guard let value = Double(text), value.isFinite else { throw JSONError(.numberTooLarge, at: start) }
        guard value.magnitude <= Double(limit) else { throw JSONError(.numberTooLarge, at: start) }
        return .number(value)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self),
                    string.unicodeScalars.allSatisfy(Self.isAllowed)
                else { throw JSONError(.invalidText, at: start) }
                return string
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(Character(try escape())).utf8)
            case 0..<0x20:
                throw JSONError(.invalidText, at: position - 1)
            default:
                text.append(byte)
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value != 0 && !(0xFDD0...0xFDEF).contains(scalar.value) && scalar.value & 0xFFFE != 0xFFFE
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
        position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw JSONError(.invalidEscape, at: position - 1)
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A surrogate: only a high one directly followed by an escaped low one is text.
        guard first < 0xDC00 else { throw JSONError(.invalidText, at: start) }
        guard current == UInt8(ascii: "\\") else { throw JSONError(.invalidText, at: start) }
        position += 1
        guard current == UInt8(ascii: "u") else { throw JSONError(.invalidText, at: start) }
        position += 1
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONError(.invalidText, at: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw JSONError(.unexpectedEnd, at: position) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw JSONError(.invalidEscape, at: position)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
