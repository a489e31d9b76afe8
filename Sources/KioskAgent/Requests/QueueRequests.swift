package import SyncProtocol

/// A page of the queue, oldest need first.
package struct ListQueue: DeskRequest {
    package static var name: String { "queue-list" }
    package static var isReading: Bool { true }
    /// One of the states of an operation; `nil` for all open ones.
    package var state: String?
    /// Delivered ones too.
    package var all: Bool
    package var page: Page
    package init(state: String? = nil, all: Bool = false, page: Page = Page()) {
        self.state = state
        self.all = all
        self.page = page
    }
    package typealias Answer = PageOf<QueueLine>
}

/// One operation as the queue shows it (cli.md, "JSON that tests read").
package struct QueueLine: Codable, Sendable {
    package var id: String
    package var type: String
    package var subject: String
    package var state: String
    /// Whose it is: the account's name, or that of the dossier's owner, where this machine knows it.
    @OrNull package var about: String?
    /// A stable word.
    @OrNull package var reason: String?
    /// `reason` in the language asked for.
    @OrNull package var text: String?
    package var attempts: Int
    package var madeAt: Timestamp
    @OrNull package var nextAttemptAt: Timestamp?
    package var blockedBy: [String]
    package var bytesDone: Int64
    package var bytesTotal: Int64
    package var lane: String
    /// The problem that a refusal named, with its `field`.
    @OrNull package var problem: JSONValue?

    package init(
        id: String, type: String, subject: String, state: String, reason: String?, text: String?, attempts: Int,
        madeAt: Timestamp, nextAttemptAt: Timestamp?, blockedBy: [String], bytesDone: Int64, bytesTotal: Int64,
        lane: String, problem: JSONValue? = nil, about: String? = nil
    ) {
        self.id = id
        self.type = type
        self.subject = subject
        self.state = state
        self.reason = reason
        self.text = text
        self.attempts = attempts
        self.madeAt = madeAt
        self.nextAttemptAt = nextAttemptAt
        self.blockedBy = blockedBy
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.lane = lane
        self.problem = problem
        self.about = about
    }

    enum CodingKeys: String, CodingKey {
        case id, type, subject, state, about, reason, text, attempts, lane, problem
        case madeAt = "made_at"
        case nextAttemptAt = "next_attempt_at"
        case blockedBy = "blocked_by"
        case bytesDone = "bytes_done"
        case bytesTotal = "bytes_total"
    }
}

/// Surgery on operations: idempotent, and each leaves a line in the journal.
package struct OperateQueue: DeskRequest {
    package static var name: String { "queue-operate" }
    package enum Verb: String, Codable, Sendable, CaseIterable { case hold, release, retry, requeue, drop }
    package var verb: Verb
    /// Operations, by id or unique prefix.
    package var ids: [String]
    @OrNull package var reason: String?
    /// `drop` destroys what was recorded and wants this said.
    package var confirmed: Bool
    package init(verb: Verb, ids: [String], reason: String? = nil, confirmed: Bool = false) {
        self.verb = verb
        self.ids = ids
        self.reason = reason
        self.confirmed = confirmed
    }
    package struct Answer: Codable, Sendable {
        package struct Item: Codable, Sendable {
            package var id: String
            package var state: String
            /// For `requeue`: the operation whose place the new one took.
            @OrNull package var replaces: String?
            package init(id: String, state: String, replaces: String? = nil) {
                self.id = id
                self.state = state
                self.replaces = replaces
            }
        }
        package var items: [Item]
        package init(items: [Item]) { self.items = items }
    }
}

/// Why an operation waits: the chain, and what would free it.
package struct ExplainOperation: DeskRequest {
    package static var name: String { "queue-why" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package struct Answer: Codable, Sendable {
        package struct Step: Codable, Sendable {
            package var id: String
            @OrNull package var type: String?
            package var state: String
            @OrNull package var reason: String?
            package var text: String
            /// What a person can type, where something helps.
            @OrNull package var command: String?
            package init(id: String, type: String?, state: String, reason: String?, text: String, command: String?) {
                self.id = id
                self.type = type
                self.state = state
                self.reason = reason
                self.text = text
                self.command = command
            }
        }
        package var id: String
        package var chain: [Step]
        package init(id: String, chain: [Step]) {
            self.id = id
            self.chain = chain
        }
    }
}

/// The journal, oldest first.
package struct ListJournal: DeskRequest {
    package static var name: String { "log" }
    package static var isReading: Bool { true }
    package var since: Timestamp?
    package var subject: String?
    package var page: Page
    package init(since: Timestamp? = nil, subject: String? = nil, page: Page = Page()) {
        self.since = since
        self.subject = subject
        self.page = page
    }
    package typealias Answer = PageOf<JournalLine>
}

package struct JournalLine: Codable, Sendable {
    package var number: Int64
    package var at: Timestamp
    /// A stable word such as `recorded`, `sent`, `delivered`, `conflict`, `held`.
    package var event: String
    @OrNull package var subject: String?
    @OrNull package var operation: String?
    /// Facts without personal data.
    package var details: JSONObject
    /// `event` and its facts in the language asked for.
    package var text: String
    package init(
        number: Int64, at: Timestamp, event: String, subject: String?, operation: String?, details: JSONObject, text: String
    ) {
        self.number = number
        self.at = at
        self.event = event
        self.subject = subject
        self.operation = operation
        self.details = details
        self.text = text
    }
}
