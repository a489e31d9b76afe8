import Dossiers
import GRDB
package import SyncProtocol

/// One account that turns out to be another one, and the way back.
extension OutboxTransaction {
    /// Takes in what the portal tells of the account `other`, unless the unit has that already: then it stays as it is.
    /// - Parameters:
    ///   - seenAt: when the portal told it, if that is known.
    ///   - officer: who recorded the account that turned out to be this one.
    /// - Returns: the account, and whether it is new to the unit, which a put makes a party to it (protocol.md, section 4).
    package func takeIn(
        _ other: SubjectID, _ theirs: JSONObject?, revision: Revision?, seenAt: Timestamp?, by officer: SubjectID?, now: Timestamp
    ) throws -> (account: Subject, isNew: Bool) {
        let known = try subject(other)
        if let known, !known.isDeleted { return (known, false) }
        var account = known ?? Subject(id: other, kind: .account, state: [:], now: now, by: officer)
        account.state = theirs ?? [:]
        account.portalState = theirs
        account.revision = revision
        account.portalSeenAt = seenAt
        account.isDeleted = false
        if known == nil { try insert(account) } else { try update(account) }
        return (account, true)
    }

    /// Notes that `account` is at the portal as `other`, and lets what never left the machine name that one: dossiers, and what
    /// is still to be done with the account, which the portal has never had. Returns what followed. Throws `missing`.
    @discardableResult
    package func adopt(_ account: SubjectID, as other: SubjectID, now: Timestamp) throws -> Followers {
        guard account != other, try currentID(other) != account, var adopted = try subject(account) else {
            throw OutboxError(.missing, detail: "adoption of \(account)")
        }
        adopted.adoptedAs = other
        adopted.editedAt = now
        try update(adopted)
        if let oldNumber = adopted.oldNumber, var known = try subject(other), known.oldNumber == nil {
            known.oldNumber = oldNumber
            try update(known)
        }
        var followed = Followers()
        for dossier in try dossiers(naming: account) where dossier.revision == nil {
            let roles = dossier.roles(of: account)
            try rename(roles, of: dossier, to: other)
            followed.dossiers[dossier.id] = roles
        }
        followed.deeds = try unsentDeeds(of: account)
        try move(followed.deeds, to: other)
        try execute("UPDATE operations SET officer = ? WHERE officer = ? AND line IS NULL", other, account)
        try renameNeeds(account, to: { _ in [other] })
        try reevaluateBlocked(account)
        try reevaluateBlocked(other)
        return followed
    }

    /// Takes an adoption back: `account` is an account of its own again, each dossier in `followed` names it in those roles in
    /// which it names `other` now, and what followed and was not sent is to be done with it. What was sent keeps its bytes.
    /// Throws `missing`.
    package func separate(
        _ account: SubjectID, from other: SubjectID, with followed: Followers, now: Timestamp
    ) throws {
        guard var adopted = try subject(account), adopted.adoptedAs == other else {
            throw OutboxError(.missing, detail: "adoption of \(account)")
        }
        adopted.adoptedAs = nil
        adopted.editedAt = now
        try update(adopted)
        if let oldNumber = adopted.oldNumber, var known = try subject(other), known.oldNumber == oldNumber {
            known.oldNumber = nil
            try update(known)
        }
        var stillNamed: Set<SubjectID> = []
        for (id, roles) in followed.dossiers {
            guard let dossier = try subject(id) else { continue }
            try rename(roles.filter { dossier.state[$0] == .string(other) }, of: dossier, to: account)
            if try subject(id)?.roles(of: other).isEmpty == false { stillNamed.insert(id) }
        }
        try renameNeeds(other) { dossier in
            guard followed.dossiers[dossier] != nil else { return [other] }
            return stillNamed.contains(dossier) ? [other, account] : [account]
        }
        let unsent = Set(try unsentDeeds(of: other))
        try move(followed.deeds.filter(unsent.contains), to: account)
        try reevaluateBlocked(account)
        try reevaluateBlocked(other)
    }

    /// What is to be done with the account and was never offered to the transport, in the order in which it goes.
    private func unsentDeeds(of account: SubjectID) throws -> [OperationID] {
        try standings("subject = ? AND line IS NULL ORDER BY place, sequence", account)
            .filter { $0.state.isOpen && !$0.type.isPut }.map(\.id)
    }

    private func move(_ deeds: [OperationID], to account: SubjectID) throws {
        for id in deeds { try execute("UPDATE operations SET subject = ? WHERE id = ? AND line IS NULL", account, id) }
    }

    private func rename(_ roles: [String], of dossier: Subject, to account: SubjectID) throws {
        guard !roles.isEmpty else { return }
        var dossier = dossier
        for role in roles { dossier.state[role] = .string(account) }
        try update(dossier)
    }

    /// Lets operations that were never sent need others in the place of `account`: those that `others` gives for their subject.
    private func renameNeeds(_ account: SubjectID, to others: (SubjectID) -> [SubjectID]) throws {
        let needing = try rows(
            """
            SELECT o.sequence, o.subject, o.needs FROM needs n JOIN operations o ON o.sequence = n.operation
            WHERE n.subject = ? AND o.line IS NULL
            """, account
        ) { (try $0.long("sequence"), try $0.text("subject"), try $0.strings("needs")) }
        for (sequence, subject, needs) in needing {
            try setNeeds(needs.flatMap { $0 == account ? others(subject) : [$0] }, of: sequence)
        }
    }
}

/// What named an account, and names the one that it turned out to be.
package struct Followers: Sendable, Hashable {
    /// Dossiers, and the roles in which they do.
    package var dossiers: [SubjectID: [String]] = [:]
    /// What is to be done with the account itself.
    package var deeds: [OperationID] = []
    package init() {}
}

extension Subject {
    fileprivate func roles(of account: SubjectID) -> [String] { Dossier.parties.filter { state[$0] == .string(account) } }
}
