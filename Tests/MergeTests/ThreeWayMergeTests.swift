import SyncProtocol
import Testing

@testable import Merge

@Suite struct ThreeWayMergeTests {
    private let base: JSONObject = [
        "full_name": "Y Thử", "phone": "1", "email": "a@x", "address": ["text": "A", "commune_code": "1"],
    ]

    @Test func `what only one side changed is taken from that side`() {
        let mine = base.merging(["phone": "2"]) { $1 }
        let theirs = base.merging(["email": "b@x"]) { $1 }
        let merge = ThreeWayMerge(kind: .account, base: base, mine: mine, theirs: theirs)
        #expect(merge.conflicts.isEmpty)
        #expect(merge.merged["phone"] == "2" && merge.merged["email"] == "b@x")
        #expect(merge.onlyMine.map(\.name) == ["phone"] && merge.onlyTheirs.map(\.name) == ["email"])
    }

    @Test func `equal changes are no conflict and different ones are a person's`() {
        let same = ThreeWayMerge(
            kind: .account, base: base, mine: base.merging(["phone": "2"]) { $1 }, theirs: base.merging(["phone": "2"]) { $1 })
        #expect(same.conflicts.isEmpty && same.onlyMine.isEmpty && same.merged["phone"] == "2")
        let other = ThreeWayMerge(
            kind: .account, base: base, mine: base.merging(["phone": "2"]) { $1 }, theirs: base.merging(["phone": "3"]) { $1 })
        #expect(other.conflicts == [ThreeWayMerge.Field(name: "phone", base: "1", mine: "2", theirs: "3")])
        #expect(other.merged["phone"] == "3")
    }

    @Test func `an address stays whole`() {
        let mine = base.merging(["address": ["text": "B", "commune_code": "1"]]) { $1 }
        let theirs = base.merging(["address": ["text": "A", "commune_code": "2"]]) { $1 }
        #expect(ThreeWayMerge(kind: .account, base: base, mine: mine, theirs: theirs).conflicts.map(\.name) == ["address"])
    }

    @Test func `a field taken away on one side stays away and one changed on the other is a conflict`() {
        var mine = base
        mine["email"] = .null
        let gone = ThreeWayMerge(kind: .account, base: base, mine: mine, theirs: base)
        #expect(gone.merged["email"] == nil && gone.onlyMine.map(\.name) == ["email"])
        let changed = ThreeWayMerge(kind: .account, base: base, mine: mine, theirs: base.merging(["email": "c@x"]) { $1 })
        #expect(changed.conflicts == [ThreeWayMerge.Field(name: "email", base: "a@x", mine: .null, theirs: "c@x")])
    }

    @Test func `without a base both sides' own fields are kept and differing ones are a person's`() {
        let merge = ThreeWayMerge(kind: .account, base: nil, mine: ["a": 1, "b": 1, "c": 1], theirs: ["b": 1, "c": 2, "d": 2])
        #expect(merge.merged == ["a": 1, "b": 1, "c": 2, "d": 2])
        #expect(merge.conflicts.map(\.name) == ["c"] && merge.onlyMine.map(\.name) == ["a"])
    }

