/// The traces of a scanner that types through a Vietnamese keyboard method that did not compose: `NGUYEENX VAWN A`, `Nguye6n4`
/// (domain.md, 5.2). Only a reason to look twice.
enum TelexResidue {
    static func isLikely(in text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.contains { word in
            guard word.unicodeScalars.allSatisfy(\.isASCII) else { return false }
            return isTelex(String(word)) || isVNI(word)
        }
    }

    /// `vawn`, `nguyeenx`, `ddaof`: doubled letters and w stand for letters, a last s f r x j for a tone.
    fileprivate static func isTelex(_ word: String) -> Bool {
        let hasLetterKeys = ["aa", "ee", "dd", "aw", "ow", "uw", "oow"].contains { word.contains($0) }
        let endsInRareTone = word.hasSuffix("f") || word.hasSuffix("x") || word.hasSuffix("j")
        let hasVowel = word.contains { "aeiouy".contains($0) }
        return hasVowel && word.utf8.count > 2 && (hasLetterKeys || endsInRareTone)
    }

    /// `nguye6n4`: digits behind letters stand for marks and tones.
    private static func isVNI(_ word: Substring) -> Bool {
        guard let first = word.first, first.isLetter else { return false }
        return word.contains { "123456789".contains($0) }
    }
}

extension TelexResidue {
    /// For one part of a scan: figures are honest in an address, so only the traces of Telex count.
    static func isLikelyTypedName(_ text: String) -> Bool {
        text.lowercased().split { !$0.isLetter }.contains { word in
            word.unicodeScalars.allSatisfy(\.isASCII) && isTelex(String(word))
        }
    }
}
