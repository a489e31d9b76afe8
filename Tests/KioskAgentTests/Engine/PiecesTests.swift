import GRDB
import SyncProtocol
import Testing
import Transport

@testable import KioskAgent
@testable import Outbox

/// Pieces of files beside exchanges (architecture.md, "Small things first, nothing starves").
@Suite("Pieces beside exchanges") struct PiecesTests {
    /// A round that ended on it would be told as a good one, and the paper's next piece would wait for the next round.
    @Test func `a round is not at its end before it has looked at how a piece ended`() throws {
        let pieces = CallsUnderWay()
        let first = pieces.startPiece()
        #expect(!pieces.isEmpty)
        pieces.ended(first, .success(.cut))
        #expect(!pieces.isEmpty && pieces.hasRoom(overlapping: false))
        #expect(try pieces.takeFailure() == .cut)
        #expect(pieces.isEmpty)
    }

    /// One short paper after the other on a line with a long way: each waits for its answer while the next is sent.
    @Test func `what waits for its answer keeps the line free, for up to three calls`() {
        let calls = CallsUnderWay()
        let first = calls.startPiece()
        #expect(!calls.hasRoom(overlapping: true))
        calls.sent(first)
        #expect(calls.hasRoom(overlapping: true) && !calls.hasRoom(overlapping: false))
        calls.startExchange()
        #expect(!calls.hasRoom(overlapping: true))
        calls.exchangeSent()
        #expect(calls.hasRoom(overlapping: true))
        calls.sent(calls.startPiece())
        #expect(!calls.hasRoom(overlapping: true))
    }

    /// A large paper on a weak line takes hours, and all of it is one round.
    @Test(.timeLimit(.minutes(1)))
    func `what is recorded while a paper is on its way goes at once although nothing could be taken before`() async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            let account = try await bench.account()
            _ = try await bench.dossier(owner: account.subject, papers: [paper])
            bench.portal.nextFile(.fails(.portal(.noLink(detail: ""))), .hangs)
            await bench.round()
            // Due by its row, and waiting for one that is held when it is to be taken.
            let held = try await bench.account("062090000002")
            let waiting = try await bench.dossier(owner: held.subject).put
            _ = try await bench.outbox.write { try $0.hold(held.put, reason: nil) }
            try await bench.outbox.connections.write { database in
                try database.execute(sql: "UPDATE operations SET state = 'waiting' WHERE id = ?", arguments: [waiting])
            }
            let engine = bench.engine
            let round = Task { await engine.round(ignoringBackoff: false) }
            for await _ in bench.portal.hung { break }
            let followed = await engine.events
            let (number, events) = followed.follow()
            let new = try await bench.account("062090000003")
            await engine.wake()
            for await event in events { if case .exchanged = event { break } }
            followed.close(number)
            #expect(try await bench.state(new.put) == .delivered)
            round.cancel()
            _ = await round.value
        }
    }

    /// What tells of the link alone costs no paper its turn: answers to requests go first, after a day without a link too.
    @Test(arguments: [
        PortalFailure.noLink(detail: ""), .captivePortal, .cancelled, .portalError(status: 503, retryAfter: nil),
        .tooManyRequests(retryAfter: nil), .revoked,
    ])
    func `a failure that no paper can have brought about is not counted against it`(_ failure: PortalFailure) async throws {
        try await EngineBench.with { bench in
            let paper = try await bench.paper(1_000)
            let account = try await bench.account()
            _ = try await bench.dossier(owner: account.subject, papers: [paper])
            for _ in 0..<5 { bench.portal.nextFile(.fails(.portal(failure))) }
            for _ in 0..<5 { await bench.round() }
            #expect(bench.portal.with { $0.fileFaults.isEmpty })
            #expect(try await bench.file(paper).failures == 0)
            await bench.round()
            #expect(try await bench.file(paper).state == .done)
        }
    }

    /// The token's address that an earlier process was told leads nowhere, or there is somebody else: for a day nobody would have asked anew.
    @Test(arguments: [PortalFailure.noLink(detail: ""), .clientRefused(Problem(.invalidClient)), .wrongServer(detail: "")])
    func `a portal that moved since the last process is asked anew what it is, in the same round`(_ failure: PortalFailure)
        async throws
    {
        try await EngineBench.with { bench in
            await bench.round()
            try await bench.crash()
            bench.portal.with { $0.preparing = failure }
            let account = try await bench.account()
            await bench.round()
            #expect(bench.portal.with { $0.discoveries } == 2)
            #expect(try await bench.state(account.put) == .delivered)
        }
    }

    /// Asking it anything else would not be leaving it alone.
    @Test func `a portal that wants to be left alone is, whatever was kept of it`() async throws {
        try await EngineBench.with { bench in
            await bench.round()
            try await bench.crash()
            bench.portal.with { $0.preparing = .tooManyRequests(retryAfter: .seconds(60)) }
            await bench.round(asked: true)
            #expect(bench.portal.with { $0.discoveries } == 1)
        }
    }

    /// A round lasts as long as its papers do: hours, on a weak line.
    @Test func `a link that carries again is told in the middle of a round`() async throws {
        try await EngineBench.with { bench in
            let account = try await bench.account()
            bench.portal.next(.fails(.noLink(detail: "")))
            await bench.round()
            func state() async throws -> String? { try await bench.outbox.read { try $0.fact("link")?["state"]?.stringValue } }
            #expect(try await state() == "no-link")
            let paper = try await bench.paper(200_000)
            _ = try await bench.dossier(owner: account.subject, papers: [paper])
            bench.portal.nextFile(.hangs)
            let engine = bench.engine
            let round = Task { await engine.round(ignoringBackoff: true) }
            for await _ in bench.portal.hung { break }
            #expect(try await state() == "online")
            round.cancel()
            _ = await round.value
        }
    }
}
