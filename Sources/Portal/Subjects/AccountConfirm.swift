import GRDB
import SyncProtocol

/// `account.confirm`: a citizen at the desk reads the code of the confirmation mail out (protocol.md, section 5).
struct AccountConfirm {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        let account = try work.subject(.account)
        if account.isDeleted { return .conflict(.deleted, with: account) }
        let body = work.operation.body
        guard body["channel"]?.stringValue == "email" else { throw OperationOutcome.invalid("channel", "must be email") }
        guard let token = body["token"]?.stringValue, (1...256).contains(token.utf8.count) else {
            throw OperationOutcome.invalid("token", "must be given")
        }
        let holder = try String.fetchOne(
            work.database, sql: "SELECT account FROM confirmations WHERE token_hash = ?",
            arguments: [SpokenCode.digest(of: token)])
        guard holder == account.id,
            case .confirmed = try Confirmation.confirm(token, in: work.database, now: work.now)
        else { throw OperationOutcome.invalid("token", "wrong, or no longer good") }
        return .applied(revision: try work.store.find(account.id)?.revisionText)
    }
}
