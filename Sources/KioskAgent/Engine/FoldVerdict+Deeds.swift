import Outbox
import SyncProtocol

/// Conflicts of what is no edit: a submission, a supplement, a withdrawal and their like. There is nothing in them to merge: the
/// portal did not do what a citizen asked for, and somebody has to tell the citizen.
extension FoldVerdict {
    func deed(
        _ operation: QueuedOperation, _ subject: Subject, _ reason: ConflictReason, _ revision: Revision?, _ theirs: JSONObject?
    ) throws {
        if operation.type.isDone(in: theirs, reason) {
            try tx.leave(operation.id, as: .resolved, replacedBy: nil, now: now)
            try note("already-done", operation, ["type": .string(operation.type.rawValue)])
            return try foldHeldBack(subject.id)
        }
        // The state itself comes as a change. A verdict that was kept tells the one of then, and what came since is newer.
        let isOfNow = operation.attempts <= 1 || subject.revision == operation.frozen?.base
        try tx.open(
            ConflictRecord(
                deed: newID(), subject, operation, reason, theirs: isOfNow ? theirs : subject.portalState,
                revision: isOfNow ? revision : subject.revision, now: now))
        try foldHeldBack(subject.id)
    }
}

extension OperationType {
    /// Whether the portal shows by this state that what the operation asks for is so already.
    fileprivate func isDone(in theirs: JSONObject?, _ reason: ConflictReason) -> Bool {
        switch self {
        case .dossierWithdraw: reason == .withdrawn
        case .dossierSubmit: reason == .closed && theirs?["received_at"]?.stringValue != nil
        case .noticeRead: theirs?["read"] == true
        case .accountConfirm: theirs?["confirmation"] == "confirmed"
        case .accountPut, .dossierPut, .dossierSupplement, .paymentStart: false
        }
    }
}

extension OutboxTransaction {
    /// The open conflict that the operation met, or else one of its subject.
    func openConflict(met operation: QueuedOperation) throws -> ConflictRecord? {
        let open = try openConflicts(operation.subject)
        return open.first { $0.operation == operation.id } ?? open.last
    }
}
