import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listJournal(_ request: ListJournal) async throws -> PageOf<JournalLine> {
        let page = try request.page.checked()
        let after = try number(page.after)
        return try await outbox.read { tx in
            let subject = try journalSubject(request.subject, in: tx)
            let found = try tx.journal(since: request.since, subject: subject, afterNumber: after, limit: page.limit)
            return PageOf(
                items: found.map(line), next: found.count < page.limit ? nil : found.last.map { String($0.number) })
        }
    }

    /// Tells every line from `request` on, then each new one, until cancelled. Writers tell of their commits; a slow look
    /// of its own finds what nobody told of.
    func follow(
        _ request: ListJournal, news: JournalNews, onEntry: @escaping @Sendable (JournalLine) async -> Void
    ) async throws {
        // Listening starts before the first look: what is written in between is not missed.
        let tidings = news.tidings()
        var request = request
        request.page = Page(after: request.page.after, limit: 200)
        request = try await tellNew(request, onEntry)
        let first = request
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await environment.sleep(.seconds(15))
                    news.tell()
                }
            }
            group.addTask {
                var request = first
                for await _ in tidings { request = try await tellNew(request, onEntry) }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Tells all there is; returns the request for what comes next.
    private func tellNew(
        _ request: ListJournal, _ onEntry: @Sendable (JournalLine) async -> Void
    ) async throws -> ListJournal {
        var request = request
        while true {
            let page = try await listJournal(request)
            for entry in page.items { await onEntry(entry) }
            if let last = page.items.last { request.page.after = String(last.number) }
            if page.next == nil { return request }
        }
    }

    private func number(_ after: String?) throws -> Int64 {
        guard let after else { return 0 }
        guard let number = Int64(after), number >= 0 else { throw KioskProblem(.invalidValue, field: "after") }
        return number
    }

    /// An account, a dossier, or the subject of an operation.
    private func journalSubject(_ name: String?, in tx: OutboxTransaction) throws -> SubjectID? {
        guard let name else { return nil }
        let ids = try tx.subjectIDs(prefix: name, kinds: SubjectKind.allCases, limit: 6)
        if ids.isEmpty, let operation = try tx.operationIfAny(named: name) { return operation.subject }
        return try only(ids, name, else: .unknownDossier)
    }

    private func line(_ entry: JournalEntry) -> JournalLine {
        JournalLine(
            number: entry.number, at: entry.at, event: entry.event, subject: entry.subject, operation: entry.operation,
            details: entry.details, text: Texts.journal(event: entry.event, details: entry.details, in: language))
    }
}
