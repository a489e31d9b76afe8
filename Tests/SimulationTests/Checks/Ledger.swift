import SyncProtocol

/// A state taken apart into what a clerk edits: its members, the form by name. (Not the merge's own: the books are others'.)
enum Fields {
    static func flatten(_ state: JSONObject, keepingNulls: Bool = false) -> JSONObject {
        var fields: JSONObject = [:]
        for (name, value) in state where keepingNulls || !value.isNull {
            if name == "form", let form = value.objectValue {
                for (key, entry) in form where keepingNulls || !entry.isNull { fields["form.\(key)"] = entry }
            } else if name != "components" {
                fields[name] = spelt(name, value)
            }
        }
        return fields
    }

    /// The value as the model portal spells it: it always writes one word of an address in full.
    static func spelt(_ field: String, _ value: JSONValue) -> JSONValue {
        guard field == "address", let text = value["text"]?.stringValue, text.hasPrefix("duong ") else { return value }
        return ["text": .string("Đường " + text.dropFirst("duong ".count))]
    }
}

/// The world's own books: what clerks recorded and decided, to be held against what became of it.
struct Ledger {
    struct Edit {
        var kiosk: Int
        var subject: String
        var field: String
        var value: JSONValue
        /// What stood there when the clerk changed it.
        var seen: JSONValue
        var at: Duration
        /// The clerk was told that it is recorded.
        var isTold = false
    }
    struct Place: Hashable { var kiosk: Int, subject: String, field: String }
    struct Paper { var kiosk: Int, dossier: String, sha256: String, isSupplement: Bool }
    struct OperationAt: Hashable { var kiosk: Int, id: String }
    /// An operation changed a field at the portal; whether it might is judged when the kiosk can be asked.
    struct Change { var kiosk: Int, operation: String, subject: String, field: String, from: JSONValue, to: JSONValue }

    private(set) var edits: [Edit] = []
    private var editsAt: [Place: [Int]] = [:]
    private var overruled: [Place: [JSONValue: Set<JSONValue>]] = [:]
    private(set) var told: Set<OperationAt> = []
    private var met: [Int: Set<String>] = [:]
    private(set) var givenUp: Set<OperationAt> = []
    var papers: [Paper] = []
    /// Every operation's bytes as the portal first saw them.
    var bytes: [String: [UInt8]] = [:]
    /// How often the portal applied each.
    var applied: [String: Int] = [:]
    /// Operations that the portal has ever applied, before it was restored or after.
    private(set) var everApplied: Set<String> = []
    var changes: [Change] = []
    var wasRestored = false
    /// What the office has ever taken away, before the portal was restored or after.
    var removed: Set<String> = []
    /// Subjects with a put that the portal refused for a reason of its own.
    var refusedPuts: Set<String> = []
    /// Operations about which a person has said that they know.
    private var decided: Set<OperationAt> = []
    private var damaged: Set<OperationAt> = []
    /// Who hangs together with whom, by kiosk.
    private var related: [Int: [String: Set<String>]] = [:]
    private var damagedRows: [Int: Set<String>] = [:]

