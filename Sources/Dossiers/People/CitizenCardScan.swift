package import Foundation

/// What the QR code of a citizen card says, as a scanner types it (domain.md, 5.2):
/// `number|old number|name|ddMMyyyy|Nam/Nữ|address|ddMMyyyy`, in the several shapes that readers make of it.
package struct CitizenCardScan: Sendable, Hashable {
    /// The personal number, 12 digits.
    package let number: String
    /// The nine digits of the card before, if the code has them.
    package let oldNumber: String?
    package let fullName: String
    package let birth: BirthDate
    package let gender: Gender?
    /// The place of residence as printed.
    package let address: String?
    package let issuedOn: CivilDay?

    /// Reads a scan. The 12-digit number and the gender behind a date are the anchors; what stands before the first and after the
    /// card's date of issue is left out.
    ///
    /// - Throws: `invalidScan` when the anchors cannot be found, for `scan.birth` when it is the date of birth; the errors of a name, a date or a text for those parts.
    package static func parse(
        _ raw: String, today: CivilDay
    ) throws(DomainError) -> (scan: CitizenCardScan, warnings: [DomainWarning]) {
        let text = try TextRule.normalise(raw, field: "scan")
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
        if let other = OtherCode.name(of: text) {
            throw DomainError(.invalidScan, field: "scan", detail: "a code of another kind: \(other)", hint: other)
        }
        guard parts.count >= 6 else { throw invalid("fewer than six parts between | signs") }
        guard let first = parts.firstIndex(where: { number(endingPart: $0) != nil }),
            let number = number(endingPart: parts[first])
        else { throw invalid("no part with a personal number of 12 digits") }
        guard let born = indexOfBirth(in: parts, after: first), born >= first + 2, let birthDay = day(parts[born]) else {
            throw DomainError(.invalidScan, field: "scan.birth", detail: "no date of birth behind a name")
        }

        var warnings: [DomainWarning] = []
        let fullName = try PersonName.normalise(parts[born - 1], field: "scan.full_name")
        let birth = try BirthDate.date(birthDay).checked(today: today, field: "scan.birth")
        let oldText = born - 1 > first + 1 ? parts[first + 1] : ""
        let oldNumber = DigitText.isDigits(oldText) && [9, 12].contains(oldText.utf8.count) ? oldText : nil
        if oldNumber == nil, !oldText.isEmpty { warnings.append(DomainWarning(.unreadablePart, field: "scan.old_number")) }
        let genderText = part(born + 1, of: parts)
        let gender = Gender(written: genderText)
        if gender == nil { warnings.append(DomainWarning(.unreadablePart, field: "scan.gender")) }
        let address = part(born + 2, of: parts)
        let issuedOn = day(part(born + 3, of: parts))

        let typed = [("scan.full_name", fullName), ("scan.gender", genderText), ("scan.address", address)]
        for (field, text) in typed where TelexResidue.isLikelyTypedName(text) || isGenderThroughKeys(text) {
            warnings.append(DomainWarning(.telexResidue, field: field))
        }
        warnings += try Identity(.cccd, number, field: "scan.number")
            .warnings(gender: gender, birth: birth, today: today, field: "scan.number")
        let scan = CitizenCardScan(
            number: number, oldNumber: oldNumber, fullName: fullName, birth: birth, gender: gender,
            address: address.isEmpty ? nil : address, issuedOn: issuedOn)
        return (scan, warnings)
    }

    /// The scan's facts as members of an account (protocol.md, section 6), one JSON object: what was typed beside the scan goes over it.
    ///
    /// - Throws: what `JSONEncoder` throws.
    package func accountFields() throws -> Data {
        try JSONEncoder().encode(Fields(scan: self))
    }

    private struct Fields: Encodable {
        let scan: CitizenCardScan
        private enum Keys: String, CodingKey { case full_name, identity, birth, gender, address }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(scan.fullName, forKey: .full_name)
            try container.encode(["kind": Identity.Kind.cccd.rawValue, "number": scan.number], forKey: .identity)
            try container.encode(scan.birth, forKey: .birth)
            try container.encodeIfPresent(scan.gender, forKey: .gender)
            try container.encodeIfPresent(scan.address.map { Account.Address(text: $0) }, forKey: .address)
        }
    }

    // MARK: Parts

    private static func invalid(_ detail: String) -> DomainError { DomainError(.invalidScan, field: "scan", detail: detail) }

    private static func trimmed(_ part: Substring) -> String {
        part.trimmingCharacters(in: CharacterSet(charactersIn: " "))
    }

    private static func part(_ index: Int, of parts: [String]) -> String { parts.indices.contains(index) ? parts[index] : "" }

    /// The 12 digits that a part is, or that end it behind a reader's prefix (`QR:001090123456`).
    private static func number(endingPart part: String) -> String? {
        let digits = part.suffix(12)
        guard digits.utf8.count == 12, DigitText.isDigits(digits) else { return nil }
        if let before = part.dropLast(12).last, before.isNumber { return nil }
        return String(digits)
    }

    /// The first date that a gender follows. A code whose gender cannot be read has its birth where the card prints it, behind the number,
    /// the old number and the name: the first date found anywhere would make the date of issue a birth and the address a name.
    private static func indexOfBirth(in parts: [String], after first: Int) -> Int? {
        let genders = parts.indices.filter { $0 > first + 2 && isGender(parts[$0]) }
        if !genders.isEmpty { return genders.map { $0 - 1 }.first { day(parts[$0]) != nil } }
        return [first + 2, first + 3].first { day(part($0, of: parts)) != nil }
    }

    private static func isGender(_ text: String) -> Bool { Gender(written: text) != nil || isGenderThroughKeys(text) }

    /// `01011990`, `01/01/1990`, and, since some readers turn it round, `19900101`.
    private static func day(_ text: String) -> CivilDay? {
        if let day = CivilDay(written: text) { return day }
        guard DigitText.isDigits(text), text.utf8.count == 8 else { return nil }
        let digits = Array(text)
        func number(_ range: ClosedRange<Int>) -> Int { DigitText.number(String(digits[range])) ?? 0 }
        if number(4...7) >= 1850, let day = CivilDay(year: number(4...7), month: number(2...3), day: number(0...1)) { return day }
        return number(0...3) >= 1850 ? CivilDay(year: number(0...3), month: number(4...5), day: number(6...7)) : nil
    }

    /// `Nuwx` and `Nu74`: Nữ typed through an input method that did not compose. It shows where the gender stands, and is not read as one.
    private static func isGenderThroughKeys(_ text: String) -> Bool {
        ["nuwx", "nuw", "nux", "nu74", "nu47"].contains(TextRule.fold(text))
    }
}

/// Codes that people hold before the reader instead of the card's: told by names that people of either language read.
private enum OtherCode {
    static func name(of text: String) -> String? {
        if text.hasPrefix("000201") { return "VietQR" }
        let head = text.prefix(24).lowercased()
        if head.hasPrefix("http://") || head.hasPrefix("https://") || head.hasPrefix("www.") { return "https://" }
        if head.hasPrefix("begin:vcard") || head.hasPrefix("mecard:") { return "vCard" }
        if head.hasPrefix("wifi:") { return "Wi-Fi" }
        if DossierCode.isValid(text) { return "mã hồ sơ (dossier code)" }
        return ProcedureCode.isNational(text) ? "mã thủ tục (procedure code)" : nil
    }
}
