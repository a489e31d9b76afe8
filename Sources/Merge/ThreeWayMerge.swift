package import SyncProtocol

/// A three-way merge by field: what only one side changed is taken from that side, equal values are no conflict, the rest
/// is for a person (architecture.md, section 3). Nothing is preferred, nothing is lost.
package struct ThreeWayMerge: Sendable, Hashable {
    /// One field with its three values; an absent one is null.
    package struct Field: Sendable, Hashable {
        package var name: String
        package var base: JSONValue
        package var mine: JSONValue
        package var theirs: JSONValue
    }

    /// Everything that needs no decision, the portal's own members as the portal has them; where a person must decide,
    /// the portal's value stands in for now.
    package var merged: JSONObject
    /// What a person must decide, by name.
    package var conflicts: [Field]
    /// What merged by itself because only the desk changed it.
    package var onlyMine: [Field]
    /// What merged by itself because only the portal changed it.
    package var onlyTheirs: [Field]

    /// - Parameters:
    ///   - base: the last state that both knew; `nil` when they never shared one, so that a field which both have and
    ///     differ in is a conflict, and one that only one side has is kept.
    ///   - agree: decides that two different spellings of a field mean the same; the portal's then stands.
    package init(
        kind: SubjectKind, base: JSONObject?, mine: JSONObject, theirs: JSONObject,
        agree: (_ field: String, _ mine: JSONValue, _ theirs: JSONValue) -> Bool = { _, _, _ in false }
    ) {
        let portal = PortalMembers.of(kind)
        let baseFields = base.map(StateFields.flatten) ?? [:]
        let myFields = StateFields.flatten(mine)
        let theirFields = StateFields.flatten(theirs)
        var fields: JSONObject = [:]
        conflicts = []
        onlyMine = []
        onlyTheirs = []
        for name in Set(myFields.keys).union(theirFields.keys).union(baseFields.keys).sorted() {
            let field = Field(
                name: name, base: baseFields[name] ?? .null, mine: myFields[name] ?? .null,
                theirs: theirFields[name] ?? .null)
            if portal.contains(name) || field.mine == field.theirs {
                fields[name] = field.theirs
            } else if field.mine == field.base {
                fields[name] = field.theirs
                onlyTheirs.append(field)
            } else if field.theirs == field.base {
                fields[name] = field.mine
                onlyMine.append(field)
            } else if agree(name, field.mine, field.theirs) {
                fields[name] = field.theirs
            } else {
                fields[name] = field.theirs
                conflicts.append(field)
            }
        }
        merged = StateFields.assemble(fields, order: [theirs, mine])
    }
}
