/// One step of the way to a procedure: a field of work, and how many procedures wait behind it.
package struct FieldChoice: Sendable, Hashable {
    package let field: ProcedureField
    package let procedures: Int
}

/// Unit, then field, then procedure: the way that the portal's own pages take (domain.md, 0). Each list is sorted as Vietnamese sorts, and holds
/// what is in force on `day` alone.
extension Catalogue {
    /// The units right below `parent`; without one those that have no parent in force. A unit stands once.
    package func units(under parent: String? = nil, on day: CivilDay) -> [CatalogueUnit] {
        let inForce = units.filter { $0.isValid(on: day) }
        let chosen = inForce.filter { unit in
            if let parent { return unit.parent == parent }
            return !inForce.contains { $0.code == unit.parent }
        }
        return VietnameseOrder.sorted(chosen, by: \.name)
    }

    /// The fields that have procedures at `unit`; without one, of all units. A field that the catalogue does not name stands under its code.
    package func fields(at unit: String? = nil, on day: CivilDay) -> [FieldChoice] {
        var counts: [String: Int] = [:]
        for procedure in procedures where procedure.isOffered(at: unit, on: day) {
            counts[procedure.field, default: 0] += 1
        }
        let choices = counts.map { code, count in
            FieldChoice(field: field(code) ?? ProcedureField(code: code, name: code), procedures: count)
        }
        return VietnameseOrder.sorted(choices.sorted { $0.field.code < $1.field.code }, by: \.field.name)
    }

    /// The procedures of a field that are offered at `unit`; without one, at any.
    package func procedures(in field: String, at unit: String? = nil, on day: CivilDay) -> [Procedure] {
        VietnameseOrder.sorted(procedures.filter { $0.field == field && $0.isOffered(at: unit, on: day) }, by: \.name)
    }

    /// The procedures that a code led to, oldest first: the one it names, what took its place, and so on. A circle ends where it closes, a
    /// successor that the catalogue does not have ends the way. Empty for an unknown code.
    package func succession(of code: String, on day: CivilDay) -> [Procedure] {
        var way: [Procedure] = []
        var next: String? = code
        while let code = next, let procedure = procedure(code, on: day),
            !way.contains(where: { $0.code == procedure.code })
        {
            way.append(procedure)
            next = procedure.replacedBy
        }
        return way
    }

    /// What a person who asks for `code` should file today: the first in force along the way of its successors, if there is one.
    package func procedureToFile(_ code: String, on day: CivilDay) -> Procedure? {
        succession(of: code, on: day).first { $0.isValid(on: day) }
    }
}

extension Procedure {
    /// Whether it is in force on `day` and offered at `unit`.
    package func isOffered(at unit: String?, on day: CivilDay) -> Bool { isValid(on: day) && units.contains(unit) }
}
