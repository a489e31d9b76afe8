import Outbox
import SyncProtocol

/// Notices a portal that was restored from a backup, and has it told again what it forgot. Each call is part of one
/// transaction.
///
/// A sign raises a doubt: a receipt counted as late as one of before, a state that was left behind, a refusal for want of what
/// the portal has received, a whole listing without it. Then the portal is asked for what it received last, with the same
/// bytes: it answers the verdict that it kept, or one of today, and that proves it. What it forgot is offered again in the order
/// in which it was made; what it kept answers as before, so that nothing is there twice.
struct PortalMemory {
    let tx: OutboxTransaction
    let now: Timestamp
    let newID: @Sendable () -> String

    /// A portal keeps its verdicts that long at least (protocol.md, section 4); what is older is not asked about.
    static let verdictsAreKept = Duration.seconds(400 * 86_400)
    /// Receipts before this are not asked about.
    private func earliest() throws -> Timestamp {
        let skew = try tx.fact(.clockSkewSeconds)?.doubleValue ?? 0
        return now + (.zero - Self.verdictsAreKept) + .milliseconds(Int64(-1_000 * max(-1e9, min(skew, 1e9))))
    }
    /// Operations that one question has.
    private static let witnesses = 40
    /// Operations that are offered again at once, at most: the rest follows with the next doubt.
    private static let offers = 100_000
    /// Answers that may leave a question open before it is dropped: one operation must not keep all others waiting.
    private static let patience = 8
    /// Verdicts that are put off at once, at most.
    private static let putOffs = 1_000

    // MARK: Verdicts

    /// What may be folded of `verdicts`, which are of one answer; the others are put off until it is known whether the portal
    /// remembers.
    /// - Parameter startsOver: the portal did not know the cursor in the same answer.
    func admitted(
        _ verdicts: [(Verdict, QueuedOperation)], startsOver: Bool = false
    ) throws -> [(Verdict, QueuedOperation)] {
        let doubt = try tx.portalDoubt()
        if doubt?.stage == .asking, verdicts.contains(where: { $0.1.asked == .witness }) {
            if let forgotten = verdicts.first(where: { $0.1.asked == .witness && !$0.0.repeats($0.1.receipt) }) {
                try confirm(doubt, by: verdicts, beginningWith: forgotten.1)
            }
            return verdicts
        }
        var admitted: [(Verdict, QueuedOperation)] = []
        var sign: Sign?
        for (verdict, operation) in verdicts {
            guard operation.asked == .not, doubt?.putOff.contains(operation.id) != true, try !isTrusted(operation.id),
                let found = try self.sign(in: verdict, of: operation, startsOver)
            else {
                admitted.append((verdict, operation))
                continue
            }
            if sign == nil || sign?.witness == nil { sign = found }
            if case .contradiction = found { admitted.append((verdict, operation)) }
        }
        guard let sign else { return admitted }
        let refused = verdicts.filter { verdict in !admitted.contains { $0.1.id == verdict.1.id } }.map(\.1.id)
        let receipts = verdicts.compactMap(\.0.receipt)
        let before = receipts.map(\.receivedAt).min()
        // The portal counts from where it stood when it was saved: each of these receipts may be of after that.
        let lowest = receipts.map(\.serial).min()
        guard try raise(sign, before: before, lowest: lowest, puttingOff: refused) else { return verdicts }
        return admitted
    }

    enum Sign {
        case contradiction(Receipt, OperationID)
        case otherwise
        var witness: OperationID? { if case .contradiction(_, let id) = self { id } else { nil } }
    }

    private func sign(in verdict: Verdict, of operation: QueuedOperation, _ startsOver: Bool) throws -> Sign? {
        switch verdict.outcome {
        case .applied(let receipt, _):
            return try tx.contradicted(by: receipt, of: operation.id).map { .contradiction(receipt, $0) }
        case .conflict(_, let revision?, _, nil):
            if try tx.isSuperseded(revision, of: operation.subject) { return .otherwise }
            // The other state may stand on one of before what the desk has delivered: then that is no part of what both knew.
            guard startsOver, operation.type.isPut else { return nil }
            let own = try tx.operations(of: operation.subject, openOnly: false)
            return own.contains { $0.type.isPut && $0.state == .delivered } ? .otherwise : nil
        case .rejected(let problem) where problem.name == .unknownSubject:
            for subject in [operation.subject] + operation.needs {
                guard let known = try tx.subject(subject), known.revision != nil, !known.isDeleted,
                    try tx.openConflict(subject)?.reason != .deleted
                else { continue }
                return .otherwise
            }
            return nil
        case .later(let problem, _) where problem.name == .afterNotApplied:
            let after = operation.frozen?.after ?? []
            return try after.contains { try tx.operation($0)?.state == .delivered } ? .otherwise : nil
        default: return nil
        }
    }

