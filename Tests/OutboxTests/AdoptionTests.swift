import SyncProtocol
import Testing

@testable import Outbox

@Suite("Adoption") struct AdoptionTests {
    /// Account 1, whose put is 101, turns out to be account 9.
    private func adopted(in outbox: Outbox) async throws -> Followers {
        try await outbox.recordDossier()
        return try await outbox.write { store throws in
            var other = account(9)
            other.revision = "r9"
            try store.insert(other)
            try store.leave(id(101), as: .resolved, replacedBy: nil, now: .start)
            return try store.adopt(id(1), as: id(9), now: .start)
        }
    }

    private func confirm(_ number: Int, of account: Int) -> NewOperation {
        NewOperation(
            id: id(number), type: .accountConfirm, subject: id(account), body: ["token": "AAAA"], officer: nil, madeAt: .start)
    }

    @Test func `a deed recorded for the adopted account is one for the account that it turned out to be`() async throws {
        try await withOutbox { outbox async throws in
            _ = try await adopted(in: outbox)
            let recorded = try await outbox.write { try $0.enqueue(confirm(104, of: 1)) }
            #expect(recorded.subject == id(9) && recorded.state == .waiting)
            #expect(try await outbox.claimAll().last?.frozen.map { try Operation(line: $0.line).subject } == id(9))
        }
    }

    @Test func `a separation gives back what followed and was not sent, and no deed that followed nobody`() async throws {
        try await withOutbox { outbox async throws in
            try await outbox.recordDossier()
            let followed = try await outbox.write { store throws in
                var other = account(9)
                other.revision = "r9"
                try store.insert(other)
                try store.enqueue(confirm(104, of: 1))
                try store.enqueue(confirm(105, of: 9))
                try store.leave(id(101), as: .resolved, replacedBy: nil, now: .start)
                return try store.adopt(id(1), as: id(9), now: .start)
            }
            #expect(followed.deeds == [id(104)])
            func subjects() async throws -> [String?] {
                try await outbox.read { store throws in try [104, 105].map { try store.operation(id($0))?.subject } }
            }
            #expect(try await subjects() == [id(9), id(9)])
            try await outbox.write { try $0.separate(id(1), from: id(9), with: followed, now: .start) }
            #expect(try await subjects() == [id(1), id(9)])
        }
    }
}
