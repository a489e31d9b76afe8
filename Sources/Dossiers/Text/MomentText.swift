/// A moment as RFC 3339 spells it. The domain only carries moments (a consent's, a record's); their arithmetic belongs to the wire.
enum MomentText {
    /// Whether `text` is an RFC 3339 date-time with a real day, `Z` or an offset.
    static func isValid(_ text: String) -> Bool {
        guard text.utf8.count >= 20, text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
        let characters = Array(text)
        guard CivilDay(iso: String(characters[0..<10])) != nil, "Tt ".contains(characters[10]),
            characters[13] == ":", characters[16] == ":",
            let hour = DigitText.number(String(characters[11...12])), hour < 24,
            let minute = DigitText.number(String(characters[14...15])), minute < 60,
            let second = DigitText.number(String(characters[17...18])), second <= 60
        else { return false }
        var rest = characters[19...]
        if rest.first == "." {
            rest = rest.dropFirst()
            let fraction = rest.prefix { DigitText.isDigits(String($0)) }
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(fraction.count)
        }
        if rest.count == 1, let zone = rest.first { return zone == "Z" || zone == "z" }
        let offset = Array(rest)
        guard offset.count == 6, offset[0] == "+" || offset[0] == "-", offset[3] == ":",
            let hours = DigitText.number(String(offset[1...2])), hours < 24,
            let minutes = DigitText.number(String(offset[4...5])), minutes < 60
        else { return false }
        return true
    }
}
