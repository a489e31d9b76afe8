package import Foundation

extension CalendarYear {
    /// Reads one file of `kiosk-config/calendars/`.
    ///
    /// A calendar that is wrong in one row is refused whole: appointments by half a calendar would be wrong without a sign.
    ///
    /// - Throws: `DomainError` whose field names the row, counted from 0, such as `off.3.date`; `unknownField` with the nearest right name for a
    ///   misspelt member.
    package static func load(json: Data) throws(DomainError) -> CalendarYear {
        let reader = FieldReader(try FieldValue.object(json: json), reading: .desk)
        try reader.refuseUnknown(known: ["year", "source", "checked_on", "hours", "last_receipt", "off", "make_up"])
        guard let number = try reader.integer("year", in: 1900...9999) else { throw reader.missing("year") }
        let year = Int(number)
        let off = try exceptions(reader, "off", of: year)
        let makeUp = try exceptions(reader, "make_up", of: year)
        for (index, row) in makeUp.enumerated() {
            let field = "make_up.\(index).date"
            if row.day.weekday <= 5 { throw wrong(field, "\(row.day.iso) is no weekend, so it is worked anyway") }
            if off.contains(where: { $0.day == row.day }) { throw wrong(field, "\(row.day.iso) stands in off as well") }
        }
        return CalendarYear(
            year: year, source: try reader.required("source"), checkedOn: try reader.text("checked_on").map(checkedOn),
            hours: try hours(reader), off: off.sorted { $0.day < $1.day }, makeUp: makeUp.sorted { $0.day < $1.day })
    }

    // MARK: Rows

    private static func exceptions(
        _ reader: FieldReader, _ member: String, of year: Int
    ) throws(DomainError) -> [Exception] {
        var rows: [Exception] = []
        for row in try reader.objects(member, atMost: 366) ?? [] {
            try row.refuseUnknown(known: ["date", "name", "certain"])
            let text = try row.required("date", limit: 64)
            guard let day = CivilDay(iso: text) else {
                throw DomainError(
                    .invalidDate, field: row.name("date"), detail: "no such day: \(text); write YYYY-MM-DD",
                    hint: "2026-04-27")
            }
            if day.year != year { throw wrong(row.name("date"), "\(text) is not in \(year)") }
            if rows.contains(where: { $0.day == day }) { throw wrong(row.name("date"), "\(text) stands there twice") }
            rows.append(
                Exception(
                    day: day, name: try row.required("name", limit: 200), isCertain: try row.truth("certain") ?? false))
        }
        return rows
    }

    private static func checkedOn(_ text: String) throws(DomainError) -> CivilDay {
        guard let day = CivilDay(iso: text) else { throw wrong("checked_on", "no such day: \(text); write YYYY-MM-DD") }
        return day
    }

    /// A calendar holds no personal data, so its values may be shown.
    private static func wrong(_ field: String, _ detail: String) -> DomainError {
        DomainError(.invalidDate, field: field, detail: detail)
    }

    // MARK: Hours

    private static func hours(_ reader: FieldReader) throws(DomainError) -> OfficeHours {
        var sessions: [OfficeHours.Session] = []
        for row in try reader.objects("hours", atMost: 8) ?? [] {
            try row.refuseUnknown(known: ["from", "to"])
            let from = try minute(row, "from")
            let to = try minute(row, "to")
            guard let from else { throw row.missing("from") }
            guard let to else { throw row.missing("to") }
            guard from < to, from >= sessions.last?.to ?? 0 else {
                throw DomainError(.invalidValue, field: row.path, detail: "hours that run backwards or overlap")
            }
            sessions.append(OfficeHours.Session(from: from, to: to))
        }
        return OfficeHours(
            sessions: sessions.isEmpty ? OfficeHours.usual.sessions : sessions,
            lastReceipt: try minute(reader, "last_receipt") ?? OfficeHours.usual.lastReceipt)
    }

    private static func minute(_ reader: FieldReader, _ member: String) throws(DomainError) -> Int? {
        guard let text = try reader.text(member, limit: 64) else { return nil }
        guard let minute = OfficeHours.minute(text) else {
            throw DomainError(
                .invalidValue, field: reader.name(member), detail: "not a time of day; write HH:mm", hint: "07:30")
        }
        return minute
    }
}
