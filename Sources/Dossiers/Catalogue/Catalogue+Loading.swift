package import Foundation

extension Catalogue {
    /// Reads a catalogue such that one broken row costs that row alone: it is left out and reported, the rest works.
    ///
    /// - Throws: `invalidJSON` when the document as a whole is no catalogue (not JSON, not an object, no version).
    package static func load(json: Data) throws(DomainError) -> (catalogue: Catalogue, problems: [CatalogueProblem]) {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: json)
        } catch {
            throw DomainError(.invalidJSON, field: "catalogue", detail: "not a catalogue: no JSON object with a version")
        }
        var problems: [CatalogueProblem] = []
        let units = sound(
            document.units, list: "units", code: \.code, fault: fault, inForce: { ($0.validFrom, $0.validTo) },
            problems: &problems)
        let fields = sound(
            document.fields, list: "fields", code: \.code, fault: fault, inForce: { _ in (nil, nil) }, problems: &problems)
        let procedures = sound(
            document.procedures, list: "procedures", code: \.code, fault: fault, inForce: { ($0.validFrom, $0.validTo) },
            problems: &problems)
        let catalogue = Catalogue(version: document.version, units: units, fields: fields, procedures: procedures)
        return (catalogue, problems)
    }

    // MARK: Rows

    private struct Document: Decodable {
        var version: String
        var units: [Row<CatalogueUnit>]?
        var fields: [Row<ProcedureField>]?
        var procedures: [Row<Procedure>]?
    }

    /// A row that may have failed alone.
    private enum Row<Value: Decodable>: Decodable {
        case read(Value)
        case broken(code: String?, fault: CatalogueProblem.Fault)

        init(from decoder: any Decoder) throws {
            do {
                self = .read(try Value(from: decoder))
            } catch {
                let code = try? decoder.container(keyedBy: CodeKey.self).decode(String.self, forKey: .code)
                self = .broken(code: code, fault: Catalogue.fault(error))
            }
        }
    }

    private enum CodeKey: String, CodingKey { case code }

    private static func fault(_ error: any Error) -> CatalogueProblem.Fault {
        guard let error = error as? DecodingError else { return .unreadable }
        switch error {
        case .keyNotFound(let key, let context): return .lacks(path(context.codingPath + [key]))
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let path = path(context.codingPath)
            return path.isEmpty ? .unreadable : .wrong(path)
        @unknown default: return .unreadable
        }
    }

    /// Within the row: `fees.0.per`, its places from 0. The first two steps lead to the row.
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.dropFirst(2).map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }

    private static func sound<Value>(
        _ rows: [Row<Value>]?, list: String, code: KeyPath<Value, String>, fault: (Value) -> CatalogueProblem.Fault?,
        inForce: (Value) -> (from: CivilDay?, to: CivilDay?), problems: inout [CatalogueProblem]
    ) -> [Value] {
        var values: [Value] = []
        var times: [String: [(from: CivilDay?, to: CivilDay?)]] = [:]
        for (index, row) in (rows ?? []).enumerated() {
            switch row {
            case .broken(let code, let fault):
                problems.append(CatalogueProblem(list: list, index: index, code: code, fault: fault))
            case .read(let value):
                let (name, time) = (value[keyPath: code], inForce(value))
                // The same code may come again for another time, as a unit does after a reform; of one time the first row stands.
                let isTwice = times[name, default: []].contains { Validity.overlap($0, time) }
                if let fault = fault(value) ?? (isTwice ? .codeTwice : nil) {
                    problems.append(CatalogueProblem(list: list, index: index, code: name, fault: fault))
                } else {
                    times[name, default: []].append(time)
                    values.append(value)
                }
            }
        }
        return values
    }

    // MARK: What a readable row may still get wrong

    private static func fault(_ unit: CatalogueUnit) -> CatalogueProblem.Fault? {
        if unit.code.isEmpty || unit.name.isEmpty { return .emptyCodeOrName }
        return isOrdered(unit.validFrom, unit.validTo) ? nil : .endsBeforeItBegins
    }

    private static func fault(_ field: ProcedureField) -> CatalogueProblem.Fault? {
        field.code.isEmpty || field.name.isEmpty ? .emptyCodeOrName : nil
    }

    private static func fault(_ procedure: Procedure) -> CatalogueProblem.Fault? {
        if !ProcedureCode.isPlausible(procedure.code) { return .codeSigns }
        if procedure.name.isEmpty { return .emptyCodeOrName }
        if !isOrdered(procedure.validFrom, procedure.validTo) { return .endsBeforeItBegins }
        if let time = procedure.time, !(0...10_000).contains(time.amount) { return .outOfRange("time.amount") }
        for fee in procedure.fees {
            let amounts = [fee.amount, fee.then ?? 0, fee.cap ?? 0, fee.first ?? 0]
            if !amounts.allSatisfy({ (0...1_000_000_000_000).contains($0) }) { return .outOfRange("fees.amount") }
        }
        if procedure.components.contains(where: { $0.code.isEmpty || $0.originals < 0 || $0.copies < 0 }) {
            return .outOfRange("components")
        }
        if Set(procedure.components.map(\.code)).count < procedure.components.count { return .twice("components.code") }
        if procedure.form.contains(where: { $0.name.isEmpty }) { return .lacks("form.name") }
        return nil
    }

    private static func isOrdered(_ from: CivilDay?, _ to: CivilDay?) -> Bool {
        guard let from, let to else { return true }
        return from <= to
    }
}
