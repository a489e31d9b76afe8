package import SyncProtocol

package struct ListConflicts: DeskRequest {
    package static var name: String { "conflict-list" }
    package static var isReading: Bool { true }
    /// Those resolved by a person or merged by themselves too.
    package var all: Bool
    package var page: Page
    package init(all: Bool = false, page: Page = Page()) {
        self.all = all
        self.page = page
    }
    package typealias Answer = PageOf<ConflictView>
}

package struct ShowConflict: DeskRequest {
    package static var name: String { "conflict-show" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = ConflictView
}

/// A conflict with both values of each field, who, where and when (cli.md, "JSON that tests read").
package struct ConflictView: Codable, Sendable {
    package struct Side: Codable, Sendable {
        package var value: JSONValue
        /// In words: the officer or "you", at this desk; or the portal's name, and who may have written there.
        package var by: String
        /// Of this desk's side, when it was recorded; of the portal's, when this kiosk heard of it.
        @OrNull package var at: Timestamp?
        package init(value: JSONValue, by: String, at: Timestamp?) {
            self.value = value
            self.by = by
            self.at = at
        }
    }
    package struct Field: Codable, Sendable {
        package var name: String
        package var base: JSONValue
        package var mine: Side
        package var theirs: Side
        package init(name: String, base: JSONValue, mine: Side, theirs: Side) {
            self.name = name
            self.base = base
            self.mine = mine
            self.theirs = theirs
        }
    }
    package var id: String
    package var subject: String
    package var operation: String?
    /// Whose it is: the account's name, or that of the dossier's owner, where this machine knows it.
    @OrNull package var about: String?
    /// `account` or `dossier`
    package var kind: String
    package var reason: String
    /// `open`, `resolved`, `merged` (by itself) or `undone`
    package var state: String
    package var fields: [Field]
    package var text: String
    package init(
        id: String, subject: String, operation: String?, kind: String, reason: String, state: String, fields: [Field],
        text: String, about: String? = nil
    ) {
        self.id = id
        self.subject = subject
        self.operation = operation
        self.kind = kind
        self.reason = reason
        self.state = state
        self.fields = fields
        self.text = text
        self.about = about
    }
}

/// Decides a conflict: one side for all fields, or field by field. Every open field must be decided.
package struct ResolveConflict: DeskRequest {
    package static var name: String { "conflict-resolve" }
    package enum Keep: String, Codable, Sendable { case mine, theirs }
    package enum Choice: Codable, Sendable, Hashable {
        case mine, theirs
        case value(JSONValue)
    }
    package var id: String
    package var keep: Keep?
    package var fields: [String: Choice]
    package init(id: String, keep: Keep? = nil, fields: [String: Choice] = [:]) {
        self.id = id
        self.keep = keep
        self.fields = fields
    }
    package struct Answer: Codable, Sendable {
        package var id: String
        package var state: String
        /// The operation that carries the decision; `nil` when the portal's values stay.
        @OrNull package var operation: String?
        /// Of a decision that was taken back: the fields' values from now on; null for one that is empty.
        package var values: JSONObject?
        /// Of a decision that was taken back: the conflict that asks the same again, where one does.
        package var question: String?
        package init(
            id: String, state: String, operation: String?, values: JSONObject? = nil, question: String? = nil
        ) {
            self.id = id
            self.state = state
            self.operation = operation
            self.values = values
            self.question = question
        }
    }
}

/// Takes a decision back within 30 days, as a new operation.
package struct UndoConflict: DeskRequest {
    package static var name: String { "conflict-undo" }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = ResolveConflict.Answer
}
