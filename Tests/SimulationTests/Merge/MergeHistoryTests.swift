import Foundation
import Merge
import SyncProtocol
import Testing

/// Made-up histories of edits on both sides, and what the merge must make of every one of them.
@Suite("Merge over generated histories") struct MergeHistoryTests {
    /// Histories in all; `MERGE_HISTORIES` sets another number.
    private static let cases = ProcessInfo.processInfo.environment["MERGE_HISTORIES"].flatMap { Int($0) } ?? 100_000

    private static let names = ["full_name", "phone", "email", "address"]

    /// A few values for each field, so that both sides often say the same.
    private static func value(_ field: String, _ n: Int) -> JSONValue {
        switch n {
        case 0: .null
        case 1...3: field == "address" ? ["text": .string("Số \(n)")] : .string("\(field) \(n)")
        default: field == "address" ? ["text": "Số 1", "commune_code": .string("0\(n)")] : .string("\(n)")
        }
    }

    private static func edit(_ state: inout JSONObject, _ random: inout Seeded) {
        let number = random.below(names.count + 3)
        if number < names.count {
            state[names[number]] = value(names[number], random.below(5))
        } else {
            var form = state["form"]?.objectValue ?? [:]
            form["f\(number - names.count)"] = value("f", random.below(4))
            state["form"] = .object(form)
        }
    }

    /// One history: what both knew, and what became of it on either side.
    private struct History {
        var base: JSONObject?
        var mine: JSONObject
        var theirs: JSONObject

        init(_ random: inout Seeded) {
            var start: JSONObject = [:]
            for _ in 0..<random.below(6) { edit(&start, &random) }
            base = random.chance(90) ? start : nil
            mine = start
            theirs = start
            for _ in 0..<random.below(5) { edit(&mine, &random) }
            for _ in 0..<random.below(5) { edit(&theirs, &random) }
        }
    }

    /// A state taken apart by these tests' own hand: the merge's would hide what the merge itself misses.
    private static func flat(_ state: JSONObject) -> JSONObject {
        var fields = state.filter { $0.key != "form" && !$0.value.isNull }
        for (name, value) in state["form"]?.objectValue ?? [:] where !value.isNull { fields["form.\(name)"] = value }
        return fields
    }

    @Test(arguments: 0..<4)
    func `every history merges without loss, the same from either side`(_ part: Int) {
        var random = Seeded(UInt64(part) + 1)
        for number in 0..<Self.cases / 4 {
            let history = History(&random)
            let merge = ThreeWayMerge(kind: .dossier, base: history.base, mine: history.mine, theirs: history.theirs)
            let other = ThreeWayMerge(kind: .dossier, base: history.base, mine: history.theirs, theirs: history.mine)
            guard Self.isWhole(merge, history), Self.isMirror(merge, other), Self.isSettled(merge, history) else {
                Issue.record("history \(number) of part \(part): \(history)")
                return
            }
        }
    }

    /// Every value that either side changed is in the result, or both values stand in a question; nothing else came in.
    private static func isWhole(_ merge: ThreeWayMerge, _ history: History) -> Bool {
        let base = flat(history.base ?? [:])
        let mine = flat(history.mine)
        let theirs = flat(history.theirs)
        let merged = flat(merge.merged)
        for name in Set(base.keys).union(mine.keys).union(theirs.keys).union(merged.keys) {
            let (b, m, t, r) = (base[name] ?? .null, mine[name] ?? .null, theirs[name] ?? .null, merged[name] ?? .null)
            let question = merge.conflicts.first { $0.name == name }
            if m != b && t != b && m != t {
                guard let question, question.mine == m, question.theirs == t, question.base == b else { return false }
            } else {
                guard question == nil, r == (m != b ? m : t) else { return false }
                // What merged by itself is told, so that a person can check it.
                if m != t,
                    !(m != b ? merge.onlyMine : merge.onlyTheirs).contains(where: {
                        $0.name == name && $0.mine == m && $0.theirs == t
                    })
                {
                    return false
                }
            }
        }
        return true
    }

