package import SyncProtocol

/// Queues a new account. `fields` has the members of an account's state (protocol.md, section 6) as a person gave them;
/// `scan` is a citizen card's QR text whose facts fill what `fields` leaves open.
package struct AddAccount: DeskRequest {
    package static var name: String { "account-add" }
    package var fields: JSONObject
    package var scan: String?
    package init(fields: JSONObject, scan: String? = nil) {
        self.fields = fields
        self.scan = scan
    }
    package typealias Answer = Recorded
}

/// Changes the given members of an account; a null takes one away.
package struct EditAccount: DeskRequest {
    package static var name: String { "account-edit" }
    package var id: String
    package var changes: JSONObject
    package init(id: String, changes: JSONObject) {
        self.id = id
        self.changes = changes
    }
    package typealias Answer = Recorded
}

/// What was recorded, durably.
package struct Recorded: Codable, Sendable {
    /// The subject.
    package var id: String
    /// The operation that carries it; `nil` for a draft.
    @OrNull package var operation: String?
    package var recordedAt: Timestamp
    /// What is odd but not wrong, in the language asked for.
    package var warnings: [String]
    /// The operation was refused before, and goes again only when a person queues it anew.
    package var isRefused: Bool?
    package init(id: String, operation: String?, recordedAt: Timestamp, warnings: [String] = [], isRefused: Bool? = nil) {
        self.id = id
        self.operation = operation
        self.recordedAt = recordedAt
        self.warnings = warnings
        self.isRefused = isRefused
    }
    enum CodingKeys: String, CodingKey {
        case id, operation, warnings
        case recordedAt = "recorded_at"
        case isRefused = "refused"
    }
}

/// A page of accounts, sorted as Vietnamese sorts names; `words` filters without regard to diacritics.
package struct ListAccounts: DeskRequest {
    package static var name: String { "account-list" }
    package static var isReading: Bool { true }
    package var words: String?
    package var page: Page
    package init(words: String? = nil, page: Page = Page()) {
        self.words = words
        self.page = page
    }
    package typealias Answer = PageOf<JSONValue>
}

/// One account: its state with `id`, `revision` and `local` (`state`, `operations`).
package struct ShowAccount: DeskRequest {
    package static var name: String { "account-show" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = JSONValue
}

/// Which part of a list is wanted.
package struct Page: Codable, Sendable {
    /// As the last page's `next` said; `nil` for the first.
    package var after: String?
    /// 1 to 1,000.
    package var limit: Int
    package init(after: String? = nil, limit: Int = 200) {
        self.after = after
        self.limit = limit
    }
}

/// A part of a list, and where the next one starts.
package struct PageOf<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package var next: String?
    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
