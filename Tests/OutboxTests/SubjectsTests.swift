import SyncProtocol
import Testing

@testable import Outbox

@Suite struct SubjectsTests {
    @Test func `a subject comes back as it was written`() async throws {
        try await withOutbox { outbox async throws in
            var subject = account(1)
            subject.portalState = ["full_name": "X", "unknown": [1, .number(2.5), nil]]
            subject.revision = "r"
            subject.heldBack = Subject.HeldBack(revision: "r2", state: nil)
            subject.isDeleted = true
            subject.adoptedAs = id(5)
            subject.editedAt = .start + .seconds(3)
            subject.editedBy = id(4)
            subject.portalSeenAt = .start
            let written = subject
            try await outbox.write { store throws in
                try store.insert(account(1))
                try store.update(written)
            }
            #expect(try await outbox.read { try $0.subject(id(1)) } == written)
            await #expect(throws: OutboxError(.missing, detail: "subject \(id(2))")) {
                try await outbox.write { try $0.update(account(2)) }
            }
        }
    }

    @Test func `people are found without diacritics, by name, number and their dossiers' owner`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(account(1, name: "Đinh Thị Bảy"))
                try store.insert(account(2, name: "A Thin"))
                try store.insert(dossier(3, owner: 1))
            }
            func found(_ kind: SubjectKind, _ words: String) async throws -> [String] {
                try await outbox.read { try $0.subjects(kind, words: words, after: nil, limit: 9).items.map(\.id) }
            }
            #expect(try await found(.account, "bay dinh") == [id(1)])
            #expect(try await found(.account, "10000002") == [id(2)])
            #expect(try await found(.account, "") == [id(2), id(1)])
            #expect(try await found(.dossier, "1.001 dinh") == [id(3)])
            try await outbox.write { try $0.update(account(1, name: "Đinh Thị Tám")) }
            #expect(try await found(.dossier, "tam") == [id(3)])
            #expect(try await found(.dossier, "bay").isEmpty)
            let accounts = try await outbox.read {
                try $0.accounts(withIdentity: "cccd", number: "062210000001").map(\.id)
            }
            #expect(accounts == [id(1)])
            #expect(try await outbox.read { try $0.dossiers(naming: id(1)).map(\.id) } == [id(3)])
        }
    }

    @Test func `accounts are listed as Vietnamese sorts names, in pages`() async throws {
        try await withOutbox { outbox async throws in
            let names = ["Lê Văn Đức", "Trần Ánh", "Nguyễn Văn An", "Phạm Dung", "Y Ơ"]
            try await outbox.write { store throws in
                for (index, name) in names.enumerated() { try store.insert(account(index + 1, name: name)) }
            }
            var seen: [JSONValue?] = []
            var after: String?
            repeat {
                let from = after
                let page = try await outbox.read { try $0.accountsByName(words: nil, after: from, limit: 2) }
                seen += page.items.map { $0.state["full_name"] }
                after = page.next
            } while after != nil
            #expect(seen == ["Nguyễn Văn An", "Trần Ánh", "Phạm Dung", "Lê Văn Đức", "Y Ơ"])
        }
    }

    @Test func `short ids and official codes lead to their subjects`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(account(1))
                var coded = dossier(2, owner: 1)
                coded.state["code"] = "000.00.01.H34-261124-0001"
                try store.insert(coded)
            }
            try await outbox.read { store throws in
                #expect(
                    try store.subjectIDs(prefix: String(id(1).dropLast()), kinds: [.account, .dossier], limit: 5) == [
                        id(1), id(2),
                    ])
                #expect(try store.subjectIDs(prefix: id(1), kinds: [.account], limit: 5) == [id(1)])
                #expect(try store.subjectIDs(prefix: id(1), kinds: [.dossier], limit: 5).isEmpty)
                #expect(try store.subjectIDs(prefix: "000.00.01.H34-261124-0001", kinds: [.dossier], limit: 5) == [id(2)])
                #expect(try store.subjectIDs(prefix: "", kinds: [.dossier], limit: 5).isEmpty)
            }
        }
    }

    @Test func `notices and payments are found by what they are about`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.write { store throws in
                try store.insert(Subject(id: "n1", kind: .notice, state: ["dossier": "d"], now: .start))
                try store.insert(Subject(id: "n2", kind: .notice, state: ["account": "d"], now: .start))
                try store.insert(Subject(id: "p1", kind: .payment, state: ["dossier": "d"], now: .start))
            }
            #expect(try await outbox.read { try $0.notices(of: "d").map(\.id) } == ["n1", "n2"])
            #expect(try await outbox.read { try $0.payments(of: "d").map(\.id) } == ["p1"])
        }
    }

    @Test func `conflicts, facts, journal and catalogue come back as they were written`() async throws {
        try await withOutbox { outbox async throws in
            var conflict = ConflictRecord(
                id: id(50), subject: id(1), operation: id(101), reason: .identityTaken, state: .open, base: nil,
                mine: ["phone": "1"], theirs: ["phone": "2"], theirRevision: "r", theirSubject: id(9), merged: [:],
                fields: [.init(name: "phone", base: nil, mine: "1", theirs: "2")], mineBy: id(4), mineAt: .start,
                theirsAt: .start, createdAt: .start)
            let open = conflict
            conflict.state = .resolved
            conflict.resolvedAt = .start + .seconds(1)
            conflict.resolution = id(102)
            conflict.chosen = ["phone": nil]
            let resolved = conflict
            try await outbox.write { store throws in
                try store.insert(open)
                #expect(try store.openConflict(id(1)) == open)
                try store.update(resolved)
                #expect(try store.openConflict(id(1)) == nil)
                #expect(try store.conflict(id(50)) == resolved)
                #expect(try store.conflicts(states: [.open], after: nil, limit: 5).items.isEmpty)
                #expect(try store.conflicts(states: nil, after: nil, limit: 5).items == [resolved])
                #expect(try store.conflictIDs(prefix: String(id(50).prefix(9)), limit: 5) == [id(50)])

                try store.setFact("cursor", "c1")
                try store.setFact("cursor", ["at": 2])
                #expect(try store.fact("cursor") == ["at": 2])
                try store.setFact("cursor", nil)
                #expect(try store.fact("cursor") == nil)

                for number in 1...3 {
                    try store.record("e\(number)", subject: id(number), details: ["n": 1], at: .start + .seconds(Int64(number)))
                }
                #expect(
                    try store.journal(since: .start + .seconds(2), subject: nil, afterNumber: 0, limit: 9).map(\.event) == [
                        "e2", "e3",
                    ])
                #expect(try store.journal(since: nil, subject: id(2), afterNumber: 0, limit: 9).map(\.details) == [["n": 1]])

                let json = Array(#"{"version":"v1","procedures":[{},{}]}"#.utf8)
                try store.replaceCatalogue(json: json, version: "v1", etag: "\"x\"", now: .start)
                #expect(try store.catalogueInfo() == CatalogueInfo(version: "v1", etag: "\"x\"", fetchedAt: .start, count: 2))
                #expect(try store.catalogueJSON() == json)
                #expect(throws: OutboxError.self) {
                    try store.replaceCatalogue(json: [1], version: "v2", etag: nil, now: .start)
                }
            }
        }
    }
}
