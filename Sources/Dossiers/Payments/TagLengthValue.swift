/// The notation of payment QR codes (EMVCo, merchant-presented mode): a tag of two digits, the value's length of two digits, the value.
struct TagLengthValue: Sendable, Hashable {
    let tag: String
    let value: String

    /// The values beside each other; an empty value leaves its tag out. Values are at most 99 ASCII characters.
    static func written(_ fields: [TagLengthValue]) -> String {
        fields.filter { !$0.value.isEmpty }.map { $0.tag + DigitText.pad($0.value.utf8.count, 2) + $0.value }.joined()
    }

    /// Takes a text apart, in its order.
    ///
    /// - Throws: `invalidValue` with `field` for what is not ASCII, ends early, has lengths that are no digits, or names a tag twice.
    static func read(_ text: String, field: String) throws(DomainError) -> [TagLengthValue] {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw wrong(field, "signs other than ASCII") }
        let bytes = Array(text.utf8)
        var fields: [TagLengthValue] = []
        var place = 0
        while place < bytes.count {
            guard place + 4 <= bytes.count else { throw wrong(field, "ends within a tag") }
            let tag = part(bytes, place..<(place + 2))
            guard DigitText.isDigits(tag), let length = DigitText.number(part(bytes, (place + 2)..<(place + 4))) else {
                throw wrong(field, "a tag or a length that is no digits")
            }
            place += 4
            guard place + length <= bytes.count else { throw wrong(field, "ends within tag \(tag)") }
            if fields.contains(where: { $0.tag == tag }) { throw wrong(field, "tag \(tag) twice") }
            fields.append(TagLengthValue(tag: tag, value: part(bytes, place..<(place + length))))
            place += length
        }
        return fields
    }

    private static func part(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func wrong(_ field: String, _ detail: String) -> DomainError {
        DomainError(.invalidValue, field: field, detail: detail)
    }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021 from 0xFFFF, nothing reflected, nothing added.
enum CRC16 {
    /// Four capital hexadecimal digits.
    static func text(of text: String) -> String {
        var register: UInt16 = 0xFFFF
        for byte in text.utf8 {
            register ^= UInt16(byte) << 8
            for _ in 0..<8 { register = register & 0x8000 != 0 ? register << 1 ^ 0x1021 : register << 1 }
        }
        let digits = String(register, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
