/// What a new version of a procedure asks for otherwise than the one a dossier was filled under: shown to the clerk, while the dossier keeps the
/// version it has.
package struct ProcedureChanges: Sendable, Hashable {
    /// A paper of which another number is asked for.
    package struct Recount: Sendable, Hashable {
        package let code: String
        package let title: String
        package let originalsBefore: Int
        package let originals: Int
        package let copiesBefore: Int
        package let copies: Int
    }

    /// Papers that were not asked for before.
    package var added: [ProcedureComponent] = []
    /// Papers that are no longer asked for, as they were.
    package var removed: [ProcedureComponent] = []
    package var recounted: [Recount] = []
    /// Entries of the form that are new, and those that are gone.
    package var addedFields: [FormField] = []
    package var removedFields: [FormField] = []
    /// The members `name`, `time` and `fees` that differ.
    package var otherMembers: [String] = []

    package var isEmpty: Bool { self == ProcedureChanges() }
}

extension Procedure {
    /// What differs from an `older` version. A paper that got another code but kept its title is the same paper.
    package func changes(since older: Procedure) -> ProcedureChanges {
        var changes = ProcedureChanges()
        changes.compare(older.components, components)
        changes.addedFields = form.filter { field in !older.form.contains { $0.name == field.name } }
        changes.removedFields = older.form.filter { field in !form.contains { $0.name == field.name } }
        if name != older.name { changes.otherMembers.append("name") }
        if time != older.time { changes.otherMembers.append("time") }
        if fees != older.fees { changes.otherMembers.append("fees") }
        return changes
    }

    /// What this version's components differ in from those that a dossier was made with, which it carries itself.
    package func changes(since dossier: Dossier) -> ProcedureChanges {
        var changes = ProcedureChanges()
        changes.compare(dossier.components.map(ProcedureComponent.init(frozenIn:)), components)
        return changes
    }

    /// The same, as warnings for the clerk: papers that are now missing, and papers given that are no longer needed; entries of the form
    /// that are now required, and filled ones that are gone. What was neither given nor is asked for any more is not worth a word.
    package func warningsOfChanges(since dossier: Dossier) -> [DomainWarning] {
        let changes = changes(since: dossier)
        let given = Set(dossier.components.filter { !$0.files.isEmpty }.map(\.code))
        func warning(_ kind: DomainWarning.Kind, _ component: ProcedureComponent) -> DomainWarning {
            DomainWarning(kind, field: "components", parameters: ["code": component.code, "title": component.title])
        }
        return changes.added.map { warning(.componentNowMissing, $0) }
            + changes.removed.filter { given.contains($0.code) }.map { warning(.componentNoLongerNeeded, $0) }
            + checkForm(dossier.form).compactMap { odd in
                switch odd.kind {
                case .missingFormField: DomainWarning(.formFieldNowAsked, field: odd.field, parameters: odd.parameters)
                case .unknownFormField: DomainWarning(.formFieldNoLongerAsked, field: odd.field, parameters: odd.parameters)
                default: nil
                }
            }
    }
}

extension ProcedureChanges {
    /// By code first, then, among what is left, by title.
    fileprivate mutating func compare(_ before: [ProcedureComponent], _ after: [ProcedureComponent]) {
        var left = before
        var unmatched: [ProcedureComponent] = []
        for component in after {
            if let place = left.firstIndex(where: { $0.code == component.code }) {
                recount(left.remove(at: place), component)
            } else {
                unmatched.append(component)
            }
        }
        for component in unmatched {
            let title = TextRule.fold(component.title)
            if !title.isEmpty, let place = left.firstIndex(where: { TextRule.fold($0.title) == title }) {
                recount(left.remove(at: place), component)
            } else {
                added.append(component)
            }
        }
        removed = left
    }

    private mutating func recount(_ before: ProcedureComponent, _ after: ProcedureComponent) {
        guard before.originals != after.originals || before.copies != after.copies else { return }
        recounted.append(
            Recount(
                code: after.code, title: after.title, originalsBefore: before.originals, originals: after.originals,
                copiesBefore: before.copies, copies: after.copies))
    }
}

extension ProcedureComponent {
    /// A component as the dossier was made with it.
    fileprivate init(frozenIn component: Dossier.Component) {
        self.init(
            code: component.code, title: component.title ?? "", originals: component.originals ?? 0,
            copies: component.copies ?? 0)
    }
}
