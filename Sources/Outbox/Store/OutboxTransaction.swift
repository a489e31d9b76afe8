/// The store within one transaction. Valid only inside the closure that it was given to. Every method throws
/// `OutboxError`.
package final class OutboxTransaction {
    init() {}
}

/// One page of a list, and where the next one starts (`nil`: this was the last).
package struct OutboxPage<Item: Sendable>: Sendable {
    package var items: [Item]
    package var next: String?
    package init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}