    mutating func edit(
        _ kiosk: Int, _ subject: String, _ field: String, _ value: JSONValue, seen: JSONValue, at: Duration
    ) -> Int {
        edits.append(Edit(kiosk: kiosk, subject: subject, field: field, value: value, seen: seen, at: at))
        editsAt[Place(kiosk: kiosk, subject: subject, field: field), default: []].append(edits.count - 1)
        return edits.count - 1
    }
    mutating func damage(_ subject: String, _ operation: String?, _ kiosk: Int) {
        damaged.insert(OperationAt(kiosk: kiosk, id: subject))
        if let operation { damagedRows[kiosk, default: []].insert(operation) }
    }
    /// Whether a row of the subject, or of one of its operations, went bad at that kiosk: nothing is asked of that subject there.
    func isDamaged(_ subject: String, _ kiosk: Int) -> Bool { damaged.contains(OperationAt(kiosk: kiosk, id: subject)) }
    func damagedOperations(_ kiosk: Int) -> Set<String> { damagedRows[kiosk] ?? [] }
    func hasDamage(_ kiosk: Int) -> Bool { damaged.contains { $0.kiosk == kiosk } }
    mutating func relate(_ one: String, _ other: String, _ kiosk: Int) {
        related[kiosk, default: [:]][one, default: []].insert(other)
        related[kiosk, default: [:]][other, default: []].insert(one)
    }
    /// The subjects and all that hang together with them: an account's dossiers, their other parties, accounts that are one.
    func group(_ subjects: Set<String>, _ kiosk: Int) -> Set<String> {
        var group = subjects
        var open = Array(subjects)
        while let next = open.popLast() {
            for other in related[kiosk]?[next] ?? [] where group.insert(other).inserted { open.append(other) }
        }
        return group
    }
    mutating func apply(_ operation: String) {
        applied[operation, default: 0] += 1
        everApplied.insert(operation)
    }
    /// The portal has forgotten all but `applied`: what it forgot it may apply once more, and must.
    mutating func restored(applied kept: Set<String>) {
        applied = Dictionary(uniqueKeysWithValues: kept.map { ($0, 1) })
        wasRestored = true
    }
    mutating func decide(_ operation: String?, _ kiosk: Int) {
        if let operation { decided.insert(OperationAt(kiosk: kiosk, id: operation)) }
    }
    func isDecided(_ operation: String, _ kiosk: Int) -> Bool { decided.contains(OperationAt(kiosk: kiosk, id: operation)) }
    mutating func confirm(_ edit: Int) { edits[edit].isTold = true }
    mutating func overrule(_ kiosk: Int, _ subject: String, _ field: String, _ value: JSONValue, over other: JSONValue) {
        overruled[Place(kiosk: kiosk, subject: subject, field: field), default: [:]][
            Fields.spelt(field, value), default: []
        ]
        .insert(Fields.spelt(field, other))
    }
    mutating func acknowledged(_ operation: String?, _ kiosk: Int) {
        if let operation { told.insert(OperationAt(kiosk: kiosk, id: operation)) }
    }
    mutating func giveUp(_ subject: String, _ kiosk: Int) { givenUp.insert(OperationAt(kiosk: kiosk, id: subject)) }
    func isGivenUp(_ subject: String, _ kiosk: Int) -> Bool { givenUp.contains(OperationAt(kiosk: kiosk, id: subject)) }
    /// True the first time.
    mutating func meet(_ subject: String, _ kiosk: Int) -> Bool { met[kiosk, default: []].insert(subject).inserted }
    func met(by kiosk: Int) -> Set<String> { met[kiosk] ?? [] }

    func edits(_ kiosk: Int, _ subjects: Set<String>, _ field: String) -> [Edit] {
        subjects.flatMap { editsAt[Place(kiosk: kiosk, subject: $0, field: field)] ?? [] }.map { edits[$0] }
    }

    /// Whether somebody at the kiosk put `to` in the place of `from` knowingly: by edits that began at it, one on top of the
    /// other, or by a decision.
    /// - Parameter byDecisions: what was decided in a conflict counts too.
    func mayReplace(
        _ kiosk: Int, _ subjects: Set<String>, _ field: String, _ from: JSONValue, by to: JSONValue, byDecisions: Bool = true
    ) -> Bool {
        let own = edits(kiosk, subjects, field)
        var reached: Set<JSONValue> = [to]
        var open = [to]
        while let value = open.popLast() {
            var below = own.filter { $0.value == value }.map(\.seen)
            for subject in subjects where byDecisions {
                below += overruled[Place(kiosk: kiosk, subject: subject, field: field)]?[value] ?? []
            }
            for next in below where reached.insert(next).inserted { open.append(next) }
        }
        return reached.contains(from)
    }
}
