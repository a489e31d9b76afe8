package import GRDB
package import SyncProtocol

/// The office confirms an account's address in the citizen's place.
package struct ConfirmAccount: Sendable {
    package var account: String

    package init(account: String) { self.account = account }

    /// - Returns: the account's state with its id and revision. Done twice is done once.
    /// - Throws: `PortalError`, and what the store throws.
    package func run(in db: Database, _ context: OfficeContext) throws -> JSONObject {
        var subject = try StoredSubject.find(account, kind: .account, in: db)
        guard subject.state["confirmation"] != "confirmed" else { return subject.told }
        let now = context.now()
        subject.state["confirmation"] = "confirmed"
        try SubjectStore(database: db, now: now).save(&subject, origin: nil)
        // Links that still lie in a mailbox have nothing left to do.
        try db.execute(
            sql: "UPDATE confirmations SET used_at = ? WHERE account = ? AND used_at IS NULL",
            arguments: [now.milliseconds, subject.id])
        return subject.told
    }
}
