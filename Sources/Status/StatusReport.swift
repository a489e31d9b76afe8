package import SyncProtocol

/// What `kiosk status` says, as data (cli.md, "JSON that tests read").
package struct StatusReport: Codable, Sendable {
    package struct Agent: Codable, Sendable {
        package var running: Bool
        package var version: String
        @OrNull package var since: Timestamp?
        package init(running: Bool, version: String, since: Timestamp?) {
            self.running = running
            self.version = version
            self.since = since
        }
    }

    package struct Link: Codable, Sendable {
        /// `unknown`, `online`, `no-link`, `captive-portal`, `wrong-server`, `portal-error`, `revoked`, `not-enrolled`
        package var state: String
        @OrNull package var since: Timestamp?
        @OrNull package var reason: String?
        package var text: String
        package init(state: String, since: Timestamp?, reason: String?, text: String) {
            self.state = state
            self.since = since
            self.reason = reason
            self.text = text
        }
    }

    package struct Portal: Codable, Sendable {
        @OrNull package var name: String?
        @OrNull package var url: String?
        @OrNull package var lastSuccessAt: Timestamp?
        /// This machine minus the portal.
        @OrNull package var clockSkewSeconds: Double?
        package init(name: String?, url: String?, lastSuccessAt: Timestamp?, clockSkewSeconds: Double?) {
            self.name = name
            self.url = url
            self.lastSuccessAt = lastSuccessAt
            self.clockSkewSeconds = clockSkewSeconds
        }
        enum CodingKeys: String, CodingKey {
            case name, url
            case lastSuccessAt = "last_success_at"
            case clockSkewSeconds = "clock_skew_seconds"
        }
    }

    /// Operations by state. `accepted` is the sum of all the others at every instant.
    package struct Counts: Codable, Sendable, Hashable {
        package var accepted = 0
        package var delivered = 0
        package var waiting = 0
        package var blocked = 0
        package var sending = 0
        package var retrying = 0
        package var held = 0
        package var conflict = 0
        package var rejected = 0
        package var quarantined = 0
        package init() {}
        /// Those that will go on by themselves.
        package var open: Int { waiting + blocked + sending + retrying }
        /// Those that need a person.
        package var needPerson: Int { conflict + rejected + quarantined }
    }

    package struct Files: Codable, Sendable, Hashable {
        package var waiting = 0
        package var sending = 0
        package var done = 0
        package var quarantined = 0
        package init() {}
    }

    /// Files that wait for the hours of big files or for a new budget; `files` has them among its waiting ones.
    package struct Gated: Codable, Sendable, Hashable {
        package var files: Int
        /// Still to go.
        package var bytes: Int64
        /// `window-closed` or `budget-spent`, of those that go first.
        package var reason: String
        package var until: Timestamp
        package var text: String
        package init(files: Int, bytes: Int64, reason: String, until: Timestamp, text: String) {
            self.files = files
            self.bytes = bytes
            self.reason = reason
            self.until = until
            self.text = text
        }
    }

    package struct Bytes: Codable, Sendable {
        package var waiting: Int64
        package var done: Int64
        /// Bytes a second, as lately measured; `nil` when nothing was sent.
        @OrNull package var rate: Double?
        @OrNull package var etaSeconds: Double?
        package init(waiting: Int64, done: Int64, rate: Double?, etaSeconds: Double?) {
            self.waiting = waiting
            self.done = done
            self.rate = rate
            self.etaSeconds = etaSeconds
        }
        enum CodingKeys: String, CodingKey {
            case waiting, done, rate
            case etaSeconds = "eta_seconds"
        }
    }

    /// Something that a person must do, and the command that does it.
    package struct Attention: Codable, Sendable, Hashable {
        package var id: String
        package var text: String
        package var command: String
        package init(id: String, text: String, command: String) {
            self.id = id
            self.text = text
            self.command = command
        }
    }

    /// What the portal said that somebody should look at; outside of the counts and of the exit code.
    package struct Notices: Codable, Sendable, Hashable {
        package var unread: Int
        /// Dossiers with a request for more papers that nobody has answered.
        package var requests: Int
        package init(unread: Int, requests: Int) {
            self.unread = unread
            self.requests = requests
        }
    }

    package struct Store: Codable, Sendable {
        package var version: Int
        package var journalMode: String
        package var synchronous: String
        package var freeBytes: Int64
        package init(version: Int, journalMode: String, synchronous: String, freeBytes: Int64) {
            self.version = version
            self.journalMode = journalMode
            self.synchronous = synchronous
            self.freeBytes = freeBytes
        }
        enum CodingKeys: String, CodingKey {
            case version, synchronous
            case journalMode = "journal_mode"
            case freeBytes = "free_bytes"
        }
    }

    package var agent: Agent
    package var link: Link
    package var portal: Portal
    package var counts: Counts
    package var files: Files
    package var bytes: Bytes
    @OrNull package var oldestWaitingAt: Timestamp?
    @OrNull package var nextAttemptAt: Timestamp?
    package var attention: [Attention]
    package var store: Store
    package var notices: Notices?
    /// `nil` when no file waits for such a moment.
    package var gated: Gated?

    package init(
        agent: Agent, link: Link, portal: Portal, counts: Counts, files: Files, bytes: Bytes, oldestWaitingAt: Timestamp?,
        nextAttemptAt: Timestamp?, attention: [Attention], store: Store, notices: Notices? = nil,
        gated: Gated? = nil
    ) {
        self.agent = agent
        self.link = link
        self.portal = portal
        self.counts = counts
        self.files = files
        self.bytes = bytes
        self.oldestWaitingAt = oldestWaitingAt
        self.nextAttemptAt = nextAttemptAt
        self.attention = attention
        self.store = store
        self.notices = notices
        self.gated = gated
    }

    enum CodingKeys: String, CodingKey {
        case agent, link, portal, counts, files, bytes, attention, store, notices
        case gated = "files_gated"
        case oldestWaitingAt = "oldest_waiting_at"
        case nextAttemptAt = "next_attempt_at"
    }
}
