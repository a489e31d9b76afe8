import Dossiers
import Status
import SyncProtocol

// Unit, then field, then procedure: the way that the portals' own pages lead.

extension DeskWork {
    func listUnits(_ request: ListUnits) async throws -> PageOf<JSONValue> {
        let present = try await browsed()
        let units = present.units.filter { request.all || $0.isValid(on: today) }
        let sorted = CatalogueUnit.Level.allCases.flatMap { level in
            VietnameseOrder.sorted(units.filter { $0.level == level }, by: \.name)
        }
        return PageOf(
            items: try sorted.map { unit in
                var members = try JSONValue(encoding: unit).objectValue ?? [:]
                members["valid"] = .bool(unit.isValid(on: today))
                members["procedures"] = .integer(Int64(present.procedures.count { $0.isOffered(at: unit.code, on: today) }))
                return .object(members)
            }, next: nil)
    }

    func listFields(_ request: ListFields) async throws -> PageOf<JSONValue> {
        let present = try await browsed()
        if let unit = request.unit { try checkUnit(unit, present) }
        return PageOf(
            items: present.fields(at: request.unit, on: today).map { choice in
                [
                    "code": .string(choice.field.code), "name": .string(choice.field.name),
                    "procedures": .integer(Int64(choice.procedures)),
                ]
            }, next: nil)
    }

    func listProcedures(_ request: ListProcedures) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        let present = try await browsed()
        if let unit = request.unit { try checkUnit(unit, present) }
        if let field = request.field, present.field(field) == nil, !present.procedures.contains(where: { $0.field == field }) {
            throw KioskProblem(.unknownFieldOfWork, field: "field", ["code": shown(field)])
        }
        let found = sorted(request, present)
        let start = min(page.after.flatMap { Int($0) }.map { max(0, $0) } ?? 0, found.count)
        let end = min(start + page.limit, found.count)
        return PageOf(
            items: try found[start..<end].map { procedure in
                var members = try JSONValue(encoding: procedure).objectValue ?? [:]
                members["valid"] = .bool(procedure.isValid(on: today))
                members["field_name"] = (present.field(procedure.field)?.name).map(JSONValue.string)
                return .object(members)
            }, next: end < found.count ? String(end) : nil)
    }

    /// By field and then by name.
    private func sorted(_ request: ListProcedures, _ present: Catalogue) -> [Procedure] {
        let chosen = present.procedures.filter { procedure in
            (request.all || procedure.isValid(on: today)) && procedure.units.contains(request.unit)
                && (request.field.map { procedure.field == $0 } ?? true)
        }
        let groups = Dictionary(grouping: chosen, by: \.field)
        let fields = VietnameseOrder.sorted(groups.keys.sorted(), by: { present.field($0)?.name ?? $0 })
        return fields.flatMap { VietnameseOrder.sorted(groups[$0] ?? [], by: \.name) }
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
}
