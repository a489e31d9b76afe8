import Dossiers
import GRDB
import SyncProtocol

extension OutboxTransaction {
    /// Queues an operation. A put folds into the subject's open put that was never frozen: then that one is returned. What else
    /// is to be done with an account that turned out to be another one is done with that, since the portal has never had the
    /// first; needs lead to the present accounts too. Throws `missing` when the subject was never recorded.
    @discardableResult
    package func enqueue(_ new: NewOperation) throws -> QueuedOperation {
        var new = new
        if !new.type.isPut { new.subject = try currentID(new.subject) }
        guard try exists("SELECT 1 FROM subjects WHERE id = ?", new.subject) else {
            throw OutboxError(.missing, detail: "subject \(new.subject)")
        }
        new.needs = try needs(of: new)
        var needs: [SubjectID] = []
        for need in try new.needs.map(currentID) where need != new.subject && !needs.contains(need) { needs.append(need) }
        if new.type.isPut, let open = try foldable(new) { return try fold(new, needs: needs, into: open) }

        try execute(
            """
            INSERT INTO operations (id, type, subject, state, lane, place, made_at, officer, needs, replaces, body)
            VALUES (?, ?, ?, 'waiting', ?, 0, ?, ?, '[]', ?, ?)
            """,
            new.id, new.type.rawValue, new.subject, new.lane.rawValue, new.madeAt.milliseconds, new.officer, new.replaces,
            new.body.map(jsonText))
        let sequence = database.lastInsertedRowID
        try execute("UPDATE operations SET place = sequence WHERE sequence = ?", sequence)
        try setNeeds(needs, of: sequence)
        if let replaced = new.replaces { try takePlace(of: replaced, by: sequence) }
        try settle(sequence)
        // Whoever went on because nothing stood for the subject any more waits for this one now.
        if new.type.isPut, try !isAtPortal(new.subject) { try reevaluate(new.subject, runningToo: true) }
        if new.type == .dossierSupplement || new.type == .dossierSubmit { try refreshFiles(of: new.subject) }
        return try required(new.id)
    }

    /// A dossier's put carries the dossier as it is now, so it needs the parties of now, whatever the operation needed whose place it takes.
    private func needs(of new: NewOperation) throws -> [SubjectID] {
        guard new.type == .dossierPut else { return new.needs }
        let dossier: Subject?
        do { dossier = try subject(new.subject) } catch let error as OutboxError where error.code == .corrupt {
            // What cannot be read is found out when the put is frozen, and set aside then.
            return new.needs
        }
        let parties = Dossier.parties.compactMap { dossier?.state[$0]?.stringValue }
        return parties + new.needs.filter { $0 == new.officer }
    }

    private func foldable(_ new: NewOperation) throws -> Standing? {
        try standings(
            """
            subject = ? AND line IS NULL AND state IN ('waiting', 'blocked', 'retrying', 'held') AND type = ?
            ORDER BY place, sequence LIMIT 1
            """, new.subject, new.type.rawValue
        ).first
    }

    /// The older operation carries the newer edit, in the name of whoever made that; its age is that of the first.
    private func fold(_ new: NewOperation, needs: [SubjectID], into open: Standing) throws -> QueuedOperation {
        try execute(
            "UPDATE operations SET officer = ifnull(?, officer), replaces = ifnull(replaces, ?) WHERE sequence = ?",
            new.officer, new.replaces, open.sequence)
        try setNeeds(needs, of: open.sequence)
        if let replaced = new.replaces { try takePlace(of: replaced, by: open.sequence) }
        try settle(open.sequence)
        return try required(open.id)
    }

    /// Writes what an operation needs, for good and in the table that blocking looks into.
    func setNeeds(_ needs: [SubjectID], of sequence: Int64) throws {
        try execute("UPDATE operations SET needs = ? WHERE sequence = ?", jsonText(needs), sequence)
        try execute("DELETE FROM needs WHERE operation = ?", sequence)
        for need in Set(needs) { try execute("INSERT INTO needs (subject, operation) VALUES (?, ?)", need, sequence) }
    }

    /// What came after the replaced operation comes after the one that took its place.
    func takePlace(of replaced: OperationID, by sequence: Int64) throws {
        try execute(
            """
            UPDATE operations SET place = min(place, ifnull((SELECT place FROM operations WHERE id = ?), place))
            WHERE sequence = ?
            """, replaced, sequence)
    }

    /// The operation, which must be there. Throws `missing`.
    func required(_ id: OperationID) throws -> QueuedOperation {
        guard let operation = try operation(id) else { throw OutboxError(.missing, detail: "operation \(id)") }
        return operation
    }

    func requiredStanding(_ id: OperationID) throws -> Standing {
        guard let standing = try standings("id = ?", id).first else {
            throw OutboxError(.missing, detail: "operation \(id)")
        }
        return standing
    }
}
