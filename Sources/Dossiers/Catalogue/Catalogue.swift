/// What can be asked for at a desk: units, fields and procedures as the portal publishes them (protocol.md, section 8). Codes, fees and limits
/// are data, never constants of the program.
package struct Catalogue: Codable, Sendable, Hashable {
    package var version: String
    package var units: [CatalogueUnit]
    package var fields: [ProcedureField]
    package var procedures: [Procedure]

    package init(
        version: String, units: [CatalogueUnit] = [], fields: [ProcedureField] = [], procedures: [Procedure] = []
    ) {
        self.version = version
        self.units = units
        self.fields = fields
        self.procedures = procedures
    }

    /// The procedure that a code names, by the whole code first and by the national part then. Among several it is the one in force on
    /// `day`, else the one that was in force last.
    package func procedure(_ code: String, on day: CivilDay) -> Procedure? {
        let exact = procedures.filter { $0.code == code || $0.otherCodes?.contains(code) == true }
        let key = ProcedureCode.key(code)
        let candidates = exact.isEmpty ? procedures.filter { $0.answers(to: key) } : exact
        return candidates.first { $0.isValid(on: day) } ?? candidates.max { $0.sortsBefore($1) }
    }

    package func field(_ code: String) -> ProcedureField? { fields.first { $0.code == code } }

    /// The unit in force on `day`; failing that, any of that code: an old dossier keeps its unit.
    package func unit(_ code: String, on day: CivilDay) -> CatalogueUnit? {
        let named = units.filter { $0.code == code }
        return named.first { $0.isValid(on: day) } ?? named.last
    }
}

/// A place of the administration, with the days between which it existed.
package struct CatalogueUnit: Codable, Sendable, Hashable {
    package enum Level: String, Codable, Sendable, Hashable, CaseIterable { case province, district, commune }

    package var code: String
    package var name: String
    package var level: Level
    package var parent: String?
    package var validFrom: CivilDay?
    package var validTo: CivilDay?

    /// Both days belong to the time in force; an absent one leaves it open.
    package func isValid(on day: CivilDay) -> Bool { Validity.holds(day, from: validFrom, to: validTo) }

    enum CodingKeys: String, CodingKey {
        case code, name, level, parent
        case validFrom = "valid_from"
        case validTo = "valid_to"
    }
}

/// A field of work (lĩnh vực). Codes may hold a Đ, names repeat: the code alone identifies it.
package struct ProcedureField: Codable, Sendable, Hashable {
    package var code: String
    package var name: String
}

/// Times in force.
enum Validity {
    static func holds(_ day: CivilDay, from: CivilDay?, to: CivilDay?) -> Bool {
        if let from, day < from { return false }
        if let to, day > to { return false }
        return true
    }

    /// Whether two times, open where a day is absent, have a day in common.
    static func overlap(_ one: (from: CivilDay?, to: CivilDay?), _ other: (from: CivilDay?, to: CivilDay?)) -> Bool {
        if let end = one.to, let begin = other.from, end < begin { return false }
        if let end = other.to, let begin = one.from, end < begin { return false }
        return true
    }
}
