import KioskAgent
import Status
import SyncProtocol

extension Session {
    /// Prints a list page by page, so that its length costs no memory: JSON Lines, or a row of text each.
    /// - Parameter limit: the most to print; `nil` for all.
    /// - Returns: how many were printed.
    func list<R: DeskRequest, Item: Codable & Sendable>(
        limit: Int? = nil, _ request: (Page) -> R, row: (Item, inout Screen) -> Void
    ) async throws -> Int where R.Answer == PageOf<Item> {
        var next: String?
        var shown = 0
        repeat {
            let wanted = min(1000, limit.map { $0 - shown } ?? 1000)
            guard wanted > 0 else { break }
            let page = try await ask(request(Page(after: next, limit: wanted)))
            if console.json {
                for item in page.items { try console.document(item) }
            } else {
                var screen = Screen(console: console, now: now())
                for item in page.items { row(item, &screen) }
                try console.facts(screen.lines)
            }
            shown += page.items.count
            // A page that says “more” without getting on would go round for ever.
            if page.items.isEmpty || page.next == next { break }
            next = page.next
        } while next != nil
        return shown
    }
}
