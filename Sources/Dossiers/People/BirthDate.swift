/// When somebody was born, as well as it is known: many old people know the year alone, and no day is invented for them
/// (domain.md, 9). In JSON `{"date":"1990-02-28"}` or `{"year":1990}`.
package enum BirthDate: Sendable, Hashable {
    case date(CivilDay)
    case year(Int)

    package var year: Int {
        switch self {
        case .date(let day): day.year
        case .year(let year): year
        }
    }

    /// Whether the two can be one birth: years agree, and days too where both are known.
    package func agrees(with other: BirthDate) -> Bool {
        switch (self, other) {
        case (.date(let a), .date(let b)): a == b
        default: year == other.year
        }
    }

    /// Reads `1990-02-28`, `28/02/1990` or `1990`.
    ///
    /// - Throws: `invalidDate` for a day that does not exist, lies ahead, or lies beyond any life.
    package static func parse(
        _ raw: String, today: CivilDay, field: String = "birth"
    ) throws(DomainError) -> BirthDate {
        let text = try TextRule.normalise(raw, field: field, limit: 64)
        if text.utf8.count == 4, let year = DigitText.number(text) {
            return try BirthDate.year(year).checked(today: today, field: field)
        }
        guard let day = CivilDay(written: text) else {
            throw DomainError(
                .invalidDate, field: field, detail: "no such day; write 1990-02-28, 28/02/1990 or 1990",
                hint: "1990-02-28, 28/02/1990, 1990")
        }
        return try BirthDate.date(day).checked(today: today, field: field)
    }

    /// Longer than any life on record, so what is older is a typing error.
    private static let longestLife = 130

    /// - Throws: `invalidDate` when it lies ahead of `today` or more than 130 years back.
    package func checked(today: CivilDay, field: String = "birth") throws(DomainError) -> BirthDate {
        let isAhead =
            switch self {
            case .date(let day): day > today
            case .year(let year): year > today.year
            }
        if isAhead { throw DomainError(.invalidDate, field: field, detail: "a birth cannot lie ahead") }
        if year < today.year - BirthDate.longestLife {
            throw DomainError(.invalidDate, field: field, detail: "a birth more than \(BirthDate.longestLife) years ago")
        }
        return self
    }

    func warnings(today: CivilDay, field: String = "birth") -> [DomainWarning] {
        year < today.year - 110 ? [DomainWarning(.veryOldBirth, field: field, parameters: ["year": String(year)])] : []
    }
}

extension BirthDate: Codable {
    private enum CodingKeys: String, CodingKey { case date, year }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let day = try container.decodeIfPresent(CivilDay.self, forKey: .date) {
            self = .date(day)
        } else {
            self = .year(try container.decode(Int.self, forKey: .year))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .date(let day): try container.encode(day, forKey: .date)
        case .year(let year): try container.encode(year, forKey: .year)
        }
    }
}
