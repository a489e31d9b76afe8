import Dossiers
import Merge
import Outbox
import SyncProtocol

/// Answers to what was delivered once and is offered again.
extension FoldVerdict {
    /// True: all is done. False: the portal had forgotten it, and judged it as if it were new; so it is folded.
    func foldAnswer(_ verdict: Verdict, to operation: QueuedOperation) throws -> Bool {
        if verdict.repeats(operation.receipt), case .applied(let receipt, let missing) = verdict.outcome {
            try stillKnown(operation, receipt, missing)
            return true
        }
        switch verdict.outcome {
        case .later: return false
        case .rejected(let problem): return try refusedAgain(operation, problem)
        case .applied:
            try rewind(operation)
            return false
        case .conflict:
            if try !isCarried(operation) { try rewind(operation) }
            return false
        }
    }

    /// Whether a put in the place of an earlier one that the portal had forgotten has brought there all that the desk had, this one's values
    /// or what came after them included: the desk's state stands on what the portal has now, and not on what it forgot.
    private func isCarried(_ operation: QueuedOperation) throws -> Bool {
        let puts = try tx.operations(of: operation.subject, openOnly: false).filter(\.type.isPut)
        return try puts.contains { earlier in
            guard earlier.sequence < operation.sequence, earlier.receipt != nil, !earlier.state.isAccepted else { return false }
            var carrier: QueuedOperation? = earlier
            for _ in puts {
                guard let left = carrier, !left.state.isAccepted else { break }
                carrier = try left.replacedBy.flatMap { try tx.operation($0) }
            }
            return carrier?.state == .delivered && carrier?.asked == .not
        }
    }

    /// The portal has what it gave a receipt for. What of its papers it still lacks it says anew each time.
    private func stillKnown(_ operation: QueuedOperation, _ receipt: Receipt, _ missing: [String]?) throws {
        try tx.deliver(operation.id, receipt: receipt, now: now)
        switch operation.type {
        case .dossierPut: try tx.announce(operation.subject, request: nil, missing: missing, by: operation)
        case .dossierSupplement:
            try tx.announce(operation.subject, request: operation.body?["request"]?.stringValue, missing: missing, by: operation)
        default: break
        }
        try tx.reevaluateBlocked(operation.subject)
        try foldHeldBack(operation.subject)
    }

    /// What was taken in once is refused today, since what it builds on was forgotten too.
    private func refusedAgain(_ operation: QueuedOperation, _ problem: Problem) throws -> Bool {
        switch operation.type {
        case .noticeRead, .accountConfirm:
            // It told the portal of something that happened there; the portal knows nothing of it any more.
            try tx.leave(operation.id, as: .resolved, replacedBy: nil, now: now)
            try foldHeldBack(operation.subject)
            return true
        case .accountPut, .dossierPut:
            // It is made again as one that is offered for the first time.
            if operation.isForgotten(by: problem) { return false }
            if problem.name == .unknownSubject, try isPartyMadeAgain(operation) { return try makeAgain(operation) }
            try rewind(operation)
            return false
        default: return false
        }
    }

    /// The subject is gone at the portal, and somebody else had made it: the desk's copy makes it again. Or a party of it is, and is made
    /// again: then it follows that one. False where the desk has no copy.
    func makeAgain(_ operation: QueuedOperation) throws -> Bool {
        guard var subject = try tx.subject(operation.subject) else { return false }
        subject.revision = nil
        subject.portalState = nil
        try tx.update(subject)
        try replace(operation, by: enqueue(operation.type, subject.id, body: nil, like: operation))
        return true
    }

    /// Whether an account that the dossier names was made by somebody else, is forgotten too, and is about to be made by the desk.
    private func isPartyMadeAgain(_ operation: QueuedOperation) throws -> Bool {
        guard operation.type == .dossierPut else { return false }
        return try Dossier.parties.compactMap { operation.sentBody?[$0]?.stringValue }.contains { party in
            guard let account = try tx.subject(party), account.revision == nil else { return false }
            return try tx.operations(of: party, openOnly: true).contains { $0.type.isPut }
        }
    }

    /// Takes the subject back to before the put, and keeps what the desk has recorded since on top: what the portal said in the
    /// meantime it has forgotten, and it is the portal's to say again.
    private func rewind(_ operation: QueuedOperation) throws {
        guard operation.type.isPut, let body = operation.sentBody, var subject = try tx.subject(operation.subject) else { return }
        let all = try tx.operations(of: subject.id, openOnly: false).filter(\.type.isPut)
        let offered = all.filter { $0.id == operation.id || $0.state == .delivered || $0.asked != .not }
        let members = PortalMembers.of(subject.kind)
        let portals = (subject.portalState ?? [:]).filter { members.contains($0.key) }
        func state(_ body: JSONObject) -> JSONObject { body.merging(portals) { _, portal in portal } }
        let sent = state(offered.compactMap(\.sentBody).last ?? body)
        let hasEdits = try all.contains { $0.state.isOpen && $0.asked == .not } || tx.openConflict(subject.id) != nil
        subject.state =
            hasEdits
            ? ThreeWayMerge(kind: subject.kind, base: subject.portalState, mine: sent, theirs: subject.state).merged : sent
        let earlier = offered.prefix { $0.id != operation.id }.last { $0.state == .delivered }
        subject.portalState = earlier?.sentBody.map(state)
        if earlier == nil { subject.revision = nil }
        try tx.update(subject)
    }
}
