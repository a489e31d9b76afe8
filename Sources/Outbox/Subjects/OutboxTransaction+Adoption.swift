import GRDB
package import SyncProtocol

/// One account that turns out to be another one, and the way back.
extension OutboxTransaction {
    /// Notes that `account` is at the portal as `other`, and lets what never left the machine name that one. Returns the dossiers that
    /// followed, each with the roles in which it named `account`. Throws `missing`.
    @discardableResult
    package func adopt(_ account: SubjectID, as other: SubjectID, now: Timestamp) throws -> [SubjectID: [String]] {
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
        var followed: [SubjectID: [String]] = [:]
        for dossier in try dossiers(naming: account) where dossier.revision == nil {
            let roles = Self.parties.filter { dossier.state[$0] == .string(account) }
            try rename(roles, of: dossier, to: other)
            followed[dossier.id] = roles
        }
        try execute("UPDATE operations SET officer = ? WHERE officer = ? AND line IS NULL", other, account)
        try renameNeeds(account, to: { _ in [other] })
        try reevaluateBlocked(account)
        try reevaluateBlocked(other)
        return followed
    }

    /// Takes an adoption back: `account` is an account of its own again, and each dossier in `followed` names it in those roles in which
    /// it names `other` now. What was sent keeps its bytes. Throws `missing`.
    package func separate(
        _ account: SubjectID, from other: SubjectID, with followed: [SubjectID: [String]], now: Timestamp
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
        for (id, roles) in followed {
            guard let dossier = try subject(id) else { continue }
            try rename(roles.filter { dossier.state[$0] == .string(other) }, of: dossier, to: account)
            if try subject(id)?.names(other) == true { stillNamed.insert(id) }
        }
        try renameNeeds(other) { dossier in
            guard followed[dossier] != nil else { return [other] }
            return stillNamed.contains(dossier) ? [other, account] : [account]
        }
        try reevaluateBlocked(account)
        try reevaluateBlocked(other)
    }

    private static let parties = ["owner", "submitter"]

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

extension Subject {
    fileprivate func names(_ account: SubjectID) -> Bool {
        ["owner", "submitter"].contains { state[$0] == .string(account) }
    }
}
