import SyncProtocol

/// A portal that follows protocol.md, with books of its own about what was applied. It shares nothing with the reference
/// portal and the kiosk but the spelling of JSON, times and digests.
///
/// A value: a backup is a copy.
struct ModelPortal: Sendable {
    /// What the portal has of one subject.
    struct Held: Sendable {
        var kind: String
        var state: JSONObject
        var revision: String
        /// The unit of the kiosks is a party to it.
        var isOurs = true
        var isDeleted = false
        /// Of a dossier that was submitted, or a request for supplements that was answered: how many file entries it has.
        var submittedFiles: Int?
        var isReceived = false
    }
    /// A verdict that stays.
    struct Kept: Sendable {
        var digest: String
        var members: JSONObject
        var isApplied: Bool
        var subject: String
    }
    /// One line of the feed: who caused it is not told.
    struct News: Sendable {
        var number: Int
        var subject: String
        var origin: String?
    }
    /// What a backup holds.
    struct Store: Sendable {
        var subjects: [String: Held] = [:]
        var operations: [String: Kept] = [:]
        var feed: [News] = []
        var serials: [String: Int] = [:]
        var revisions = 0
        var numbers = 0
        var files: Set<String> = []
        /// The code in the last mail to each account.
        var mails: [String: String] = [:]
        /// Files of results by their digests.
        var results: [String: [UInt8]] = [:]
    }
    struct Upload: Sendable {
        var sha256: String
        var size: Int
        var encoding: String
        var length: Int
        var bytes: [UInt8] = []
        var isWhole = false
    }
    /// What the world is told of, to judge by.
    enum Entry: Sendable {
        case saw(operation: String, line: [UInt8], kiosk: String)
        case applied(
            operation: String, type: String, subject: String, kiosk: String, before: JSONObject?, after: JSONObject?,
            wasOurs: Bool)
        case refused(operation: String, problem: String, type: String, subject: String)
        case stored(sha256: String)
        case answered(type: String, verdict: String)
    }

    var store = Store()
    var log: [Entry] = []
    /// Every state that a subject ever had here, backups or not.
    var history: [String: [JSONObject]] = [:]
    var uploads: [String: Upload] = [:]
    var uploadNumber = 0
    var tokens: [String: (kiosk: String, until: Duration)] = [:]
    var tokenNumber = 0
    var usedAssertions: Set<String> = []
    var revoked: Set<String> = []
    /// Counts the lives of the portal: one that was restored goes on in another. No revision is given in two of them.
    var epoch = 1
    /// Cursors of an earlier life that are known all the same: up to that number it is the present one's past, too.
    var pasts: [Int: Int] = [:]
    var now = WorldTime.start
    var uptime = Duration.zero

    // What this portal is like; the seed decides.
    var pageSize = 200
    var compresses = true
    var maxOperations = 500
    var tokenLifetime = 600
    /// The next operation of a kind that could be applied is refused with this instead.
    var refusals: [String] = []
    /// The next operations are put off for so many seconds each.
    var postponements: [Int] = []

    static let unit = "H34.61"
    static let origin = "http://127.0.0.1:8080"
    static let portalMembers: [String: Set<String>] = [
        "account": ["confirmation", "portal_id"],
        "dossier": ["code", "received_at", "due_at", "status", "steps", "fees", "results"],
    ]

    // MARK: Subjects

    mutating func save(_ id: String, _ held: Held, origin: String?) {
        store.revisions += 1
        var held = held
        held.revision = "r\(epoch).\(store.revisions)"
        store.subjects[id] = held
        history[id, default: []].append(held.state)
        store.numbers += 1
        store.feed.append(News(number: store.numbers, subject: id, origin: origin))
    }

    /// Changes a subject in the office's name; nothing when it is not there.
    mutating func office(_ id: String, _ change: (inout JSONObject) -> Void) {
        guard var held = store.subjects[id], !held.isDeleted else { return }
        change(&held.state)
        save(id, held, origin: nil)
    }

    /// What the portal says to people about a dossier.
    mutating func tell(_ kind: String, of dossier: String, _ text: String, more: JSONObject = [:]) {
        let state: JSONObject = [
            "kind": .string(kind), "dossier": .string(dossier), "text": .string(text), "at": .string(now.description),
            "read": false,
        ]
        save("n\(store.numbers)-\(epoch)", Held(kind: "notice", state: state.merging(more) { $1 }, revision: ""), origin: nil)
    }

