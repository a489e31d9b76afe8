import GRDB
import SyncProtocol

/// One page of what a kiosk is to be told (protocol.md, section 4).
struct ChangePage: Sendable {
    var isResync: Bool
    var changes: [Change]
    var cursor: String
    var hasMore: Bool

    /// The lines after the verdicts.
    var lines: [SyncAnswerLine] {
        (isResync ? [.resync] : []) + changes.map(SyncAnswerLine.change) + [.end(cursor: cursor, more: hasMore)]
    }
}

/// A place in the feed: `EPOCH-NUMBER.MARK`, with `-r` while everything is sent from the start. The epoch names the store and the
/// unit, so that the cursor of another store, or of a kiosk that has moved to another unit, is not taken for one of this. The mark
/// names the change at that place: after a restore from a backup there is another one, and what came before may be others too.
struct FeedCursor: Sendable, Hashable {
    var number: Int64
    var mark: String?
    var isResync: Bool

    init(number: Int64, mark: String? = nil, isResync: Bool) {
        self.number = number
        self.mark = mark
        self.isResync = isResync
    }

    /// The start for a kiosk without a cursor; the start of a resync for a cursor that is not known here.
    /// - Parameter mark: that of the change at a number; `nil` for one of before there were any.
    init(_ text: String?, epoch: String, newest: Int64, mark: (Int64) throws -> String?) rethrows {
        guard let text else { self.init(number: 0, isResync: false); return }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let place = parts.count > 1 ? parts[1].split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 2 || (parts.count == 3 && parts[2] == "r"), parts[0] == epoch, (1...2).contains(place.count),
            let number = Int64(place[0]), (0...newest).contains(number)
        else { self.init(number: 0, isResync: true); return }
        let told = place.count == 2 ? String(place[1]) : nil
        guard try told == mark(number) else { self.init(number: 0, isResync: true); return }
        self.init(number: number, mark: told, isResync: parts.count == 3)
    }

    func text(epoch: String) -> String {
        "\(epoch)-\(number)\(mark.map { ".\($0)" } ?? "")\(isResync ? "-r" : "")"
    }
}

/// The changes of the subjects that a unit is a party to, in the order in which they first changed behind the cursor. A
/// subject is sent once in a page, as it is now.
enum ChangeFeed {
    /// The most changes in a page, whatever a kiosk asks for.
    static let largestPage = 1000

    static func page(after cursor: String?, for caller: Caller, limit: Int, _ database: Database) throws -> ChangePage {
        guard let store = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'epoch'") else {
            throw UnreadableColumn(column: "epoch")
        }
        let epoch = store + Digest.sha256(caller.unit.utf8).prefix(6)
        let newest = try Int64.fetchOne(database, sql: "SELECT max(number) FROM changes") ?? 0
        func mark(_ number: Int64) throws -> String? {
            try String.fetchOne(database, sql: "SELECT mark FROM changes WHERE number = ?", arguments: [number])
        }
        var place = try FeedCursor(cursor, epoch: epoch, newest: newest, mark: mark)
        let isResync = place.isResync
        let limit = min(max(limit, 1), largestPage)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT number, subject FROM changes
                WHERE unit = ? AND number > ? AND (? OR origin IS NULL OR origin <> ?) ORDER BY number
                """, arguments: [caller.unit, place.number, isResync, caller.kiosk])
        var subjects: [String] = []
        var seen: Set<String> = []
        var hasMore = false
        while let row = try rows.next() {
            let subject = try row.text("subject")
            if seen.insert(subject).inserted {
                guard subjects.count < limit else { hasMore = true; break }
                subjects.append(subject)
            }
            place.number = try row.long("number")
        }
        if !hasMore { place = FeedCursor(number: newest, isResync: false) }
        place.mark = try mark(place.number)
        return ChangePage(
            isResync: isResync, changes: try subjects.compactMap { try change($0, database) },
            cursor: place.text(epoch: epoch), hasMore: hasMore)
    }

    private static func change(_ id: String, _ database: Database) throws -> Change? {
        guard let row = try Row.fetchOne(database, sql: "SELECT * FROM subjects WHERE id = ?", arguments: [id]) else {
            return nil
        }
        let subject = try StoredSubject(row)
        return Change(
            kind: subject.kind, subject: subject.id, revision: subject.revisionText,
            state: subject.isDeleted ? nil : subject.state, deleted: subject.isDeleted)
    }
}
