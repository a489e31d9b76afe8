import Dossiers
import Foundation
import Status
import SyncProtocol

extension RuleBook {
    /// What the catalogue prescribes for a new dossier's `state`: refuses a procedure that cannot be filed, fills in the
    /// components and the version that was in use. Throws `KioskProblem`.
    func prescribed(_ state: JSONObject, portalHost: String?) throws -> Checked {
        let code = state["procedure"]?.stringValue ?? ""
        var state = state
        guard let catalogue else { return Checked(state: state, warnings: []) }
        guard let procedure = catalogue.procedure(code, on: today) else {
            throw KioskProblem(.unknownProcedure, field: "procedure", ["code": shown(code)])
        }
        guard procedure.isValid(on: today) else {
            var parameters = ["code": procedure.code]
            parameters["replacement"] = procedure.replacedBy
            throw KioskProblem(.procedureNotValid, field: "procedure", parameters)
        }
        guard procedure.units.contains(state["unit"]?.stringValue) else {
            throw KioskProblem(.procedureElsewhere, field: "unit", ["code": procedure.code])
        }
        state["catalogue"] = .string(catalogue.version)
        state["components"] = .array(try components(of: procedure, given: DossierState.components(of: state)))
        let odd = try procedure.check(read(state), on: today).filter { warning in
            switch warning.kind {
            // A draft lacks much; this is said when it is submitted.
            case .missingComponent, .missingFormField: false
            case .otherPortal: procedure.portal != portalHost
            default: true
            }
        }
        return Checked(state: state, warnings: odd)
    }

    /// What a dossier that is about to be submitted lacks or has too much: said, never a reason to refuse it (domain.md, 1.8).
    func lacks(_ state: JSONObject) throws -> [DomainWarning] {
        guard let procedure = procedure(of: state) else { return [] }
        return try procedure.check(read(state), on: today).compactMap { warning in
            switch warning.kind {
            // Lists name papers that are alternatives of each other: only what the commune made a condition is said.
            case .missingComponent: warning.parameters["required"] == "true" ? warning : nil
            case .unknownComponent: dropped(warning, from: state)
            case .otherPortal: nil
            default: warning
            }
        }
    }

    /// What is odd in the entries of the form that `changes` touched; the others were told when they were made.
    func oddValues(in changes: JSONObject, of state: JSONObject) throws -> [DomainWarning] {
        guard let touched = changes["form"]?.objectValue, let procedure = procedure(of: state) else { return [] }
        return try procedure.check(read(state), on: today).filter { warning in
            guard warning.kind == .oddFormValue || warning.kind == .unknownFormField else { return false }
            return warning.parameters["name"].map { touched[$0] != nil } ?? false
        }
    }

    /// A component that the dossier was made with and that the catalogue has no longer: worth a word where papers were given for it.
    private func dropped(_ warning: DomainWarning, from state: JSONObject) -> DomainWarning? {
        guard let code = warning.parameters["code"],
            let component = DossierState.components(of: state).first(where: { $0["code"]?.stringValue == code })
        else { return warning }
        guard !DossierState.files(of: component).isEmpty else { return nil }
        var parameters = ["code": code]
        parameters["title"] = component["title"]?.stringValue
        return DomainWarning(.componentNoLongerNeeded, field: warning.field, parameters: parameters)
    }

    /// Refuses a component that the procedure does not have; one without components, or an unknown one, takes any.
    func checkComponent(_ code: String, of state: JSONObject) throws {
        let own = DossierState.components(of: state).compactMap { $0["code"]?.stringValue }
        let known = procedure(of: state)?.components.map(\.code) ?? []
        // A component that the dossier has was prescribed when it was made: the catalogue may have changed since.
        guard known.isEmpty || known.contains(code) || own.contains(code) else {
            throw KioskProblem(
                .unknownComponent, field: "component",
                ["component": shown(code), "known": known.prefix(12).joined(separator: ", ")])
        }
    }

    func procedure(of state: JSONObject) -> Procedure? {
        state["procedure"]?.stringValue.flatMap { catalogue?.procedure($0, on: today) }
    }

    /// The prescribed components in their order, with what was given about them. Files are attached, not named.
    private func components(of procedure: Procedure, given: [JSONObject]) throws -> [JSONValue] {
        for (index, component) in given.enumerated() {
            guard DossierState.files(of: component).isEmpty else {
                throw KioskProblem(.invalidValue, field: "components.\(index).files")
            }
        }
        guard !procedure.components.isEmpty else { return given.map(JSONValue.object) }
        let known = procedure.components.map(\.code)
        for (index, component) in given.enumerated() where !known.contains(component["code"]?.stringValue ?? "") {
            throw KioskProblem(
                .unknownComponent, field: "components.\(index).code", ["known": known.prefix(12).joined(separator: ", ")])
        }
        return procedure.components.map { prescribed in
            let component: JSONObject = [
                "code": .string(prescribed.code), "title": .string(prescribed.title),
                "originals": .integer(Int64(prescribed.originals)), "copies": .integer(Int64(prescribed.copies)), "files": [],
            ]
            let own = given.first { $0["code"]?.stringValue == prescribed.code } ?? [:]
            return .object(component.merging(own.filter { !$0.value.isNull }) { _, own in own })
        }
    }

    private func read(_ state: JSONObject) throws -> Dossier {
        try Dossier.validate(json: Data(JSONValue.object(state).encoded), reading: .wire).dossier
    }
}