    /// A mail with a new code; the one of before is of no use any more.
    mutating func writeMail(to account: String) { store.mails[account] = "m\(store.revisions)-\(epoch)" }

    /// Whether a kiosk with this cursor has nothing left to hear.
    func isCaughtUp(_ cursor: String?, kiosk: String) -> Bool {
        guard let cursor, let place = Place(cursor), isKnown(place), !place.isResync else { return false }
        return !store.feed.contains {
            $0.number > place.number && $0.origin != kiosk && store.subjects[$0.subject]?.isOurs == true
        }
    }

    func isKnown(_ place: Place) -> Bool {
        place.epoch == epoch || !place.isResync && pasts[place.epoch].map { place.number <= $0 } == true
    }

    func entries(_ state: JSONObject) -> [String] {
        (state["components"]?.arrayValue ?? []).flatMap { component in
            (component["files"]?.arrayValue ?? []).compactMap { $0["sha256"]?.stringValue }
        }
    }

    func missing(_ state: JSONObject) -> [String] {
        var seen: Set<String> = []
        return entries(state).filter { seen.insert($0).inserted && !store.files.contains($0) }
    }

    /// Receives what was submitted and lacks nothing any more.
    mutating func receiveComplete() {
        for (id, held) in store.subjects.sorted(by: { $0.key < $1.key }) where !held.isReceived && !held.isDeleted {
            guard let files = held.submittedFiles else { continue }
            if held.kind == "dossier" {
                guard held.state["status"] == 1, files == entries(held.state).count, missing(held.state).isEmpty else {
                    continue
                }
                var received = held
                received.isReceived = true
                received.state["status"] = 2
                received.state["code"] = .string("H34.61-\(store.numbers + 1)")
                received.state["received_at"] = .string(now.description)
                save(id, received, origin: nil)
            } else if held.kind == "notice", let dossierID = held.state["dossier"]?.stringValue,
                var dossier = store.subjects[dossierID], !dossier.isDeleted
            {
                guard missing(dossier.state).isEmpty else { continue }
                var closed = held
                closed.isReceived = true
                closed.state["closed"] = true
                save(id, closed, origin: nil)
                guard dossier.state["status"] == 5 else { continue }
                dossier.state["status"] = 4
                save(dossierID, dossier, origin: nil)
            }
        }
    }

    // MARK: The feed

    /// `e<epoch>-<number>`, with `-r` while everything is sent from the start.
    struct Place {
        var epoch: Int
        var number: Int
        var isResync: Bool
        init(epoch: Int, number: Int, isResync: Bool) {
            (self.epoch, self.number, self.isResync) = (epoch, number, isResync)
        }
        init?(_ text: String) {
            let parts = text.split(separator: "-")
            guard parts.count >= 2, parts[0].hasPrefix("e"), let epoch = Int(parts[0].dropFirst()),
                let number = Int(parts[1])
            else { return nil }
            self.init(epoch: epoch, number: number, isResync: parts.count == 3)
        }
        var text: String { "e\(epoch)-\(number)\(isResync ? "-r" : "")" }
    }

    func news(after cursor: String?, kiosk: String, limit: Int) -> [JSONObject] {
        var place = cursor.flatMap(Place.init) ?? Place(epoch: epoch, number: 0, isResync: cursor != nil)
        if !isKnown(place) { place = Place(epoch: epoch, number: 0, isResync: true) }
        var lines: [JSONObject] = place.isResync ? [["resync": true]] : []
        var told: Set<String> = []
        var hasMore = false
        for news in store.feed where news.number > place.number {
            guard let held = store.subjects[news.subject], held.isOurs, place.isResync || news.origin != kiosk else {
                continue
            }
            if !told.contains(news.subject) {
                guard told.count < limit else { hasMore = true; break }
                told.insert(news.subject)
                var line: JSONObject = [
                    "change": .string(held.kind), "subject": .string(news.subject), "revision": .string(held.revision),
                    "state": held.isDeleted ? .null : .object(held.state),
                ]
                if held.isDeleted { line["deleted"] = true }
                lines.append(line)
            }
            place.number = news.number
            place.epoch = epoch
        }
        if !hasMore { place = Place(epoch: epoch, number: store.numbers, isResync: false) }
        lines.append(["end": true, "cursor": .string(place.text), "more": .bool(hasMore)])
        return lines
    }
}
