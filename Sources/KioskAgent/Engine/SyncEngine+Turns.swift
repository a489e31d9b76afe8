import Outbox
import Scheduler
import Transport

extension SyncEngine {
    /// Exchanges and pieces until nothing is left that could be tried, or until something stops the round. An exchange does
    /// not wait for a piece: it goes beside it, on a connection of its own.
    /// - Parameter start: sends the piece of that number beside.
    func takeTurns(
        over connection: any PortalConnection, _ pieces: PiecesUnderWay, start: (Int) -> Void
    ) async throws -> RoundEnd {
        var news = pieces.news.makeAsyncIterator()
        var turn = Turn()
        // What is due by its row and still cannot be taken is not asked for again before something has happened.
        var isBarren = false
        var wasIntroduced = false
        while true {
            guard !Task.isCancelled else { return .stopped(.cancelled) }
            if let failure = try pieces.takeFailure() { return .stopped(failure) }
            let now = clock.now()
            let due = try await outbox.read { tx in
                (
                    operations: try tx.hasDueOperations(now: now),
                    files: try tx.hasDueFiles(now: now)
                )
            }
            if hasNewFiles, pieces.isEmpty && !due.files || clock.uptime() - lastExchange > .seconds(30) { wantsPull = true }
            let canSend = due.files && pieces.hasRoom(overlapping: isOverlapWorthIt)
            // News alone can come beside a piece, and a line that goes both ways is not to be idle in one.
            let hasOperations = (due.operations && !isBarren) || wantsPull && !(canSend && pieces.isEmpty && hasTalked)
            let choice = turn.next(operations: hasOperations, files: canSend)
            // Files alone can go without: nothing is frozen by them, and the first one tells as much of the line.
            if choice == .exchange || choice == .piece && !isIntroduced, !wasIntroduced {
                if let stop = await introduce(connection) { return .stopped(stop) }
                wasIntroduced = true
            }
            switch choice {
            case .nothing where pieces.isEmpty: return suspicion.map { .stopped($0) } ?? .finished
            case .nothing:
                await news.next(isolation: self)
                // A round lasts as long as its papers do: what was recorded or let go meanwhile does not wait for its end.
                isBarren = false
            case .exchange:
                hasNewFiles = false
                lastExchange = clock.uptime()
                switch try await exchange(over: connection) {
                case .went: break
                case .nothing: isBarren = true
                case .stop(let failure): return .stopped(failure)
                }
            case .piece:
                start(pieces.start())
            }
        }
    }

    /// Whether the wait for an answer is worth a second connection. Below 20 kB/s a second one's first packets alone
    /// overflow the queue in front of the line, and both then wait for time-outs of many seconds.
    private var isOverlapWorthIt: Bool { answerWait > .milliseconds(80) && rate ?? 0 > 20_000 }

    /// Sends one piece of the file whose turn it is, beside the round.
    func send(_ number: Int, of pieces: PiecesUnderWay, over connection: any PortalConnection) async {
        do {
            let failure = try await uploadPiece(over: connection) { pieces.sent(number) }
            pieces.ended(number, .success(failure))
        } catch {
            pieces.ended(number, .failure(error))
        }
    }
}
