import Dossiers
import Foundation
import GRDB
import SyncProtocol

/// `account.put`: creates an account, or replaces it if `base` is its present revision (protocol.md, section 5).
struct AccountPut {
    let work: OperationWork

    func outcome() throws -> OperationOutcome {
        let account = try validated(work.operation.body)
        guard let existing = try work.store.find(work.operation.subject) else { return try create(account) }
        guard try work.store.isParty(work.caller.unit, to: existing.id) else { return try adopt(existing, account) }
        guard existing.kind == .account else { throw OperationOutcome.unknownSubject }
        if existing.isDeleted { return .conflict(.deleted, with: existing) }
        guard work.operation.base == existing.revisionText else { return .conflict(.stale, with: existing) }
        if let taken = try identityConflict(account, for: existing.id) { return taken }
        return try replace(existing, with: account)
    }

    // MARK: Ways

    private func create(_ account: Account) throws -> OperationOutcome {
        guard work.operation.base == nil else { throw OperationOutcome.unknownSubject }
        guard UUID7.isValid(work.operation.subject) else {
            throw Problem(.invalidBody, detail: "the subject must be a UUID of version 7 in lower case")
        }
        if let taken = try identityConflict(account, for: work.operation.subject) { return taken }
        var subject = StoredSubject(new: work.operation.subject, kind: .account, state: [:], unit: work.caller.unit)
        subject.state["portal_id"] = .string(try PortalNumbers.account(work.database))
        return try replace(subject, with: account)
    }

    private func replace(_ subject: StoredSubject, with account: Account) throws -> OperationOutcome {
        let kept = try members(account)
        var after = kept
        for member in PortalMembers.account { after[member] = subject.state[member] }
        let isAltered = PutBody.isAltered(sent: work.operation.body, kept: kept, members: Account.members)
        return try save(subject, state: after, account: account, tellsCaller: isAltered)
    }

    /// The first put by a unit that learnt of the account from an `identity-taken`: it becomes a party to it, and replaces
    /// only what it names, since it has not seen the rest.
    private func adopt(_ subject: StoredSubject, _ account: Account) throws -> OperationOutcome {
        guard subject.kind == .account, !subject.isDeleted, let base = work.operation.base,
            subject.identityKey == IdentityKey.text(account.identity),
            Account.matchesByFoldedNameAndBirth(account, try validated(subject.state))
        else {
            // Nothing tells an account of others from one that is not there, but to who knows its identity, name and birth.
            throw work.operation.base == nil
                ? Problem(.notYours, detail: "the subject belongs to another unit") : OperationOutcome.unknownSubject
        }
        guard base == subject.revisionText else {
            return .conflict(
                .stale, revision: subject.revisionText, theirs: try common(of: subject, with: account))
        }
        var merged = subject.state
        for (member, value) in try members(account) { merged[member] = value }
        try work.store.add(work.caller.unit, to: subject)
        return try save(subject, state: merged, account: try validated(merged), tellsCaller: true, always: true)
    }

    /// - Parameter always: whether a state that stays the same is told, too.
    private func save(
        _ subject: StoredSubject, state: JSONObject, account: Account, tellsCaller: Bool, always: Bool = false
    ) throws -> OperationOutcome {
        var saved = subject
        saved.state = state
        saved.identityKey = IdentityKey.text(account.identity)
        // One that nobody was ever asked about counts as new: the office may have put it in before the portal had an address.
        let wasAsked = ["pending", "confirmed"].contains(subject.state["confirmation"]?.stringValue)
        let isNewAddress = account.email != nil && (account.email != subject.state["email"]?.stringValue || !wasAsked)
        if account.email == nil {
            saved.state["confirmation"] = "none"
        } else if isNewAddress {
            saved.state["confirmation"] = "pending"
        }
        let before = subject.state["confirmation"] ?? "none"
        let isTold = tellsCaller || saved.state["confirmation"] != before
        if always || JSONValue.object(saved.state).encoded != JSONValue.object(subject.state).encoded {
            try work.store.save(&saved, origin: isTold ? nil : work.caller.kiosk)
        } else if isTold {
            try work.store.save(&saved, origin: nil)
        }
        if isNewAddress, let email = account.email {
            var random = SystemRandomNumberGenerator()
            var ids = UUID7()
            try ConfirmationMail(portal: work.rules.portal, address: work.rules.address).enqueue(
                account: saved.id, email: email, in: work.database, now: work.now,
                newID: { moment in
                    var source = SystemRandomNumberGenerator()
                    return ids.next(now: moment, using: &source)
                }, using: &random)
        }
        return .applied(revision: saved.revisionText)
    }

    // MARK: Identity

    /// One identity has one account in the whole portal.
    private func identityConflict(_ account: Account, for id: String) throws -> OperationOutcome? {
        let key = IdentityKey.text(account.identity)
        guard let other = try work.store.account(withIdentity: key, otherThan: id) else { return nil }
        if try work.store.isParty(work.caller.unit, to: other.id) {
            return .conflict(.identityTaken, revision: other.revisionText, theirs: other.state, subject: other.id)
        }
        guard Account.matchesByFoldedNameAndBirth(account, try validated(other.state)) else {
            throw Problem(.identityElsewhere, detail: "another unit has this identity under another name or birth")
        }
        return .conflict(
            .identityTaken, revision: other.revisionText, theirs: try common(of: other, with: account), subject: other.id)
    }

    /// What a unit that is no party may see: the members that equal what it sent.
    private func common(of subject: StoredSubject, with account: Account) throws -> JSONObject {
        let sent = try members(account)
        return subject.state.filter { sent[$0.key] == $0.value }
    }

    // MARK: Bodies

    private func members(_ account: Account) throws -> JSONObject { try JSONValue(encoding: account).objectValue ?? [:] }

    private func validated(_ members: JSONObject) throws -> Account {
        do throws(DomainError) {
            return try Account.validate(json: Data(JSONValue.object(members).encoded), today: work.today, reading: .wire).account
        } catch {
            throw PutBody.problem(error)
        }
    }
}
