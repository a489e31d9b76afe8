package import SyncProtocol

extension OutboxTransaction {
    /// Queues an operation. A put folds into the subject's open put that was never frozen: then that one is returned.
    @discardableResult
    package func enqueue(_ new: NewOperation) throws -> QueuedOperation { throw OutboxError(.other) }
    package func operation(_ id: OperationID) throws -> QueuedOperation? { throw OutboxError(.other) }
    /// Ids that start with `prefix`, at most `limit`.
    package func operationIDs(prefix: String, limit: Int) throws -> [OperationID] { throw OutboxError(.other) }
    /// A subject's operations in the order they were recorded.
    package func operations(of subject: SubjectID, openOnly: Bool) throws -> [QueuedOperation] { throw OutboxError(.other) }
    /// A page of the queue, oldest first. `states` nil: all that are open.
    package func operations(states: Set<OperationState>?, after: String?, limit: Int) throws -> OutboxPage<QueuedOperation> {
        throw OutboxError(.other)
    }
    /// Open operations that `operation` waits for.
    package func blockers(of operation: QueuedOperation) throws -> [OperationID] { throw OutboxError(.other) }

    /// Takes what is due into one batch, freezes it and notes that its attempt starts.
    package func claim(_ limits: ClaimLimits, now: Timestamp, ignoringBackoff: Bool) throws -> [QueuedOperation] {
        throw OutboxError(.other)
    }
    /// The transport failed, the outcome is unknown: the same bytes go again at `nextAttemptAt`.
    package func endAttempt(_ ids: [OperationID], reason: String, nextAttemptAt: Timestamp?) throws {
        throw OutboxError(.other)
    }
    /// What was claimed never left this machine: as if it had not been claimed, but frozen.
    package func unclaim(_ ids: [OperationID]) throws { throw OutboxError(.other) }
    /// The portal's receipt came.
    package func deliver(_ id: OperationID, receipt: Receipt, now: Timestamp) throws { throw OutboxError(.other) }
    /// The portal refused it for good.
    package func reject(_ id: OperationID, problem: Problem, now: Timestamp) throws { throw OutboxError(.other) }
    /// It met another state at the portal; a person (or a merge) must go on from here.
    package func settleConflict(_ id: OperationID, reason: String) throws { throw OutboxError(.other) }
    /// The verdict was `later`: nothing was stored at the portal, the same bytes go again.
    package func postpone(_ id: OperationID, reason: String, problem: Problem?, nextAttemptAt: Timestamp?) throws {
        throw OutboxError(.other)
    }
    /// It harmed the machine or could not be read: it goes nowhere until a person lets it.
    package func quarantine(_ id: OperationID, reason: String) throws { throw OutboxError(.other) }
    /// It leaves what is accepted. `state` is `dropped`, `replaced` or `resolved`.
    package func leave(_ id: OperationID, as state: OperationState, replacedBy: OperationID?, now: Timestamp) throws {
        throw OutboxError(.other)
    }
    @discardableResult
    package func hold(_ id: OperationID, reason: String?) throws -> QueuedOperation { throw OutboxError(.other) }
    @discardableResult
    package func release(_ id: OperationID) throws -> QueuedOperation { throw OutboxError(.other) }
    @discardableResult
    package func retry(_ id: OperationID, now: Timestamp) throws -> QueuedOperation { throw OutboxError(.other) }
    /// How many operations are in each state, those that left `accepted` included; every state has an entry.
    package func counts() throws -> [OperationState: Int] { throw OutboxError(.other) }
    /// Looks again at everything that waits for this subject.
    package func reevaluateBlocked(_ subject: SubjectID) throws { throw OutboxError(.other) }
    /// When the oldest open operation was made.
    package func oldestOpen() throws -> Timestamp? { throw OutboxError(.other) }
    /// When something (files included) is due next by itself: `now` when it is already, `nil` when nothing will be.
    package func nextAttemptAt(now: Timestamp) throws -> Timestamp? { throw OutboxError(.other) }
    /// Whether an operation or file could be claimed now.
    package func hasDue(now: Timestamp, ignoringBackoff: Bool) throws -> Bool { throw OutboxError(.other) }
}

/// How much goes into one batch.
package struct ClaimLimits: Sendable, Hashable {
    /// At least 1.
    package var maxOperations: Int
    /// Bytes of the lines with their newlines; a single longer line still goes alone.
    package var maxBytes: Int
    package init(maxOperations: Int, maxBytes: Int) {
        self.maxOperations = maxOperations
        self.maxBytes = maxBytes
    }
}
