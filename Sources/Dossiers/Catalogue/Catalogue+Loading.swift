package import Foundation

/// A row of a catalogue that was left out, or stands but is doubtful.
package struct CatalogueProblem: Sendable, Hashable {
    /// `units`, `fields` or `procedures`.
    package let list: String
    /// The row's place in its list, from 0.
    package let index: Int
    /// The row's code, when that much could be read.
    package let code: String?
    /// For an administrator, in English.
    package let reason: String

    /// `procedures 1.001193: lacks name`; the row's place counts from 1 there.
    package var text: String { "\(list) \(code ?? "#\(index + 1)"): \(reason)" }
}

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
        let units = sound(document.units, list: "units", code: \.code, fault: fault, problems: &problems)
        let fields = sound(document.fields, list: "fields", code: \.code, fault: fault, problems: &problems)
        let procedures = sound(document.procedures, list: "procedures", code: \.code, fault: fault, problems: &problems)
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
        case broken(code: String?, reason: String)

        init(from decoder: any Decoder) throws {
            do {
                self = .read(try Value(from: decoder))
            } catch {
                let code = try? decoder.container(keyedBy: CodeKey.self).decode(String.self, forKey: .code)
                self = .broken(code: code, reason: Catalogue.reason(error))
            }
        }
    }

    private enum CodeKey: String, CodingKey { case code }

    /// A catalogue holds no personal data, so the decoder's words may be shown.
    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "not readable" }
        switch error {
        case .keyNotFound(let key, _): return "lacks \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
            return "\(path): \(context.debugDescription)"
        @unknown default: return "not readable"
        }
    }

    private static func sound<Value>(
        _ rows: [Row<Value>]?, list: String, code: KeyPath<Value, String>, fault: (Value) -> String?,
        problems: inout [CatalogueProblem]
    ) -> [Value] {
        var values: [Value] = []
        for (index, row) in (rows ?? []).enumerated() {
            switch row {
            case .broken(let code, let reason):
                problems.append(CatalogueProblem(list: list, index: index, code: code, reason: reason))
            case .read(let value):
                if let reason = fault(value) {
                    problems.append(
                        CatalogueProblem(list: list, index: index, code: value[keyPath: code], reason: reason))
                } else {
                    values.append(value)
                }
            }
        }
        return values
    }

    // MARK: What a readable row may still get wrong

    private static func fault(_ unit: CatalogueUnit) -> String? {
        if unit.code.isEmpty || unit.name.isEmpty { return "empty code or name" }
        return isOrdered(unit.validFrom, unit.validTo) ? nil : "valid_to before valid_from"
    }

    private static func fault(_ field: ProcedureField) -> String? {
        field.code.isEmpty || field.name.isEmpty ? "empty code or name" : nil
    }

    private static func fault(_ procedure: Procedure) -> String? {
        if !ProcedureCode.isPlausible(procedure.code) { return "code of other signs than letters, digits, dots and hyphens" }
        if procedure.name.isEmpty { return "empty name" }
        if !isOrdered(procedure.validFrom, procedure.validTo) { return "valid_to before valid_from" }
        if let time = procedure.time, !(0...10_000).contains(time.amount) { return "time.amount out of range" }
        for fee in procedure.fees {
            let amounts = [fee.amount, fee.then ?? 0, fee.cap ?? 0, fee.first ?? 0]
            if !amounts.allSatisfy({ (0...1_000_000_000_000).contains($0) }) { return "a fee's amount out of range" }
        }
        if procedure.components.contains(where: { $0.code.isEmpty || $0.originals < 0 || $0.copies < 0 }) {
            return "a component without code or with a negative count"
        }
        if Set(procedure.components.map(\.code)).count < procedure.components.count { return "a component's code twice" }
        if procedure.form.contains(where: { $0.name.isEmpty }) { return "a form field without name" }
        return nil
    }

    private static func isOrdered(_ from: CivilDay?, _ to: CivilDay?) -> Bool {
        guard let from, let to else { return true }
        return from <= to
    }
}
