package import SyncProtocol

/// A page of what the portal says to people, newest first: its state with `id`, `age_seconds` of what is known,
/// `dossier_code`, `kind_text`, and for a request for supplements `open`.
package struct ListNotices: DeskRequest {
    package static var name: String { "notice-list" }
    package static var isReading: Bool { true }
    package var unreadOnly: Bool
    package var page: Page
    package init(unreadOnly: Bool = false, page: Page = Page()) {
        self.unreadOnly = unreadOnly
        self.page = page
    }
    package typealias Answer = PageOf<JSONValue>
}

/// One notice.
package struct ShowNotice: DeskRequest {
    package static var name: String { "notice-show" }
    package static var isReading: Bool { true }
    package var id: String
    package init(id: String) { self.id = id }
    package typealias Answer = JSONValue
}

/// The clerk has seen these notices: queues `notice.read` for each that was not read yet, all or none.
package struct ReadNotices: DeskRequest {
    package static var name: String { "notice-read" }
    package var ids: [String]
    package init(ids: [String]) { self.ids = ids }
    package struct Answer: Codable, Sendable {
        /// One for each notice; without an operation where it was read before.
        package var items: [Recorded]
        package init(items: [Recorded]) { self.items = items }
    }
}
