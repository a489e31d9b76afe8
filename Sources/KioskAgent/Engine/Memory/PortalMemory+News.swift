import Merge
import Outbox
import SyncProtocol
import Transport

/// The portal's news, looked at before they are taken in: one that was restored tells states that were left behind, and does
/// not tell what it has forgotten.
extension PortalMemory {
    /// A page of news, as it came.
    struct Page {
        var changes: [Change]
        /// Everything is told from the start.
        var isWhole: Bool
        /// What it was asked for with.
        var cursor: String?
        var end: SyncExchangeResult.End
    }

    /// Takes a page in with its cursor, or leaves both until the portal has said what it remembers. True: it was taken in.
    func takeIn(_ page: Page, fold: (Change) throws -> Void) throws -> Bool {
        let doubt = try tx.portalDoubt()
        guard doubt?.stage != .asking else { return false }
        let listing = try listing(of: page)
        if doubt == nil, try !isTrusted(page), try looksBack(page, listing), try raiseByNews() { return false }
        for change in page.changes {
            try fold(change)
            if page.isWhole { try tx.noteTold(change.subject, in: listing) }
        }
        try DeedRevisions(tx: tx).taken(page.changes.map(\.subject), isLast: !page.end.more)
        try tx.setFact(.cursor, .string(page.end.cursor))
        try trust(page.isWhole && page.end.more ? page.end.cursor : nil)
        if page.isWhole { try finish(page, listing) }
        return true
    }

    private func raiseByNews() throws -> Bool { try raise(.otherwise, before: nil, puttingOff: []) }

    private func isTrusted(_ page: Page) throws -> Bool {
        try tx.fact("portal_trusted")?["cursor"]?.stringValue == page.cursor ?? ""
    }

    /// What the portal has been asked about holds for the rest of a listing, and not for later news.
    private func trust(_ cursor: String?) throws {
        guard var trusted = try tx.fact("portal_trusted")?.objectValue, trusted["cursor"] != nil else { return }
        trusted["cursor"] = cursor.map(JSONValue.string)
        try tx.setFact("portal_trusted", .object(trusted))
    }

    /// The number of the whole listing that the page is of; 0 when it is of none.
    private func listing(of page: Page) throws -> Int {
        guard page.isWhole else { return 0 }
        let last = try tx.fact("listing")
        let number = last?["number"]?.integerValue.flatMap { Int(exactly: $0) } ?? 0
        let goesOn = last?["next"]?.stringValue != nil && last?["next"]?.stringValue == page.cursor
        return goesOn ? number : number + 1
    }

    private func finish(_ page: Page, _ listing: Int) throws {
        var fact: JSONObject = ["number": .integer(Int64(listing))]
        if page.end.more { fact["next"] = .string(page.end.cursor) }
        try tx.setFact("listing", .object(fact))
        guard !page.end.more, try tx.fact("listing_after_restore") != nil else { return }
        try tx.setFact("listing_after_restore", nil)
        // What a restored portal does not tell is not there any more, unless it is being offered again.
        for id in try tx.untold(in: listing, deliveredOnly: false, limit: 10_000) {
            guard try tx.operations(of: id, openOnly: true).isEmpty, var subject = try tx.subject(id) else { continue }
            subject.isDeleted = true
            subject.revision = nil
            try tx.update(subject)
            try tx.record("forgotten", subject: id, operation: nil, details: ["kind": .string(subject.kind.rawValue)], at: now)
        }
    }

    // MARK: Signs

    private func looksBack(_ page: Page, _ listing: Int) throws -> Bool {
        for change in page.changes {
            if try tx.isSuperseded(change.revision, of: change.subject) { return true }
            if page.isWhole, try lacks(change) { return true }
        }
        guard page.isWhole, !page.end.more else { return false }
        let told = Set(page.changes.map(\.subject))
        // A page more than this one told: one of them is enough.
        return try tx.untold(in: listing, deliveredOnly: true, limit: told.count + 1).contains { !told.contains($0) }
    }

    /// Whether the state may be one of before what the desk has delivered: nobody can tell that from a later one of somebody
    /// else's by the state alone.
    private func lacks(_ change: Change) throws -> Bool {
        guard let state = change.state, !change.deleted, let subject = try tx.subject(change.subject), !subject.isDeleted else {
            return false
        }
        let own = try tx.operations(of: subject.id, openOnly: false).filter { $0.state == .delivered && $0.asked == .not }
        guard !own.isEmpty, let known = subject.portalState else { return false }
        if subject.kind == .dossier, known["code"]?.stringValue != nil, state["code"]?.stringValue == nil { return true }
        let theirs = StateFields.flatten(state)
        let members = PortalMembers.of(subject.kind)
        if change.revision == subject.revision {
            return StateFields.flatten(known).contains {
                !members.contains($0.key) && !$0.value.isNull && theirs[$0.key] ?? .null != $0.value
            }
        }
        guard let body = own.last(where: \.type.isPut)?.sentBody else { return false }
        return StateFields.flatten(body).contains {
            !members.contains($0.key) && !$0.value.isNull && theirs[$0.key] ?? .null != $0.value
        }
    }
}
