package import Status
package import SyncProtocol

/// Makes this machine a kiosk of a portal.
package struct Enrol: DeskRequest {
    package static var name: String { "enrol" }
    package var portal: String
    package var code: String
    package var kioskName: String?
    package var unit: String?
    package init(portal: String, code: String, kioskName: String? = nil, unit: String? = nil) {
        self.portal = portal
        self.code = code
        self.kioskName = kioskName
        self.unit = unit
    }
    package struct Answer: Codable, Sendable {
        package var kioskID: String
        package var unit: String
        package var portal: String
        package var name: String
        package init(kioskID: String, unit: String, portal: String, name: String) {
            self.kioskID = kioskID
            self.unit = unit
            self.portal = portal
            self.name = name
        }
        enum CodingKeys: String, CodingKey {
            case unit, portal, name
            case kioskID = "kiosk_id"
        }
    }
}

/// Tries now, even inside a back-off.
package struct SyncNow: Codable, Sendable {
    package static var name: String { "sync" }
    /// Goes on, by the schedule, until nothing waits or the time is up.
    package var untilEmpty: Bool
    /// Seconds; `nil` for no end of its own.
    package var timeoutSeconds: Double?
    package init(untilEmpty: Bool = false, timeoutSeconds: Double? = nil) {
        self.untilEmpty = untilEmpty
        self.timeoutSeconds = timeoutSeconds
    }
}

/// What happens during a sync, for a progress bar or a line each.
package enum SyncEvent: Codable, Sendable {
    /// Operations left to deliver and bytes of files left, as the round starts.
    case started(operations: Int, files: Int, bytes: Int64)
    /// An exchange ended: operations delivered so far in this sync, changes taken in.
    case exchanged(delivered: Int, open: Int, changes: Int)
    /// An operation met something other than `applied`: `conflict`, `rejected`, `later`.
    case verdict(operation: String, state: String, reason: String)
    /// Bytes of a file that the portal has, of its encoded size.
    case file(sha256: String, name: String, done: Int64, total: Int64)
    case fileDone(sha256: String, name: String)
    /// The line broke or the portal refused; when it goes on.
    case interrupted(reason: String, text: String, nextAttemptAt: Timestamp?)
    case finished(SyncOutcome)
}

/// How a sync ended.
package struct SyncOutcome: Codable, Sendable {
    package var exit: ExitCode
    /// Why not all is delivered: a stable word.
    @OrNull package var reason: String?
    /// The same in the language asked for, with what to do.
    package var text: String
    package var delivered: Int
    package var remaining: Int
    package var filesDone: Int
    package var filesRemaining: Int
    package var bytesSent: Int64
    package var attention: [StatusReport.Attention]
    package init(
        exit: ExitCode, reason: String?, text: String, delivered: Int, remaining: Int, filesDone: Int, filesRemaining: Int,
        bytesSent: Int64, attention: [StatusReport.Attention]
    ) {
        self.exit = exit
        self.reason = reason
        self.text = text
        self.delivered = delivered
        self.remaining = remaining
        self.filesDone = filesDone
        self.filesRemaining = filesRemaining
        self.bytesSent = bytesSent
        self.attention = attention
    }
    enum CodingKeys: String, CodingKey {
        case exit, reason, text, delivered, remaining, attention
        case filesDone = "files_done"
        case filesRemaining = "files_remaining"
        case bytesSent = "bytes_sent"
    }
}

/// One screen that a clerk understands.
package struct ShowStatus: DeskRequest {
    package static var name: String { "status" }
    package static var isReading: Bool { true }
    package init() {}
    package typealias Answer = StatusReport
}

/// Checks disk, database, clock, link, portal, keys and versions.
package struct RunDoctor: DeskRequest {
    package static var name: String { "doctor" }
    package static var isReading: Bool { true }
    package init() {}
    package struct Answer: Codable, Sendable {
        package struct Check: Codable, Sendable {
            /// `disk`, `database`, `clock`, `link`, `portal`, `key`, `version` …
            package var name: String
            /// `ok`, `warning` or `failed`
            package var result: String
            package var text: String
            @OrNull package var command: String?
            package init(name: String, result: String, text: String, command: String? = nil) {
                self.name = name
                self.result = result
                self.text = text
                self.command = command
            }
        }
        package var checks: [Check]
        package var exit: ExitCode
        package init(checks: [Check], exit: ExitCode) {
            self.checks = checks
            self.exit = exit
        }
    }
}
