import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listConflicts(_ request: ListConflicts) async throws -> PageOf<ConflictView> {
        let page = try request.page.checked()
        return try await outbox.read { tx in
            let found = try tx.conflicts(states: request.all ? nil : [.open], after: page.after, limit: page.limit)
            return PageOf(items: try found.items.map { try view($0, in: tx) }, next: found.next)
        }
    }

    func showConflict(_ request: ShowConflict) async throws -> ConflictView {
        try await outbox.read { tx in try view(tx.conflict(named: request.id), in: tx) }
    }

    /// Both values of each field with who, where and when: people decide wrongly between "local" and "remote"
    /// (lessons.md, "Conflict wording").
    private func view(_ conflict: ConflictRecord, in tx: OutboxTransaction) throws -> ConflictView {
        let portal = try tx.fact(.portalName)?.stringValue
        let subject = try tx.subject(conflict.subject)
        let kind = subject?.kind ?? .account
        let mine = Sides.mine(in: language)
        let theirs = portal ?? Sides.portal(in: language)
        return ConflictView(
            id: conflict.id, subject: conflict.subject, operation: conflict.operation, kind: kind.rawValue,
            reason: conflict.reason.rawValue, state: conflict.state.rawValue,
            fields: conflict.fields.map { field in
                ConflictView.Field(
                    name: field.name, base: field.base,
                    mine: ConflictView.Side(value: field.mine, by: mine, at: conflict.mineAt),
                    theirs: ConflictView.Side(value: field.theirs, by: theirs, at: conflict.theirsAt))
            },
            text: Texts.reason(conflict.reason.rawValue, in: language), about: try subject.flatMap { try whose($0, in: tx) })
    }

    /// What the two sides of a conflict are called when nothing more is known.
    private enum Sides {
        static func mine(in language: Language) -> String { language == .vi ? "bạn, tại quầy này" : "you, at this desk" }
        static func portal(in language: Language) -> String { language == .vi ? "cổng" : "the portal" }
    }
}
