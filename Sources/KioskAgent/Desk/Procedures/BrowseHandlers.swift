import Dossiers
import Foundation
import Status
import SyncProtocol

// Unit, then field, then procedure: the way that the portals' own pages lead.

extension DeskWork {
    func listUnits(_ request: ListUnits) async throws -> PageOf<JSONValue> {
        let present = try await browsed()
        let valid = present.procedures.filter { $0.isValid(on: today) }
        let units = present.units.filter { request.all || $0.isValid(on: today) }.sorted(by: Self.stands)
        return PageOf(
            items: try units.map { unit in
                var members = try JSONValue(encoding: unit).objectValue ?? [:]
                members["valid"] = .bool(unit.isValid(on: today))
                members["procedures"] = .integer(Int64(valid.count { $0.units.contains(unit.code) }))
                return .object(members)
            }, next: nil)
    }

    func listFields(_ request: ListFields) async throws -> PageOf<JSONValue> {
        let present = try await browsed()
        if let unit = request.unit { try checkUnit(unit, present) }
        let valid = present.procedures.filter { $0.isValid(on: today) && $0.units.contains(request.unit) }
        let counts = Dictionary(valid.map { ($0.field, 1) }, uniquingKeysWith: +)
        let fields = present.fields.filter { request.unit == nil || counts[$0.code] != nil }
            .sorted { Self.comes($0.name, $0.code, before: $1.name, $1.code) }
        return PageOf(
            items: fields.map { field in
                ["code": .string(field.code), "name": .string(field.name), "procedures": .integer(Int64(counts[field.code] ?? 0))]
            }, next: nil)
    }

    func listProcedures(_ request: ListProcedures) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        let present = try await browsed()
        if let unit = request.unit { try checkUnit(unit, present) }
        if let field = request.field, present.field(field) == nil {
            throw KioskProblem(.unknownFieldOfWork, field: "field", ["code": shown(field)])
        }
        let names = Dictionary(present.fields.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        let found = present.procedures.filter { procedure in
            (request.all || procedure.isValid(on: today)) && procedure.units.contains(request.unit)
                && (request.field.map { procedure.field == $0 } ?? true)
        }
        let keyed = found.map { (key: [VietnameseOrder.key(names[$0.field] ?? ""), VietnameseOrder.key($0.name)], procedure: $0) }
        let sorted = keyed.sorted { one, other in
            if one.key[0] != other.key[0] { return one.key[0].lexicographicallyPrecedes(other.key[0]) }
            if one.key[1] != other.key[1] { return one.key[1].lexicographicallyPrecedes(other.key[1]) }
            return one.procedure.code < other.procedure.code
        }
        let start = min(page.after.flatMap { Int($0) }.map { max(0, $0) } ?? 0, sorted.count)
        let end = min(start + page.limit, sorted.count)
        return PageOf(
            items: try sorted[start..<end].map { entry in
                var members = try JSONValue(encoding: entry.procedure).objectValue ?? [:]
                members["valid"] = .bool(entry.procedure.isValid(on: today))
                members["field_name"] = names[entry.procedure.field].map(JSONValue.string)
                return .object(members)
            }, next: end < sorted.count ? String(end) : nil)
    }

    private func browsed() async throws -> Catalogue {
        guard let present = try await catalogue.current() else { throw KioskProblem(.noCatalogue) }
        return present
    }

    private func checkUnit(_ code: String, _ present: Catalogue) throws {
        // A catalogue may name units in its procedures alone.
        let isNamed = present.procedures.contains { procedure in
            if case .some(let codes) = procedure.units { codes.contains(code) } else { false }
        }
        guard isNamed || present.unit(code, on: today) != nil else {
            throw KioskProblem(.unknownUnit, field: "unit", ["code": shown(code)])
        }
    }

    private static func stands(_ one: CatalogueUnit, _ other: CatalogueUnit) -> Bool {
        let levels = CatalogueUnit.Level.allCases
        let ranks = [one, other].map { levels.firstIndex(of: $0.level) ?? levels.count }
        return ranks[0] == ranks[1] ? comes(one.name, one.code, before: other.name, other.code) : ranks[0] < ranks[1]
    }

    private static func comes(_ name: String, _ code: String, before other: String, _ otherCode: String) -> Bool {
        switch VietnameseOrder.compare(name, other) {
        case .orderedAscending: true
        case .orderedDescending: false
        case .orderedSame: code < otherCode
        }
    }
}