    @Test func `a form merges name by name and components code by code`() {
        let file: JSONValue = [["sha256": "x"]]
        let base: JSONObject = [
            "form": ["purpose": "p", "copies": 1],
            "components": [["code": "A", "originals": 1], ["code": "B", "originals": 1]],
        ]
        let mine: JSONObject = [
            "form": ["purpose": "mine", "copies": 1],
            "components": [["code": "A", "originals": 1, "files": file], ["code": "B", "originals": 1]],
        ]
        let theirs: JSONObject = [
            "form": ["purpose": "p", "copies": 2, "new": true],
            "components": [["code": "A", "originals": 1], ["code": "B", "originals": 3], ["code": "C"]],
        ]
        let merge = ThreeWayMerge(kind: .dossier, base: base, mine: mine, theirs: theirs)
        #expect(merge.conflicts.isEmpty)
        #expect(merge.merged["form"] == ["purpose": "mine", "copies": 2, "new": true])
        #expect(
            merge.merged["components"] == [
                ["code": "A", "originals": 1, "files": file], ["code": "B", "originals": 3], ["code": "C"],
            ])
        #expect(merge.onlyMine.map(\.name) == ["components.A", "form.purpose"])
    }

    @Test func `components without codes or with one twice stay one field`() {
        for list in [[["title": "x"]], [["code": "A"], ["code": "A", "files": []]]] as [JSONValue] {
            let fields = StateFields.flatten(["components": list])
            #expect(fields == ["components": list])
            #expect(StateFields.assemble(fields, order: []) == ["components": list])
        }
    }

    @Test(arguments: SubjectKind.allCases) func `the portal's own members are always the portal's`(_ kind: SubjectKind) {
        for member in PortalMembers.of(kind) {
            let merge = ThreeWayMerge(kind: kind, base: [member: 1], mine: [member: 2, "x": 1], theirs: [member: 3, "x": 1])
            #expect(merge.conflicts.isEmpty && merge.onlyMine.isEmpty && merge.merged[member] == 3)
            let none = ThreeWayMerge(kind: kind, base: [member: 1], mine: [member: 2], theirs: [:])
            #expect(none.merged[member] == nil && none.onlyMine.isEmpty)
        }
    }

    @Test func `two spellings that agree are no conflict and the portal's stands`() {
        let merge = ThreeWayMerge(kind: .account, base: nil, mine: ["full_name": "y thử"], theirs: ["full_name": "Y Thử"]) {
            name, _, _ in name == "full_name"
        }
        #expect(merge.conflicts.isEmpty && merge.merged["full_name"] == "Y Thử")
    }
}

/// Histories that a seed decides: three states with few names and few values, so that everything meets.
@Suite struct GeneratedMergeTests {
    private static func state(_ random: inout Seeded) -> JSONObject {
        func few(_ names: [String]) -> JSONObject {
            var object: JSONObject = [:]
            for name in names where Bool.random(using: &random) {
                object[name] = .integer(Int64.random(in: 0..<3, using: &random))
            }
            return object
        }
        var state = few(["phone", "email", "status", "code", "delivery"])
        let form = few(["a", "b", "c"])
        if !form.isEmpty { state["form"] = .object(form) }
        let components = few(["A", "B", "C"]).sorted { $0.key < $1.key }
        if !components.isEmpty { state["components"] = .array(components.map { ["code": .string($0.key), "files": $0.value] }) }
        return state
    }

    @Test(arguments: UInt64(0)..<40) func `no value is lost and nobody is preferred`(_ seed: UInt64) {
        var random = Seeded(seed)
        let portal = PortalMembers.dossier
        for _ in 0..<100 {
            let (base, mine, theirs) = (Self.state(&random), Self.state(&random), Self.state(&random))
            let merge = ThreeWayMerge(kind: .dossier, base: base, mine: mine, theirs: theirs)
            let mirror = ThreeWayMerge(kind: .dossier, base: base, mine: theirs, theirs: mine)
            let (b, m, t) = (StateFields.flatten(base), StateFields.flatten(mine), StateFields.flatten(theirs))
            let merged = StateFields.flatten(merge.merged)
            let conflicts = Set(merge.conflicts.map(\.name))
            for name in Set(b.keys).union(m.keys).union(t.keys) {
                if portal.contains(name) { #expect(merged[name] == t[name]); continue }
                // A change of the desk is in the merged state or before a person.
                if m[name] != b[name], !conflicts.contains(name) { #expect(merged[name] == m[name]) }
                if t[name] != b[name] { #expect(merged[name] == t[name]) }
                #expect(conflicts.contains(name) == (m[name] != b[name] && t[name] != b[name] && m[name] != t[name]))
            }
            #expect(Set(mirror.conflicts.map(\.name)) == conflicts)
            #expect(mirror.onlyMine.map(\.name) == merge.onlyTheirs.map(\.name))
            if conflicts.isEmpty {
                #expect(
                    StateFields.flatten(mirror.merged).filter { !portal.contains($0.key) }
                        == merged.filter { !portal.contains($0.key) })
            }
            // Merged again on top of the same base, nothing moves.
            #expect(ThreeWayMerge(kind: .dossier, base: theirs, mine: merge.merged, theirs: theirs).merged == merge.merged)
        }
    }

    @Test(arguments: UInt64(0)..<20) func `a state taken apart is put together again`(_ seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<100 {
            let state = Self.state(&random)
            #expect(StateFields.assemble(StateFields.flatten(state), order: [state]) == state)
        }
    }
}