    /// Seen from the other side the same questions are asked, with the sides changed over, and all else is the same.
    private static func isMirror(_ merge: ThreeWayMerge, _ other: ThreeWayMerge) -> Bool {
        guard merge.conflicts.map(\.name) == other.conflicts.map(\.name) else { return false }
        guard zip(merge.conflicts, other.conflicts).allSatisfy({ $0.mine == $1.theirs && $0.theirs == $1.mine }) else {
            return false
        }
        let open = Set(merge.conflicts.map(\.name))
        return flat(merge.merged).filter { !open.contains($0.key) }
            == flat(other.merged).filter { !open.contains($0.key) }
    }

    /// Merging the result again with what it was merged with asks nothing and changes nothing.
    private static func isSettled(_ merge: ThreeWayMerge, _ history: History) -> Bool {
        let again = ThreeWayMerge(kind: .dossier, base: history.theirs, mine: merge.merged, theirs: history.theirs)
        return again.conflicts.isEmpty && again.onlyTheirs.isEmpty && flat(again.merged) == flat(merge.merged)
    }

    /// Several desks and the office edit one subject and sync in turns: whatever the order, all end with the same state, and
    /// where nobody touched the same field it is the same state for every order.
    @Test func `desks that sync in any order end with the same state, and every value is there or in a question`() {
        for seed in 0..<UInt64(Self.cases / 20) {
            let one = Desks(seed: seed, order: seed &* 3 &+ 1)
            let other = Desks(seed: seed, order: seed &* 7 &+ 5)
            for run in [one, other] where !run.allAgree || !run.nothingIsLost {
                Issue.record("seed \(seed): \(run)")
                return
            }
            if one.isDisjoint, Self.flat(one.portal) != Self.flat(other.portal) {
                Issue.record("seed \(seed): the order decides")
                return
            }
        }
    }

    /// A portal that takes a put only on its present revision, and three desks that merge when theirs is an old one.
    private struct Desks {
        private(set) var portal: JSONObject
        private var revision = 0
        private var desks: [(base: JSONObject, revision: Int, state: JSONObject)]
        private(set) var questions: [ThreeWayMerge.Field] = []
        private var wanted: [(field: String, value: JSONValue)] = []
        private var seen: [JSONObject] = []
        private(set) var isDisjoint = true
        private(set) var allAgree = false
        private(set) var nothingIsLost = false

        init(seed: UInt64, order: UInt64) {
            var random = Seeded(seed)
            portal = [:]
            for _ in 0..<4 { edit(&portal, &random) }
            desks = Array(repeating: (portal, 0, portal), count: 3)
            var touched: Set<String> = []
            for desk in desks.indices {
                let before = flat(desks[desk].state)
                for _ in 0..<1 + random.below(3) { edit(&desks[desk].state, &random) }
                let after = flat(desks[desk].state)
                for field in Set(before.keys).union(after.keys) where before[field] != after[field] {
                    if !touched.insert(field).inserted { isDisjoint = false }
                    wanted.append((field, after[field] ?? .null))
                }
            }
            seen = [portal]
            var turns = Seeded(order)
            for _ in 0..<12 { sync(turns.below(3)) }
            for desk in [0, 1, 2, 0, 1, 2] { sync(desk) }
            let end = flat(portal)
            allAgree = desks.allSatisfy { flat($0.state) == end }
            nothingIsLost = wanted.allSatisfy { want in
                seen.contains { (flat($0)[want.field] ?? .null) == want.value }
                    || questions.contains {
                        $0.name == want.field && ($0.mine == want.value || $0.theirs == want.value)
                    }
            }
        }

        private mutating func sync(_ desk: Int) {
            let here = desks[desk]
            if here.revision != revision {
                let merge = ThreeWayMerge(kind: .dossier, base: here.base, mine: here.state, theirs: portal)
                questions += merge.conflicts
                // A person takes the portal's value; their own stays in the question.
                desks[desk] = (portal, revision, merge.merged)
            }
            guard flat(desks[desk].state) != flat(portal) else { return }
            portal = desks[desk].state
            revision += 1
            seen.append(portal)
            desks[desk].base = portal
            desks[desk].revision = revision
        }
    }
}
