/// One administrative procedure as a catalogue describes it (protocol.md, section 8).
package struct Procedure: Codable, Sendable, Hashable {
    /// How much of it can be done online: `partial` ends at the desk.
    package enum Level: String, Codable, Sendable, Hashable, CaseIterable { case full, partial }

    package var code: String
    package var name: String
    /// The code of its field of work.
    package var field: String
    package var units: UnitScope
    package var level: Level
    /// How long the office may take; absent where it was not found.
    package var time: ProcessingTime?
    package var fees: [Fee]
    package var components: [ProcedureComponent]
    package var form: [FormField]
    package var validFrom: CivilDay?
    package var validTo: CivilDay?
    /// The code of the procedure that took its place.
    package var replacedBy: String?
    /// Where the description was found.
    package var source: String?
    /// Whether a source says all of this, or parts are general knowledge.
    package var certain: Bool
    /// The host on which it is filed instead of this portal, such as `dichvucong.bocongan.gov.vn`.
    package var portal: String?
    /// Older codes and codes of cases under which papers still name it.
    package var otherCodes: [String]?
    /// Words that people look for and that its name lacks, such as "GPXD".
    package var keywords: [String]?

    enum CodingKeys: String, CodingKey {
        case code, name, field, units, level, time, fees, components, form, source, certain, portal, keywords
        case validFrom = "valid_from"
        case validTo = "valid_to"
        case replacedBy = "replaced_by"
        case otherCodes = "other_codes"
    }

    package init(code: String, name: String, field: String, units: UnitScope = .all, level: Level = .partial) {
        self.code = code
        self.name = name
        self.field = field
        self.units = units
        self.level = level
        self.fees = []
        self.components = []
        self.form = []
        self.certain = false
    }

    package init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        code = try row.decode(String.self, forKey: .code)
        name = try row.decode(String.self, forKey: .name)
        field = try row.decodeIfPresent(String.self, forKey: .field) ?? ""
        units = try row.decodeIfPresent(UnitScope.self, forKey: .units) ?? .all
        level = try row.decodeIfPresent(Level.self, forKey: .level) ?? .partial
        time = try row.decodeIfPresent(ProcessingTime.self, forKey: .time)
        fees = try row.decodeIfPresent([Fee].self, forKey: .fees) ?? []
        components = try row.decodeIfPresent([ProcedureComponent].self, forKey: .components) ?? []
        form = try row.decodeIfPresent([FormField].self, forKey: .form) ?? []
        validFrom = try row.decodeIfPresent(CivilDay.self, forKey: .validFrom)
        validTo = try row.decodeIfPresent(CivilDay.self, forKey: .validTo)
        replacedBy = try row.decodeIfPresent(String.self, forKey: .replacedBy)
        source = try row.decodeIfPresent(String.self, forKey: .source)
        certain = try row.decodeIfPresent(Bool.self, forKey: .certain) ?? false
        portal = try row.decodeIfPresent(String.self, forKey: .portal)
        otherCodes = try row.decodeIfPresent([String].self, forKey: .otherCodes)
        keywords = try row.decodeIfPresent([String].self, forKey: .keywords)
    }

    /// Both days belong to the time in force; an absent one leaves it open.
    package func isValid(on day: CivilDay) -> Bool { Validity.holds(day, from: validFrom, to: validTo) }

    /// Whether a code whose key is `key` names it.
    func answers(to key: String) -> Bool {
        ProcedureCode.key(code) == key || otherCodes?.contains { ProcedureCode.key($0) == key } == true
    }

    /// Whether its time in force ended before that of `other`.
    func sortsBefore(_ other: Procedure) -> Bool {
        guard let end = validTo else { return false }
        guard let otherEnd = other.validTo else { return true }
        return end < otherEnd
    }
}

/// Where a procedure is offered: `"all"`, or the codes of units.
package enum UnitScope: Codable, Sendable, Hashable {
    case all
    case some([String])

    /// Whether it is offered at the unit; without a unit nothing is left out.
    package func contains(_ unit: String?) -> Bool {
        switch self {
        case .all: true
        case .some(let codes): unit.map(codes.contains) ?? true
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let codes = try? container.decode([String].self) {
            self = .some(codes)
        } else if try container.decode(String.self) == "all" {
            self = .all
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be \"all\" or a list of unit codes")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .all: try container.encode("all")
        case .some(let codes): try container.encode(codes)
        }
    }
}

/// How long an office may take. The portal's own appointment always wins over what is computed from it (domain.md, 4.3).
package struct ProcessingTime: Codable, Sendable, Hashable {
    package enum Unit: String, Codable, Sendable, Hashable, CaseIterable {
        case workingDay = "working_day"
        case day, hour
        /// The same day; after 15:00 the next working day.
        case sameDay = "same_day"
        case immediate
    }

    /// How many units; 0 for `same_day` and `immediate`.
    package var amount: Int
    package var unit: Unit

    package init(amount: Int, unit: Unit) {
        self.amount = amount
        self.unit = unit
    }
}

/// A paper that the procedure asks for.
package struct ProcedureComponent: Codable, Sendable, Hashable {
    package var code: String
    package var title: String
    package var originals: Int
    package var copies: Int
    /// Whether this commune made it a condition. Official catalogues say false of all papers, so a lacking one warns and never blocks
    /// (domain.md, 1.8).
    package var required: Bool

    package init(code: String, title: String, originals: Int = 0, copies: Int = 0, required: Bool = false) {
        self.code = code
        self.title = title
        self.originals = originals
        self.copies = copies
        self.required = required
    }

    package init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        code = try row.decode(String.self, forKey: .code)
        title = try row.decode(String.self, forKey: .title)
        originals = try row.decodeIfPresent(Int.self, forKey: .originals) ?? 0
        copies = try row.decodeIfPresent(Int.self, forKey: .copies) ?? 0
        required = try row.decodeIfPresent(Bool.self, forKey: .required) ?? false
    }
}

/// One entry of a procedure's form.
package struct FormField: Codable, Sendable, Hashable {
    package enum FieldType: String, Codable, Sendable, Hashable, CaseIterable {
        case text, date, number, choice, phone, identity, address
    }

    package var name: String
    package var title: String
    package var type: FieldType
    package var required: Bool
    /// What a `choice` may be.
    package var choices: [String]?

    package init(name: String, title: String, type: FieldType, required: Bool = false, choices: [String]? = nil) {
        self.name = name
        self.title = title
        self.type = type
        self.required = required
        self.choices = choices
    }

    package init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        name = try row.decode(String.self, forKey: .name)
        title = try row.decode(String.self, forKey: .title)
        type = try row.decodeIfPresent(FieldType.self, forKey: .type) ?? .text
        required = try row.decodeIfPresent(Bool.self, forKey: .required) ?? false
        choices = try row.decodeIfPresent([String].self, forKey: .choices)
    }
}
