package import Foundation

/// Sorting as Vietnamese sorts: a ă â b c d đ e ê … o ô ơ … u ư …, then the tones (none, huyền, hỏi, ngã, sắc, nặng), word by word.
/// Swift's own order puts Đ, Ă, Ơ and Ư after Z, and the machine may lack locale data (domain.md, 9).
package enum VietnameseOrder {
    /// Where `a` stands to `b` as plain text.
    package static func compare(_ a: String, _ b: String) -> ComparisonResult {
        order(key(a), key(b), tie: (a, b))
    }

    /// Where `a` stands to `b` as people's names: by the given name, which is the last word, then by the words before it. A name of
    /// one word is its own given name.
    package static func compareNames(_ a: String, _ b: String) -> ComparisonResult {
        order(nameKey(a), nameKey(b), tie: (a, b))
    }

    /// `values` in the order of their texts; equal ones stay as they stand.
    package static func sorted<Value>(_ values: [Value], by text: (Value) -> String) -> [Value] {
        sorted(values, key: { key(text($0)) })
    }

    /// `values` in the order of people's names, the given name first; equal ones stay as they stand.
    package static func sorted<Value>(_ values: [Value], byName name: (Value) -> String) -> [Value] {
        sorted(values, key: { nameKey(name($0)) })
    }

    private static func sorted<Value>(_ values: [Value], key: (Value) -> [UInt8]) -> [Value] {
        values.map { (key: key($0), value: $0) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Bytes that sort (by `memcmp`, as SQLite sorts blobs) as `compareNames` sorts the names, for an index.
    package static func nameKey(_ name: String) -> [UInt8] {
        var words = key(name).split(separator: wordEnd, omittingEmptySubsequences: true)
        if let given = words.popLast() { words.insert(given, at: 0) }
        return Array(words.joined(separator: [wordEnd]))
    }

    /// Bytes that sort as `compare` sorts the texts.
    package static func key(_ text: String) -> [UInt8] {
        let words = text.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
        var key: [UInt8] = []
        for (index, word) in words.enumerated() {
            if index > 0 { key.append(wordEnd) }
            key.append(contentsOf: wordKey(word))
        }
        return key
    }

    private static func order(_ a: [UInt8], _ b: [UInt8], tie: (String, String)) -> ComparisonResult {
        if a.lexicographicallyPrecedes(b) { return .orderedAscending }
        if b.lexicographicallyPrecedes(a) { return .orderedDescending }
        // Old and new places of the tone mark, and case, come out alike: any fixed order will do.
        let (first, second) = tie
        if first == second { return .orderedSame }
        return first < second ? .orderedAscending : .orderedDescending
    }

    private static let wordEnd: UInt8 = 1
    private static let tonesFollow: UInt8 = 2

    /// All letters of the word, then its tones: a tone counts only between words of the same letters.
    private static func wordKey(_ word: Substring) -> [UInt8] {
        var letters: [UInt8] = []
        var tones: [UInt8] = []
        for scalar in String(word).lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0x306, 0x302, 0x31B, 0x30C: addShape(of: scalar, to: &letters)
            case 0x303 where letters.last == letterN: addShape(of: scalar, to: &letters)
            case 0x300: tones.append(4)
            case 0x309: tones.append(5)
            case 0x303: tones.append(6)
            case 0x301: tones.append(7)
            case 0x323: tones.append(8)
            case 0x61...0x7A: letters.append(UInt8((scalar.value - 0x61) * 6 + 60))
            case 0x111: letters.append(UInt8((0x64 - 0x61) * 6 + 60 + 5))
            case 0x180: letters.append(UInt8((0x62 - 0x61) * 6 + 60 + 5))
            case 0x30...0x39: letters.append(UInt8(scalar.value - 0x30 + 20))
            case 0x300...0x36F: continue
            default: letters.append(scalar.isASCII ? 10 : 250)
            }
        }
        return letters + [tonesFollow] + tones
    }

    /// The tilde of ñ makes a letter; everywhere else it is a tone.
    private static let letterN = UInt8((0x6E - 0x61) * 6 + 60)

    private static func addShape(of mark: Unicode.Scalar, to letters: inout [UInt8]) {
        guard let last = letters.popLast() else { return }
        letters.append(last &+ shape(of: mark))
    }

    /// What a letter's own mark adds to it: breve before circumflex before horn, as in ă â, ô ơ.
    private static func shape(of mark: Unicode.Scalar) -> UInt8 {
        switch mark.value {
        case 0x306: 1
        case 0x302: 2
        case 0x31B: 3
        default: 1
        }
    }
}
