/// Recognises text that was converted wrongly: refused at the door, since a damaged name cannot be told from a strange one later
/// (domain.md, 9). It prefers to let a doubtful text pass: names of ethnic minorities and foreigners are real.
enum LegacyEncoding: String {
    /// U+FFFD: some earlier program already gave up on these bytes.
    case replacement = "a replacement character"
    /// TCVN 5712 (.VnTime fonts) read as Latin-1: `NguyÔn ThÞ §µo`.
    case tcvn3 = "TCVN3 (.VnTime) read as Latin-1"
    /// VNI Windows fonts read as Latin-1: `Nguyeãn Thò Ñaøo`.
    case vni = "VNI read as Latin-1"
    /// UTF-8 bytes read as Latin-1 or Windows-1252: `Nguyá»…n`.
    case twice = "UTF-8 read as Latin-1"

    /// Which damage an NFC text shows; `nil` if none.
    static func sign(in text: String) -> LegacyEncoding? {
        let scalars = Array(text.unicodeScalars)
        guard scalars.contains(where: { !$0.isASCII }) else { return nil }
        if scalars.contains("\u{FFFD}") { return .replacement }
        if readsAsBytes(scalars) { return .twice }
        // Text with letters that only Unicode has was typed as Unicode; old lists have none at all.
        if scalars.contains(where: isOnlyInUnicode) { return nil }
        if hasTCVN3Signs(scalars) { return .tcvn3 }
        if hasVNISigns(scalars) { return .vni }
        return nil
    }

    /// ă đ ơ ư, ạ … ỹ, ƀ ŏ č: letters that Latin-1 and Windows-1252 lack.
    private static func isOnlyInUnicode(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x152, 0x153, 0x160, 0x161, 0x178, 0x17D, 0x17E, 0x192: false
        case 0x100...0x24F, 0x300...0x36F, 0x1E00...0x1EFF: true
        default: false
        }
    }

    /// The first bytes of two- and three-byte sequences, followed by what can only be a continuation byte.
    private static func readsAsBytes(_ scalars: [Unicode.Scalar]) -> Bool {
        for (first, second) in zip(scalars, scalars.dropFirst()) {
            switch (first.value, second.value) {
            // á» áº: all of ạ … ỹ.
            case (0xE1, 0xBA), (0xE1, 0xBB): return true
            // Ã Ä Æ and a sign: à … ý, đ, ơ and ư.
            case (0xC3...0xC6, 0xA1...0xBF), (0xC3...0xC6, 0x2018...0x203A), (0xC3...0xC6, 0x20AC): return true
            default: continue
            }
        }
        return false
    }

    // MARK: TCVN3

    /// Signs of Latin-1 that stand for letters in TCVN3.
    private static let signsAsLetters: Set<Unicode.Scalar> = [
        "§", "¨", "©", "ª", "«", "¬", "\u{AD}", "®", "µ", "¶", "·", "¸", "¹", "»", "¼", "½", "¾", "×", "÷",
    ]

    /// Capitals of Latin-1 that stand for small letters in TCVN3; À Á Â Ã Ù Ú Û do not.
    private static let capitalsAsSmall: Set<Unicode.Scalar> = [
        "Æ", "Ç", "È", "É", "Ê", "Ë", "Ì", "Î", "Ï", "\u{D0}", "Ñ", "Ò", "Ó", "Ô", "Õ", "Ö", "Ø", "Ü", "Ý", "Þ",
    ]

    private static func hasTCVN3Signs(_ scalars: [Unicode.Scalar]) -> Bool {
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            if signsAsLetters.contains(scalar) {
                // "§µo", "n¨m", "Hµ" but not "Điều § 5", "100 m²", "«Sao»", "Vinamilk®", "3×4".
                let opensQuote = scalar == "«" && !before.properties.isAlphabetic
                let closesQuote = scalar == "»" && !after.properties.isAlphabetic
                let isTrademark = (scalar == "®" || scalar == "©") && !after.properties.isAlphabetic
                let isBetweenNumbers = isDigit(before) || isDigit(after)
                let isPartOfWord = isWordPart(before) || isWordPart(after)
                if isPartOfWord, !opensQuote, !closesQuote, !isTrademark, !isBetweenNumbers { return true }
            }
            if capitalsAsSmall.contains(scalar), before.properties.isLowercase { return true }
            if scalar == "Þ" || scalar == "þ", before.properties.isAlphabetic { return true }
        }
        return false
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || signsAsLetters.contains(scalar)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    // MARK: VNI

    /// A vowel and the character that VNI puts behind it as its mark, where Vietnamese and its neighbours never have the two.
    private static let strongPairs: Set<String> = {
        var pairs: Set<String> = [
            "öô", "aâ", "aà", "aå", "eâ", "eå", "oâ", "oå", "yù", "yõ", "eù", "aù", "où", "uù", "eõ", "aõ", "oõ", "uõ",
        ]
        for vowel in ["a", "e", "o", "u", "y", "ô", "ö"] {
            for mark in ["ø", "û"] { pairs.insert(vowel + mark) }
        }
        for vowel in ["ô", "ö"] {
            for mark in ["ù", "õ", "ï"] { pairs.insert(vowel + mark) }
        }
        return pairs
    }()

    /// Pairs that VNI has often, and a foreign name (Seán, Raúl, Anaïs, Leão) now and then: two of them are needed.
    private static let weakPairs: Set<String> = [
        "aá", "aã", "aä", "aé", "aè", "aú", "aü", "aë", "aï", "eá", "eà", "eã", "eä", "eï", "oä", "oï", "uï",
    ]

    private static func hasVNISigns(_ scalars: [Unicode.Scalar]) -> Bool {
        let letters = scalars.map { $0.properties.lowercaseMapping }
        var weak = 0
        for index in letters.indices.dropFirst() {
            let pair = letters[index - 1] + letters[index]
            if strongPairs.contains(pair) { return true }
            let before = index >= 2 ? letters[index - 2] : " "
            let after = index + 1 < letters.count ? letters[index + 1] : " "
            // "Nguyeãn", "Vaên", "Phaïm": VNI's most frequent names, and nothing else's.
            if before == "y", pair.hasPrefix("e"), weakPairs.contains(pair) { return true }
            if pair == "aê", ["n", "m", "c", "t", "p"].contains(after) { return true }
            if pair == "aï", after == "m" { return true }
            if weakPairs.contains(pair) { weak += 1 }
        }
        return weak >= 2 || (weak == 1 && letters.first == "ñ")
    }
}
