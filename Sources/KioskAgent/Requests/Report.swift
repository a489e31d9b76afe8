package import Dossiers
package import SyncProtocol

/// The dossiers that this machine knows of, recorded between two days, counted in several ways.
package struct Report: Codable, Sendable {
    package var from: CivilDay
    package var to: CivilDay
    package var madeAt: Timestamp
    package var total: Figures
    package var groups: [Group]
    /// The whole queue at that moment, whatever the days: as `status` shows it.
    package var queue: Queue

    package init(from: CivilDay, to: CivilDay, madeAt: Timestamp, total: Figures, groups: [Group], queue: Queue) {
        self.from = from
        self.to = to
        self.madeAt = madeAt
        self.total = total
        self.groups = groups
        self.queue = queue
    }

    enum CodingKeys: String, CodingKey {
        case from, to, total, groups, queue
        case madeAt = "made_at"
    }

    /// What dossiers are grouped by.
    package enum By: String, Codable, Sendable, Hashable, CaseIterable { case procedure, field, officer, week }

    /// The dossiers that have something in common.
    package struct Group: Codable, Sendable {
        package var by: By
        /// A code, an account's id, or the Monday that a week starts on; empty where a dossier has none.
        package var key: String
        /// What people call it, where this machine knows.
        @OrNull package var name: String?
        package var figures: Figures
        package init(by: By, key: String, name: String?, figures: Figures) {
            self.by = by
            self.key = key
            self.name = name
            self.figures = figures
        }
    }

    /// Dossiers, unless said otherwise.
    package struct Figures: Codable, Sendable, Hashable {
        /// All, drafts included; those that were deleted or taken back before the portal heard of them are not.
        package var recorded = 0
        package var drafts = 0
        /// Handed in online: queued for the portal, or there.
        package var submitted = 0
        /// The portal has received them.
        package var received = 0
        /// Submitted, and the portal has neither received nor refused them.
        package var waiting = 0
        package var refused = 0
        /// At the portal, at the citizen's wish.
        package var withdrawn = 0
        /// More papers were asked for, once or more often.
        package var supplemented = 0
        package var finished = 0
        /// Finished until the moment that the portal named.
        package var onTime = 0
        /// Finished after it, or not finished though it has passed.
        package var late = 0
        /// Papers, the answers to requests included.
        package var files = 0
        /// Their own sizes.
        package var bytes: Int64 = 0
        /// Half of the dossiers took no longer from the desk to the portal's receipt: the delay that the link costs.
        @OrNull package var medianSecondsToPortal: Int64?
        @OrNull package var oldestWaitingAt: Timestamp?
        /// Of all recorded.
        @OrNull package var shareOnline: Double?
        /// Of those that are finished or late and have an appointed day.
        @OrNull package var shareOnTime: Double?
        @OrNull package var shareLate: Double?
        /// Of those submitted.
        @OrNull package var shareRefused: Double?
        @OrNull package var shareSupplemented: Double?

        package init() {}

        enum CodingKeys: String, CodingKey {
            case recorded, drafts, submitted, received, waiting, refused, withdrawn, supplemented, finished, late, files, bytes
            case onTime = "on_time"
            case medianSecondsToPortal = "median_seconds_to_portal"
            case oldestWaitingAt = "oldest_waiting_at"
            case shareOnline = "share_online"
            case shareOnTime = "share_on_time"
            case shareLate = "share_late"
            case shareRefused = "share_refused"
            case shareSupplemented = "share_supplemented"
        }
    }

    /// Operations and files, as in `status`.
    package struct Queue: Codable, Sendable, Hashable {
        package var accepted: Int
        package var delivered: Int
        /// Files still to be sent, and their encoded bytes.
        package var filesWaiting: Int
        package var bytesWaiting: Int64
        @OrNull package var oldestWaitingAt: Timestamp?
        package init(accepted: Int, delivered: Int, filesWaiting: Int, bytesWaiting: Int64, oldestWaitingAt: Timestamp?) {
            self.accepted = accepted
            self.delivered = delivered
            self.filesWaiting = filesWaiting
            self.bytesWaiting = bytesWaiting
            self.oldestWaitingAt = oldestWaitingAt
        }
        enum CodingKeys: String, CodingKey {
            case accepted, delivered
            case filesWaiting = "files_waiting"
            case bytesWaiting = "bytes_waiting"
            case oldestWaitingAt = "oldest_waiting_at"
        }
    }
}
