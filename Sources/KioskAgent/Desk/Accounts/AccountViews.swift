import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listAccounts(_ request: ListAccounts) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        return try await outbox.read { tx in
            let found = try tx.accountsByName(words: request.words, after: page.after, limit: page.limit)
            return PageOf(items: try found.items.map { try view($0, withOperations: false, in: tx) }, next: found.next)
        }
    }

    func showAccount(_ request: ShowAccount) async throws -> JSONValue {
        try await outbox.read { tx in try view(tx.account(named: request.id), withOperations: true, in: tx) }
    }

    private func view(_ account: Subject, withOperations: Bool, in tx: OutboxTransaction) throws -> JSONValue {
        var members = identified(account)
        var local: JSONObject = ["state": .string(try localState(of: account, in: tx))]
        local["recorded_at"] = .string(account.recordedAt.description)
        local["old_number"] = account.oldNumber.map(JSONValue.string)
        if withOperations {
            local["operations"] = try JSONValue(encoding: lines(of: account.id, openOnly: false, in: tx))
        }
        members["local"] = .object(local)
        members.merge(try confirmationPending(account, in: tx)) { _, new in new }
        return .object(members)
    }

    /// The state's members with the subject's names beside them.
    func identified(_ subject: Subject) -> JSONObject {
        var members = subject.state
        members["id"] = .string(subject.id)
        members["revision"] = subject.revision.map(JSONValue.string) ?? .null
        return members
    }

    /// One word for where an account stands: that of the operation which most needs somebody's eye, `delivered` when the
    /// portal has all of it, `none` when it has never been queued.
    private func localState(of account: Subject, in tx: OutboxTransaction) throws -> String {
        try tx.operations(of: account.id, openOnly: true).neediest?.rawValue ?? (account.revision == nil ? "none" : "delivered")
    }
}

extension [QueuedOperation] {
    /// The state among the open ones that most needs somebody's eye.
    var neediest: OperationState? {
        let states = Set(map(\.state))
        let order: [OperationState] = [
            .conflict, .rejected, .quarantined, .held, .sending, .retrying, .waiting, .blocked,
        ]
        return order.first(where: states.contains)
    }
}
