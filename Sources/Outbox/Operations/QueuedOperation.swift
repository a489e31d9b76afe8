package import SyncProtocol

/// The states of an operation in the queue (architecture.md, section 3).
package enum OperationState: String, Sendable, Hashable, Codable, CaseIterable {
    case waiting, blocked, sending, retrying, held, conflict, rejected, quarantined, delivered
    /// States that left `accepted`: a person dropped it, a newer one took its place before it was ever delivered, or a
    /// conflict's resolution ended it.
    case dropped, replaced, resolved

    /// Whether it counts among the accepted ones.
    package var isAccepted: Bool {
        switch self {
        case .dropped, .replaced, .resolved: false
        default: true
        }
    }
    /// Whether it still has a way to go, by itself or with a person's help.
    package var isOpen: Bool { isAccepted && self != .delivered }
}

/// Which queue something stands in; small things go first (architecture.md, section 3).
package enum Lane: Int, Sendable, Hashable, Codable, CaseIterable {
    case operations = 0, supplements = 1, files = 2
    /// The stable word of `--json`.
    package var word: String {
        switch self {
        case .operations: "operation"
        case .supplements: "supplement"
        case .files: "file"
        }
    }
}

/// One operation in the queue.
package struct QueuedOperation: Sendable, Hashable {
    /// The order in which operations were recorded.
    package var sequence: Int64
    package var id: OperationID
    package var type: OperationType
    package var subject: SubjectID
    package var state: OperationState
    /// A stable word for why it stands where it stands.
    package var reason: String?
    package var problem: Problem?
    package var lane: Lane
    package var attempts: Int
    /// Attempts that started and whose end was never noted: what kills the process is known by it.
    package var starts: Int
    /// Attempts that may have reached the portal: those for which no connection came about do not count.
    package var departures: Int
    package var madeAt: Timestamp
    package var officer: SubjectID?
    package var nextAttemptAt: Timestamp?
    /// The body of an operation that is not a put; a put's is the subject's state when it is frozen.
    package var body: JSONObject?
    /// Set when it was first offered to the transport; never changed after.
    package var frozen: Frozen?
    package var receipt: Receipt?
    /// Whether it was delivered and is offered again, and why.
    package var asked = Asking.not
    /// Subjects that the portal must have first.
    package var needs: [SubjectID]
    /// The operation whose place this one took.
    package var replaces: OperationID?
    package var replacedBy: OperationID?
    /// A person asked to hold it while it was in flight.
    package var holdRequested: Bool

    package struct Frozen: Sendable, Hashable {
        package var line: [UInt8]
        package var digest: String
        package var base: Revision?
        package var after: [OperationID]
        package var at: Timestamp
        package init(line: [UInt8], digest: String, base: Revision?, after: [OperationID], at: Timestamp) {
            self.line = line
            self.digest = digest
            self.base = base
            self.after = after
            self.at = at
        }
    }

    package init(
        sequence: Int64, id: OperationID, type: OperationType, subject: SubjectID, state: OperationState, lane: Lane,
        madeAt: Timestamp, officer: SubjectID?, body: JSONObject?, needs: [SubjectID]
    ) {
        self.sequence = sequence
        self.id = id
        self.type = type
        self.subject = subject
        self.state = state
        self.lane = lane
        self.madeAt = madeAt
        self.officer = officer
        self.body = body
        self.needs = needs
        attempts = 0
        starts = 0
        departures = 0
        holdRequested = false
    }
}

/// What a request wants queued.
package struct NewOperation: Sendable {
    package var id: OperationID
    package var type: OperationType
    package var subject: SubjectID
    /// `nil` for a put: its body is the subject's state when it is frozen.
    package var body: JSONObject?
    /// Subjects that the portal must have first (owner and submitter before their dossier). The subject's own earlier
    /// operations need not be named: operations of one subject always go in order.
    package var needs: [SubjectID]
    package var lane: Lane
    package var officer: SubjectID?
    package var madeAt: Timestamp
    package var replaces: OperationID?

    package init(
        id: OperationID, type: OperationType, subject: SubjectID, body: JSONObject? = nil, needs: [SubjectID] = [],
        lane: Lane = .operations, officer: SubjectID?, madeAt: Timestamp, replaces: OperationID? = nil
    ) {
        self.id = id
        self.type = type
        self.subject = subject
        self.body = body
        self.needs = needs
        self.lane = lane
        self.officer = officer
        self.madeAt = madeAt
        self.replaces = replaces
    }
}
