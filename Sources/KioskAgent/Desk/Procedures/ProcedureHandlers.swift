import Dossiers
import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func searchProcedures(_ request: SearchProcedures) async throws -> PageOf<JSONValue> {
        guard (1...1_000).contains(request.limit) else {
            throw KioskProblem(.invalidValue, field: "limit", ["known": "1–1000"])
        }
        guard let index = try await catalogue.index() else { throw KioskProblem(.noCatalogue) }
        let hits = index.search(
            request.words, on: today, unit: request.unit, field: request.field, limit: request.limit)
        return PageOf(items: try hits.map { try view($0.procedure) }, next: nil)
    }

    /// Fetches the portal's catalogue, and tells of the one in use which rows are wrong, whether it is new or not.
    func updateCatalogue() async throws -> UpdateProcedures.Answer {
        var answer = try await sync.updateCatalogue()
        guard let present = try await catalogue.current() else { return answer }
        answer.procedures = present.procedures.count
        answer.leftOut = try await catalogue.problems().map { $0.text(in: language) }
        return answer
    }

    func showProcedure(_ request: ShowProcedure) async throws -> JSONValue {
        guard let present = try await catalogue.current() else { throw KioskProblem(.noCatalogue) }
        guard let procedure = present.procedure(request.code, on: today) else {
            throw try await unknownProcedure(request.code, field: "code")
        }
        return try view(procedure, field: present.field(procedure.field)?.name, version: present.version)
    }

    /// Says which procedures the code may have meant.
    func unknownProcedure(_ code: String, field: String) async throws -> KioskProblem {
        let near = try await catalogue.index()?.search(String(code.prefix(5)), on: today, limit: 3).map(\.procedure.code)
        var parameters = ["code": shown(code)]
        if let near, !near.isEmpty { parameters["nearest"] = near.joined(separator: ", ") }
        return KioskProblem(.unknownProcedure, field: field, parameters)
    }

    /// The catalogue's row, with `valid` (in force today), the field's name and the catalogue's version where known.
    private func view(_ procedure: Procedure, field: String? = nil, version: String? = nil) throws -> JSONValue {
        var members = try JSONValue(encoding: procedure).objectValue ?? [:]
        members["valid"] = .bool(procedure.isValid(on: today))
        members["field_name"] = field.map(JSONValue.string)
        members["catalogue"] = version.map(JSONValue.string)
        return .object(members)
    }
}
