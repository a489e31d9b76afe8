package import Foundation

extension Account {
    /// The members that a desk gives; the portal's own are beside them.
    package static let members = [
        "kind", "full_name", "organisation_name", "tax_code", "identity", "birth", "gender", "phone", "email", "address",
        "consent",
    ]

    /// What the portal adds to an account's state: ignored when it comes back in a put (protocol.md, section 4).
    package static let portalMembers = ["confirmation", "portal_id", "id", "revision", "local", "status", "code"]

    /// Reads an account from one JSON object, brings every text into its stored form and holds it to the rules.
    ///
    /// - Parameters:
    ///   - today: the day in Việt Nam, for births that lie ahead and papers that ended.
    ///   - reading: `.desk` also takes `identity` and `birth` and `address` as plain texts and refuses unknown members.
    /// - Returns: the account, and what is odd about it without being wrong.
    /// - Throws: `DomainError` with the member's name, nothing of its value.
    package static func validate(
        json: Data, today: CivilDay, reading: Reading = .wire
    ) throws(DomainError) -> (account: Account, warnings: [DomainWarning]) {
        let reader = FieldReader(try FieldValue.object(json: json), reading: reading)
        try reader.refuseUnknown(known: members, ofPortal: portalMembers)
        guard let kind = try reader.choice("kind", Kind.self) else { throw reader.missing("kind") }

        let fullName = try name(reader, "full_name", PersonName.normalise)
        let organisationName = try name(reader, "organisation_name", PersonName.normaliseOrganisation)
        var taxCode: String?
        if let text = try reader.text("tax_code", limit: 64) { taxCode = try TaxCode(text, field: "tax_code").text }
        var identity = try readIdentity(reader, kind: kind)
        switch kind {
        case .citizen, .officer:
            if fullName == nil { throw reader.missing("full_name") }
        case .organisation:
            if organisationName == nil { throw reader.missing("organisation_name") }
            if taxCode == nil, let identity, identity.kind == .taxCode { taxCode = identity.number }
            guard let taxCode else { throw reader.missing("tax_code") }
            if identity == nil { identity = try Identity(.taxCode, taxCode, field: "tax_code") }
            if let identity, identity.kind == .taxCode, identity.number != taxCode {
                throw DomainError(.invalidIdentity, field: "identity.number", detail: "differs from tax_code")
            }
        }
        guard let identity else { throw reader.missing("identity") }

        let account = Account(
            kind: kind, fullName: fullName, organisationName: organisationName, taxCode: taxCode, identity: identity,
            birth: try readBirth(reader, today: today), gender: try readGender(reader),
            phone: try reader.text("phone", limit: 64).map { (text) throws(DomainError) in try Phone.normalise(text) },
            email: try reader.text("email", limit: 320).map { (text) throws(DomainError) in
                try EmailAddress.normalise(text)
            },
            address: try readAddress(reader), consent: try readConsent(reader))
        return (account, account.warnings(today: today))
    }

    /// What is odd about the account, today.
    package func warnings(today: CivilDay) -> [DomainWarning] {
        var warnings = identity.warnings(gender: gender, birth: birth, today: today)
        if let fullName { warnings += PersonName.warnings(fullName, field: "full_name") }
        if let birth { warnings += birth.warnings(today: today) }
        if let phone { warnings += Phone.warnings(phone, field: "phone") }
        return warnings
    }

    // MARK: Members

    /// An empty text is an empty name, an absent one may be allowed: the two are told apart.
    private static func name(
        _ reader: FieldReader, _ member: String, _ rule: (String, String) throws(DomainError) -> String
    ) throws(DomainError) -> String? {
        guard let value = reader[member] else { return nil }
        guard case .text(let raw) = value else { throw reader.wrongType(member, "a text") }
        return try rule(raw, reader.name(member))
    }

    private static func readIdentity(_ reader: FieldReader, kind: Kind) throws(DomainError) -> Identity? {
        if reader.reading == .desk, case .text(let number)? = reader["identity"] {
            return try Identity.inferred(from: number, of: kind, field: "identity")
        }
        guard let parts = try reader.object("identity") else { return nil }
        try parts.refuseUnknown(known: ["kind", "number"])
        let number = try parts.required("number", limit: 64)
        guard let kindOfNumber = try parts.choice("kind", Identity.Kind.self) else {
            guard reader.reading == .desk else { throw parts.missing("kind") }
            return try Identity.inferred(from: number, of: kind)
        }
        return try Identity(kindOfNumber, number)
    }

    private static func readBirth(_ reader: FieldReader, today: CivilDay) throws(DomainError) -> BirthDate? {
        if reader.reading == .desk {
            switch reader["birth"] {
            case .text(let written)?: return try BirthDate.parse(written, today: today)
            case .integer(let year)?: return try BirthDate.parse(String(year), today: today)
            default: break
            }
        }
        guard let parts = try reader.object("birth") else { return nil }
        try parts.refuseUnknown(known: ["date", "year"])
        let date = try parts.text("date", limit: 64)
        let year = try parts.integer("year", in: 1...9999)
        switch (date, year) {
        case (let date?, nil):
            let day = parts.reading == .desk ? CivilDay(written: date) : CivilDay(iso: date)
            guard let day else { throw DomainError(.invalidDate, field: "birth.date", detail: "no such day; write YYYY-MM-DD") }
            return try BirthDate.date(day).checked(today: today, field: "birth.date")
        case (nil, let year?): return try BirthDate.year(Int(year)).checked(today: today, field: "birth.year")
        case (nil, nil): throw parts.missing("date")
        case (_?, _?): throw DomainError(.invalidDate, field: "birth", detail: "either date or year, not both")
        }
    }

    private static func readGender(_ reader: FieldReader) throws(DomainError) -> Gender? {
        guard let text = try reader.text("gender", limit: 64) else { return nil }
        guard let gender = Gender(written: text) else {
            throw DomainError(
                .invalidValue, field: "gender", detail: "must be male, female or other", hint: "male, female, other")
        }
        return gender
    }

    private static func readAddress(_ reader: FieldReader) throws(DomainError) -> Address? {
        if reader.reading == .desk, case .text? = reader["address"] {
            return try reader.text("address", limit: 500).map { Address(text: $0) }
        }
        guard let parts = try reader.object("address") else { return nil }
        try parts.refuseUnknown(known: ["text", "commune_code"])
        let code = try parts.text("commune_code", limit: 16)
        if let code, !DigitText.isDigits(code) {
            throw DomainError(.invalidValue, field: "address.commune_code", detail: "a commune's number has digits only")
        }
        return Address(text: try parts.required("text", limit: 500), communeCode: code)
    }

    private static func readConsent(_ reader: FieldReader) throws(DomainError) -> Consent? {
        guard let parts = try reader.object("consent") else { return nil }
        try parts.refuseUnknown(known: ["at", "text_version"])
        guard let at = try parts.time("at") else { throw parts.missing("at") }
        return Consent(at: at, textVersion: try parts.required("text_version", limit: 64))
    }
}
