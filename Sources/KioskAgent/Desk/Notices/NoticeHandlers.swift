import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listNotices(_ request: ListNotices) async throws -> PageOf<JSONValue> {
        let page = try request.page.checked()
        return try await outbox.read { tx in
            let found = try news(.notice, page: page, in: tx) { !request.unreadOnly || !$0.isRead }
            return PageOf(items: try found.items.map { try noticeView($0, in: tx) }, next: found.next)
        }
    }

    func showNotice(_ request: ShowNotice) async throws -> JSONValue {
        try await outbox.read { tx in
            let notice = try tx.news(named: request.id, .notice, else: .unknownNotice)
            return try noticeView(notice, in: tx)
        }
    }

    /// Marks notices as read here at once, and queues that for the portal: it is not told back.
    func readNotices(_ request: ReadNotices) async throws -> ReadNotices.Answer {
        guard !request.ids.isEmpty else { throw KioskProblem(.missingField, field: "id") }
        let now = environment.now()
        let items = try await outbox.write { tx in
            try request.ids.map { name in
                var notice = try tx.news(named: name, .notice, else: .unknownNotice)
                if notice.isRead { return Recorded(id: notice.id, operation: nil, recordedAt: now) }
                notice.state["read"] = true
                notice.editedAt = now
                notice.editedBy = try officer(in: tx)
                try tx.update(notice)
                let operation = try tx.enqueue(
                    NewOperation(
                        id: environment.newID(), type: .noticeRead, subject: notice.id, body: [:], officer: officer(in: tx),
                        madeAt: now))
                try note("recorded", notice.id, operation, in: tx, at: now)
                return Recorded(id: notice.id, operation: operation.id, recordedAt: now)
            }
        }
        await sync.wake()
        return ReadNotices.Answer(items: items)
    }

    /// A notice with the names of what it is about; for a request for supplements `open` says whether it still wants an answer.
    func noticeView(_ notice: Subject, in tx: OutboxTransaction) throws -> JSONValue {
        var members = try heard(notice, in: tx).merging(try dossierNames(of: notice.state, in: tx)) { own, _ in own }
        members["kind_text"] = .string(Texts.noticeKind(notice.state["kind"]?.stringValue ?? "", in: language))
        members["read"] = .bool(notice.isRead)
        if notice.state["kind"] == "supplement", let id = notice.state["dossier"]?.stringValue, let dossier = try tx.subject(id) {
            members["open"] = .bool(try openRequests(of: dossier, in: tx).contains { $0.id == notice.id })
        }
        return .object(members)
    }
}

extension Subject {
    /// Whether somebody has seen this notice.
    var isRead: Bool { state["read"]?.boolValue == true }
}
