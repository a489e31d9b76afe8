import Outbox
import Scheduler
import Transport

extension SyncEngine {
    /// Exchanges and pieces until nothing is left that could be tried, or until something stops the round. An exchange does
    /// not wait for a piece, nor a piece for an exchange's answer: each goes on a connection of its own.
    /// - Parameter start: begins a call beside.
    func takeTurns(
        over connection: any PortalConnection, _ calls: CallsUnderWay, start: (Call) -> Void
    ) async throws -> RoundEnd {
        var news = calls.news.makeAsyncIterator()
        var turn = Turn()
        // What is due by its row and still cannot be taken is not asked for again before something has happened.
        var isBarren = false
        var wasIntroduced = false
        var stop: PortalFailure?
        while true {
            guard !Task.isCancelled else { return .stopped(.cancelled) }
            if let failure = try calls.takeFailure(), stop == nil { stop = failure }
            switch try calls.takeExchange() {
            case .stop(let failure)?: stop = stop?.orElse(failure) ?? failure
            case .nothing?: isBarren = true
            case .went?, nil: break
            }
            if let stop {
                // An exchange that is under way is heard to its end: what it brings counts.
                guard calls.isExchanging else { return .stopped(stop) }
                await news.next(isolation: self)
                continue
            }
            // The hours of big files may have ended since the last piece, and a budget may be spent.
            let (now, rules, underWay) = (clock.now(), linkRules, bytesUnderWay)
            let due = try await outbox.read { tx in
                (
                    operations: try tx.hasDueOperations(now: now),
                    files: try tx.hasDueFiles(now: now, largest: tx.gate(by: rules, at: now, underWay: underWay).largest)
                )
            }
            if hasTalked, !calls.isFetching, try await hasDueResult() {
                calls.startFetch()
                start(.fetch)
            }
            // With the last of them on its way the news are asked for once, when they are all there.
            if hasNewFiles, due.files || !calls.hasPieces,
                calls.isEmpty && !due.files || clock.uptime() - lastExchange > .seconds(30)
            {
                wantsPull = true
            }
            let canSend = due.files && calls.hasRoom(overlapping: isOverlapWorthIt, most: mostCalls)
            // News alone can come beside a piece, and a line that goes both ways is not to be idle in one: the piece takes the
            // connection that is there.
            // Nor can they come while the portal is being asked what it remembers, and that waits for its own time.
            let hasOperations =
                !calls.isExchanging && !isBarren && (due.operations || wantsPull && !(canSend && hasTalked))
            let choice = turn.next(operations: hasOperations, files: canSend)
            // Files alone can go without: nothing is frozen by them, and the first one tells as much of the line.
            if choice == .exchange || choice == .piece && !isIntroduced, !wasIntroduced {
                if let failure = await introduce(connection) { stop = failure; continue }
                wasIntroduced = true
            }
            switch choice {
            case .nothing where calls.isEmpty: return suspicion.map { .stopped($0) } ?? .finished
            case .nothing:
                await news.next(isolation: self)
                // A round lasts as long as its papers do: what was recorded or let go meanwhile does not wait for its end.
                isBarren = false
            case .exchange:
                hasNewFiles = false
                lastExchange = clock.uptime()
                calls.startExchange()
                start(.exchange)
            case .piece:
                start(.piece(calls.startPiece()))
            }
        }
    }

    /// What goes on the line beside the round.
    enum Call: Sendable {
        case exchange
        case piece(Int)
        case fetch
    }

    /// Whether the wait for an answer is worth a second connection.
    var isOverlapWorthIt: Bool { answerWait > .milliseconds(80) }

    /// A slow line is filled by two connections, one that sends and one that waits; each more begins with a burst that overflows the
    /// queue in front of it.
    private var mostCalls: Int { (rate ?? .infinity) < 50_000 ? 2 : CallsUnderWay.most }

    /// An exchange, or a piece of the file whose turn it is, beside the round.
    func make(_ call: Call, of calls: CallsUnderWay, over connection: any PortalConnection) async {
        switch call {
        case .exchange:
            do {
                calls.exchangeEnded(.success(try await exchange(over: connection) { calls.exchangeSent() }))
            } catch {
                calls.exchangeEnded(.failure(error))
            }
        case .fetch:
            do {
                calls.fetchEnded(.success(try await fetchResultPart(over: connection)))
            } catch {
                calls.fetchEnded(.failure(error))
            }
        case .piece(let number):
            do {
                calls.ended(number, .success(try await uploadPiece(over: connection) { calls.sent(number) }))
            } catch {
                calls.ended(number, .failure(error))
            }
        }
    }
}
