import KioskAgent
import Status
import SyncProtocol

/// Where a command gets the desk from: the agent or the store in the program, a desk made for the purpose in tests.
protocol DeskSource: Sendable {
    func withDesk<T: Sendable>(reading: Bool, _ body: (any Desk) async throws -> T) async throws -> T
}

/// The desk of this machine.
struct LocalDesk: DeskSource {
    let options: DeskOptions
    func withDesk<T: Sendable>(reading: Bool, _ body: (any Desk) async throws -> T) async throws -> T {
        try await DeskConnector.withDesk(options, reading: reading, body)
    }
}

/// What a command works with: a screen, a desk, and who asks.
struct Session: Sendable {
    let console: Console
    let desk: any DeskSource
    let context: DeskContext
    let options: DeskOptions
    let now: @Sendable () -> Timestamp

    var language: Language { console.language }

    /// Asks one thing of the desk.
    func ask<R: DeskRequest>(_ request: R) async throws -> R.Answer {
        try await desk.withDesk(reading: R.isReading) { try await $0.perform(request, context: context) }
    }

    /// The answer as JSON, or as `text` says it.
    func show(_ answer: some Encodable, text: (inout Screen) -> Void) throws {
        if console.json {
            try console.document(answer)
        } else {
            var screen = Screen(console: console, now: now())
            text(&screen)
            try console.facts(screen.lines)
        }
    }
}

/// Facts that are only a step of a command: with `--json` the command has one answer.
struct MutedFacts: Sink {
    let sink: any Sink
    func facts(_ text: String) throws {}
    func message(_ text: String) { sink.message(text) }
}

extension Session {
    /// The same session with its facts left out if `muted`.
    func quiet(_ muted: Bool) -> Session {
        guard muted else { return self }
        return Session(
            console: console.with(sink: MutedFacts(sink: console.sink)), desk: desk, context: context, options: options, now: now)
    }
}
