import Outbox
import SyncProtocol
import Testing

/// What receipts say of the portal's memory.
@Suite struct ReceiptsTests {
    /// A deed moves its subject on as a put does: a portal that tells the state of before it has forgotten it.
    @Test(arguments: [OperationType.accountConfirm, .accountPut])
    func `the revision that a delivered operation was made on is left behind`(_ type: OperationType) async throws {
        try await withOutbox { outbox in
            let (before, after) = try await outbox.write { store in
                var known = account(1)
                known.portalState = known.state
                known.revision = "r1"
                try store.insert(known)
                let body: JSONObject? = type.isPut ? nil : [:]
                try store.enqueue(
                    NewOperation(id: id(101), type: type, subject: id(1), body: body, officer: nil, madeAt: .start))
                _ = try store.claim(roomy, now: .start)
                let before = try store.isSuperseded("r1", of: id(1))
                try store.deliver(id(101), receipt: Receipt(revision: "r2", receivedAt: .start, serial: 1), now: .start)
                known.revision = "r2"
                try store.update(known)
                return (before, try ["r0", "r1", "r2"].filter { try store.isSuperseded($0, of: id(1)) })
            }
            #expect(!before && after == ["r1"])
        }
    }
}
