package import Outbox
import Status

/// The desk of the process that owns the store: every request of a person ends here, whether it came by the socket or
/// from the command line's own process.
///
/// What a request reads and changes is one transaction of the outbox, so a crash leaves either all of it or nothing.
package struct LocalDesk: Desk {
    private let outbox: Outbox
    private let environment: DeskEnvironment
    private let sync: any SyncService
    private let news: JournalNews
    private let catalogue: CatalogueShelf

    /// - Parameter news: told after each change; the engine, which writes to the journal too, tells the same one.
    package init(outbox: Outbox, environment: DeskEnvironment, sync: any SyncService, news: JournalNews = JournalNews()) {
        self.outbox = outbox
        self.environment = environment
        self.sync = sync
        self.news = news
        catalogue = CatalogueShelf(outbox: outbox, shipped: environment.shippedCatalogue)
    }

    package func perform<R: DeskRequest>(_ request: R, context: DeskContext) async throws -> R.Answer {
        try await translatingErrors {
            guard let local = request as? any LocalRequest else {
                throw KioskProblem(.defect, ["detail": "no handler for \(R.name)"])
            }
            let answer = try await local.answer(in: work(context))
            if !R.isReading { news.tell() }
            guard let expected = answer as? R.Answer else {
                throw KioskProblem(.defect, ["detail": "wrong answer to \(R.name)"])
            }
            return expected
        }
    }

    package func attach(
        _ request: AttachFile, content: any ByteSource, context: DeskContext
    ) async throws -> AttachFile.Answer {
        try await translatingErrors {
            // A paper's bytes must not eat the room that the engine needs for the answers of the portal.
            try outbox.requireRoom()
            let answer = try await work(context).attach(request, content: content)
            news.tell()
            return answer
        }
    }

    package func sync(
        _ request: SyncNow, context: DeskContext, onEvent: @escaping @Sendable (SyncEvent) async -> Void
    ) async throws -> SyncOutcome {
        try await translatingErrors {
            let work = work(context)
            // What a person must do is told with the outcome, in the last event too.
            let tell: @Sendable (SyncEvent) async -> Void = { event in
                guard case .finished = event else { return await onEvent(event) }
            }
            var outcome: SyncOutcome
            do {
                outcome = try await sync.syncNow(request, language: context.language, onEvent: tell)
            } catch {
                await sync.reschedule()
                throw error
            }
            await sync.reschedule()
            outcome.attention = try await outbox.read { try work.attention(in: $0) }
            await onEvent(.finished(outcome))
            return outcome
        }
    }

    package func follow(
        _ request: ListJournal, context: DeskContext, onEntry: @escaping @Sendable (JournalLine) async -> Void
    ) async throws {
        try await translatingErrors {
            try await work(context).follow(request, news: news, onEntry: onEntry)
        }
    }

    private func work(_ context: DeskContext) -> DeskWork {
        DeskWork(outbox: outbox, environment: environment, sync: sync, context: context, catalogue: catalogue)
    }
}

/// A request that the desk answers by itself; `attach`, `sync` and `follow` stream and have methods of their own.
protocol LocalRequest: DeskRequest {
    func answer(in work: DeskWork) async throws -> Answer
}

/// One request being worked on: what it may use, and in whose name. The handlers are its extensions, one file per noun.
struct DeskWork: Sendable {
    let outbox: Outbox
    let environment: DeskEnvironment
    let sync: any SyncService
    let context: DeskContext
    let catalogue: CatalogueShelf

    var language: Language { context.language }
    var rules: DeskRules { environment.rules }
}
