import NIOCore
import ServiceLifecycle
import Status
import SyncProtocol
import Testing

@testable import KioskAgent

/// The events that a client saw, in short words.
private actor Seen {
    private(set) var words: [String] = []
    func add(_ event: SyncEvent) {
        switch event {
        case .started: words.append("started")
        case .exchanged(let delivered, _, _): words.append("exchanged \(delivered)")
        case .finished(let outcome): words.append("finished \(outcome.delivered)")
        default: words.append("other")
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct SocketStreamTests {
    private let context = DeskContext(language: .vi)

    @Test(arguments: [true, false])
    func `events come in order and end with one finish`(deskTellsTheEnd: Bool) async throws {
        var desk = FakeDesk()
        desk.onSync = { request, tell in
            #expect(request.untilEmpty && request.timeoutSeconds == 7)
            await tell(.started(operations: 2, files: 0, bytes: 0))
            await tell(.exchanged(delivered: 2, open: 0, changes: 1))
            if deskTellsTheEnd { await tell(.finished(.done(delivered: 2))) }
            return .done(delivered: 2)
        }
        try await withSocket(desk) { socket async throws in
            let seen = Seen()
            let outcome = try await socket.desk().sync(
                SyncNow(untilEmpty: true, timeoutSeconds: 7), context: context
            ) { await seen.add($0) }
            #expect(outcome.delivered == 2 && outcome.exit == .done)
            #expect(await seen.words == ["started", "exchanged 2", "finished 2"])
        }
    }

    @Test func `each event is there while the next is still to happen`() async throws {
        let sawFirst = Signal()
        var desk = FakeDesk()
        desk.onSync = { _, tell in
            await tell(.started(operations: 1, files: 0, bytes: 0))
            await sawFirst.wait()
            return .done(delivered: 1)
        }
        try await withSocket(desk) { socket async throws in
            let outcome = try await socket.desk().sync(SyncNow(), context: context) { event in
                if case .started = event { sawFirst.fire() }
            }
            #expect(outcome.delivered == 1)
        }
    }

    @Test func `a problem in the middle is thrown`() async throws {
        var desk = FakeDesk()
        desk.onSync = { _, tell in
            await tell(.started(operations: 1, files: 0, bytes: 0))
            throw KioskProblem(.diskFull, ["free": "0"])
        }
        try await withSocket(desk) { socket async throws in
            await #expect(throws: KioskProblem(.diskFull, ["free": "0"])) {
                try await socket.desk().sync(SyncNow(), context: context) { _ in }
            }
        }
    }

    @Test func `a client that leaves ends the following, even while nothing happens`() async throws {
        let following = Signal()
        let ended = Signal()
        var desk = FakeDesk()
        desk.onFollow = { _, _ in
            following.fire()
            await Signal().wait()
            ended.fire()
        }
        try await withSocket(desk) { socket async throws in
            let remote = try await socket.desk()
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await remote.follow(ListJournal(), context: context) { _ in } }
                await following.wait()
                group.cancelAll()
            }
            await ended.wait()
        }
    }

    @Test func `an agent that stops ends streams and idle connections at once`() async throws {
        let following = Signal()
        var desk = FakeDesk()
        desk.onFollow = { _, tell in
            await tell(
                JournalLine(
                    number: 1, at: Timestamp(milliseconds: 0), event: "e", subject: nil, operation: nil, details: [:],
                    text: ""))
            following.fire()
            await Signal().wait()
        }
        try await withSocket(desk, grace: .seconds(600)) { socket async throws in
            let remote = try await socket.desk()
            let idle = try await SocketClient.connect(socket.path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { () async throws in
                    await #expect(throws: KioskProblem(.agentGone)) {
                        try await remote.follow(ListJournal(), context: context) { _ in }
                    }
                }
                await following.wait()
                await socket.group.triggerGracefulShutdown()
                try await group.waitForAll()
            }
            try await idle.executeThenClose { inbound, _ in
                for try await _ in inbound { Issue.record("an idle connection got something") }
            }
        }
    }

    @Test func `a request under way may end when the agent stops`() async throws {
        let started = Signal()
        let go = Signal()
        var desk = FakeDesk()
        desk.onPerform = { _, _ in
            started.fire()
            await go.wait()
            return JSONValue.string("done")
        }
        try await withSocket(desk, grace: .seconds(30)) { socket async throws in
            let remote = try await socket.desk()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { () async throws in
                    #expect(try await remote.perform(ShowAccount(id: "a"), context: context) == .string("done"))
                }
                await started.wait()
                await socket.group.triggerGracefulShutdown()
                go.fire()
                try await group.waitForAll()
            }
        }
    }

    @Test func `a request that does not end is cut off after the grace`() async throws {
        let started = Signal()
        var desk = FakeDesk()
        desk.onPerform = { _, _ in
            started.fire()
            await Signal().wait()
            throw CancellationError()
        }
        try await withSocket(desk, grace: .milliseconds(50)) { socket async throws in
            let remote = try await socket.desk()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { () async throws in
                    await #expect(throws: KioskProblem(.agentGone)) {
                        try await remote.perform(ShowAccount(id: "a"), context: context)
                    }
                }
                await started.wait()
                await socket.group.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
    }
}