    /// Starts to ask. False: there is nothing to ask for.
    /// - Parameter lowest: the least count of the receipts that came with the sign.
    func raise(_ sign: Sign, before: Timestamp?, lowest: Int? = nil, puttingOff: [OperationID]) throws -> Bool {
        var doubt = PortalDoubt(.asking, since: now)
        var newest = sign.witness
        let earlier = try tx.portalDoubt()
        if case .contradiction(let receipt, _) = sign {
            doubt.serial = [receipt.serial, lowest, earlier?.serial].compactMap(\.self).min()
            doubt.receivedAt = receipt.receivedAt
        } else {
            doubt.serial = earlier?.serial
            doubt.receivedAt = earlier?.receivedAt
        }
        if newest == nil {
            newest = try tx.lastReceived(before: before ?? Timestamp(milliseconds: .max), since: try earliest())
        }
        guard let newest else { return false }
        let asked = try tx.ask(again: tx.witnesses(of: newest, limit: Self.witnesses), as: .witness)
        guard asked > 0 else { return false }
        doubt.putOff = Array(((earlier?.putOff ?? []) + puttingOff).suffix(Self.putOffs))
        for id in puttingOff { try tx.endAttempt([id], reason: OutboxTransaction.askedReason, nextAttemptAt: nil) }
        try tx.setPortalDoubt(doubt)
        try tx.record("portal-asked", subject: nil, operation: newest, details: ["count": .integer(Int64(asked))], at: now)
        return true
    }

    // MARK: The answer

    /// The portal has forgotten `first` of those that it was asked for, and so all that it received after it.
    private func confirm(
        _ doubt: PortalDoubt?, by verdicts: [(Verdict, QueuedOperation)], beginningWith first: QueuedOperation
    ) throws {
        let renewed = verdicts.filter { !$0.0.repeats($0.1.receipt) && $0.1.asked == .witness }.compactMap(\.0.receipt?.serial)
        let serial = (renewed + [doubt?.serial].compactMap(\.self)).min()
        // The portal counts from where it stood: what was counted so or later is what it forgot. Without a count, all is asked.
        let isCounted = !renewed.isEmpty
        let ids = try tx.forgotten(
            from: isCounted ? serial : nil, since: try earliest(), limit: Self.offers)
        var count = try tx.ask(again: ids, as: .offered)
        count += verdicts.count { !$0.0.repeats($0.1.receipt) && $0.1.asked == .witness }
        for id in doubt?.putOff ?? [] { try putAnother(inPlaceOf: id) }
        var offering = PortalDoubt(.offering, since: now)
        offering.serial = serial
        try tx.setPortalDoubt(offering)
        try tx.setFact("portal_trusted", nil)
        try tx.setFact("portal_restored", ["at": .string(now.description), "count": .integer(Int64(count))])
        try tx.setFact("listing_after_restore", true)
        try tx.setFact("last_serial", nil)
        try tx.record("portal-restored", subject: nil, operation: first.id, details: ["count": .integer(Int64(count))], at: now)
    }

    /// The verdict on it is final and was wrong: a new operation asks for the same.
    private func putAnother(inPlaceOf id: OperationID) throws {
        guard let old = try tx.operation(id), [.retrying, .held, .blocked].contains(old.state) else { return }
        let another = try tx.enqueue(
            NewOperation(
                id: newID(), type: old.type, subject: old.subject, body: old.type.isPut ? nil : old.body,
                needs: old.needs, lane: old.lane, officer: old.officer, madeAt: now,
                replaces: old.id))
        try tx.leave(id, as: .replaced, replacedBy: another.id, now: now)
    }

    /// Looks whether all questions are answered. To be called when the verdicts of an answer are folded.
    func conclude(answerTo cursor: String?) throws {
        guard var doubt = try tx.portalDoubt() else { return }
        switch doubt.stage {
        case .asking:
            if try tx.countAsked(.witness) > 0, doubt.tries < Self.patience {
                doubt.tries += 1
                return try tx.setPortalDoubt(doubt)
            }
            try tx.endAsking(as: .witness)
            if let serial = doubt.serial, let moment = doubt.receivedAt { try tx.disregardSerials(from: serial, before: moment) }
            // The portal remembers: what looked like a step back is none.
            try tx.setFact(
                "portal_trusted", ["cursor": .string(cursor ?? ""), "operations": .array(doubt.putOff.map(JSONValue.string))])
            try tx.setPortalDoubt(nil)
            try tx.record("portal-remembers", subject: nil, operation: nil, details: [:], at: now)
        case .offering:
            if try tx.countAsked(.witness) + tx.countAsked(.offered) == 0 { try tx.setPortalDoubt(nil) }
        }
    }

    /// Closes a question of which nothing is left to be asked: the process that heard the answers ended before it could.
    func concludeAnswered() throws {
        guard try tx.portalDoubt() != nil, try tx.countAsked(.witness) == 0 else { return }
        try conclude(answerTo: nil)
    }

    private func isTrusted(_ operation: OperationID) throws -> Bool {
        try tx.fact("portal_trusted")?["operations"]?.arrayValue?.contains(.string(operation)) ?? false
    }
}

extension Verdict {
    var receipt: Receipt? { if case .applied(let receipt, _) = outcome { receipt } else { nil } }

    /// Whether this is the verdict that the portal gave once: the same receipt.
    func repeats(_ kept: Receipt?) -> Bool {
        guard let receipt, let kept else { return false }
        return receipt.serial == kept.serial && receipt.receivedAt == kept.receivedAt
    }
}
