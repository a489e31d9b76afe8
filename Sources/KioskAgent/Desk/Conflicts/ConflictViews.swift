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
        let officer = try conflict.mineBy.flatMap { try name(of: .string($0), in: tx) }
        let mine = Sides.mine(officer).render(language)
        let theirs = Sides.theirs.render(language, ["portal": portal ?? Sides.portal[language]])
        let deed = try tx.deed(of: conflict)
        let reason = Texts.reason(conflict.reason.rawValue, in: language)
        return ConflictView(
            id: conflict.id, subject: conflict.subject, operation: conflict.operation, kind: kind.rawValue,
            reason: conflict.reason.rawValue, state: conflict.state.rawValue,
            fields: conflict.fields.map { field in
                ConflictView.Field(
                    name: field.name, base: field.base,
                    mine: ConflictView.Side(value: field.mine, by: mine, at: conflict.mineAt),
                    theirs: ConflictView.Side(value: field.theirs, by: theirs, at: conflict.theirsAt))
            },
            text: deed.map { deed in
                Sides.notDone.render(
                    language, ["what": Texts.operationType(deed.type.rawValue, in: language), "why": reason])
            } ?? reason, about: try subject.flatMap { try whose($0, in: tx) })
    }

    /// What the two sides of a conflict are called. A change does not say who made it at the portal: another desk of the unit is
    /// as likely as the office.
    private enum Sides {
        static func mine(_ officer: String?) -> Text {
            guard let officer else { return Text(vi: "bạn, tại quầy này", en: "you, at this desk") }
            let name = Printable.clean(officer)
            return Text(vi: "\(name), tại quầy này", en: "\(name), at this desk")
        }
        static let theirs = Text(vi: "{portal} (văn phòng hoặc quầy khác)", en: "{portal} (the office or another desk)")
        static let portal = Text(vi: "cổng", en: "the portal")
        static let notDone = Text(vi: "Cổng không làm: {what}.[ {why}]", en: "The portal did not do this: {what}.[ {why}]")
    }
}
