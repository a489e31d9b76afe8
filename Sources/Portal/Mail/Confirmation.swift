package import GRDB
package import SyncProtocol

/// Somebody shows the code of a confirmation mail.
package enum Confirmation: Sendable, Hashable {
    /// The address is confirmed, now or by the same code before.
    case confirmed(account: String)
    /// The code is good and was not used yet; only told by `look`.
    case open
    /// Too old, or another mail took its place.
    case expired
    /// No such code.
    case unknown

    /// Confirms the address that the code was sent to, if the account still has it. Shown twice, it answers the same.
    package static func confirm(_ code: String, in db: Database, now: Timestamp) throws -> Confirmation {
        let (standing, subject) = try find(code, in: db, now: now)
        guard case .open = standing, var subject else { return standing }
        try db.execute(
            sql: "UPDATE confirmations SET used_at = ? WHERE token_hash = ?",
            arguments: [now.milliseconds, SpokenCode.digest(of: code)])
        subject.state["confirmation"] = "confirmed"
        try SubjectStore(database: db, now: now).save(&subject, origin: nil)
        return .confirmed(account: subject.id)
    }

    /// What `confirm` would meet, without confirming.
    package static func look(_ code: String, in db: Database, now: Timestamp) throws -> Confirmation {
        try find(code, in: db, now: now).standing
    }

    private static func find(
        _ code: String, in db: Database, now: Timestamp
    ) throws -> (standing: Confirmation, subject: StoredSubject?) {
        let digest = SpokenCode.digest(of: code)
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT account, email, expires_at, used_at FROM confirmations WHERE token_hash = ?", arguments: [digest]
            )
        else { return (.unknown, nil) }
        guard let subject = try StoredSubject.whole(try row.text("account"), in: db), subject.kind == .account,
            subject.state["email"]?.stringValue == (try row.text("email"))
        else { return (.expired, nil) }
        if subject.state["confirmation"] == "confirmed" { return (.confirmed(account: subject.id), subject) }
        guard try row.optionalLong("used_at") == nil, now < (try row.moment("expires_at")) else { return (.expired, nil) }
        return (.open, subject)
    }
}
