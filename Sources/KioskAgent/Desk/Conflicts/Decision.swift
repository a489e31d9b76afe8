import Merge
import Outbox
import Status
import SyncProtocol

/// A person's decision on a conflict, worked out from the record alone: which value each field gets. Fields are those of
/// the merge: members of the state, entries of its form and components one by one (`form.purpose`).
struct Decision: Sendable, Hashable {
    /// Field name → value decided; null: the field is to be empty.
    var chosen: JSONObject
    /// The subject's whole state with the decision made.
    var state: JSONObject
    /// Somebody typed a value that neither side had.
    var isTyped: Bool

    /// - Parameters:
    ///   - theirs: the portal's state that the decision starts from; newer than the record's own when news came since.
    /// - Throws: `KioskProblem`: a field that is not in question, or one that is left undecided.
    init(_ conflict: ConflictRecord, theirs: JSONObject, keep: ResolveConflict.Keep?, fields: [String: ResolveConflict.Choice])
        throws
    {
        let names = conflict.fields.map(\.name)
        // `form/purpose`, as a problem's pointer would spell it, is the same field as `form.purpose`.
        let fields = Dictionary(
            fields.map { (names.contains($0.key) ? $0.key : $0.key.replacing("/", with: "."), $0.value) },
            uniquingKeysWith: { _, last in last })
        try Self.refuseStrangers(among: fields.keys, known: names)
        if names.isEmpty, keep == nil { throw KioskProblem(.missingField, field: "keep", ["id": conflict.id]) }
        var values = StateFields.flatten(theirs)
        // What only the desk changed has merged already; what the portal alone may say is its own.
        for (name, value) in Self.mergedByItself(conflict) { values[name] = value }
        chosen = [:]
        isTyped = false
        for field in conflict.fields {
            let value: JSONValue
            switch try Self.choice(field.name, keep, fields, conflict.id) {
            case .mine: value = field.mine
            case .theirs: value = values[field.name] ?? .null
            case .value(let typed):
                value = typed
                isTyped = true
            }
            chosen[field.name] = value
        }
        state = StateFields.assemble(values.merging(chosen) { _, new in new }, order: [theirs, conflict.mine])
    }

    /// Only fields that are in question can be decided. Throws `KioskProblem`: another one is among them.
    static func refuseStrangers(among fields: some Sequence<String>, known: [String]) throws {
        guard let stranger = fields.sorted().first(where: { !known.contains($0) }) else { return }
        throw KioskProblem(.unknownField, field: stranger, ["nearest": known.sorted().joined(separator: ", ")])
    }

    private static func choice(
        _ name: String, _ keep: ResolveConflict.Keep?, _ fields: [String: ResolveConflict.Choice], _ id: String
    ) throws -> ResolveConflict.Choice {
        if let given = fields[name] { return given }
        switch keep {
        case .mine: return .mine
        case .theirs: return .theirs
        case nil: throw KioskProblem(.missingField, field: name, ["id": id])
        }
    }

    /// What the merge took from the desk: fields that are not in question and differ from what the portal had then.
    private static func mergedByItself(_ conflict: ConflictRecord) -> JSONObject {
        let open = Set(conflict.fields.map(\.name))
        let merged = StateFields.flatten(conflict.merged)
        let then = StateFields.flatten(conflict.theirs ?? [:])
        var changes: JSONObject = [:]
        for name in Set(merged.keys).union(then.keys) where !open.contains(name) {
            let value = merged[name] ?? .null
            if value != then[name] ?? .null { changes[name] = value }
        }
        return changes
    }
}
