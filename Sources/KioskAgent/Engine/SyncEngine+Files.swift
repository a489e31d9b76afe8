import CurlHTTP
import Outbox
import Scheduler
import SyncProtocol
import Synchronization
import Transport

extension SyncEngine {
    /// Bytes that may go with the creation of an upload that has more of them: what the line carries in two seconds, or in some
    /// round trips where those are long. They are lost when its answer is, since only the answer tells where to go on; what is
    /// appended later is kept by the portal up to the break. A file of up to twice as much goes whole: that saves a round trip
    /// with an idle line, which is worth more than the rare loss.
    private var largestFirstPiece: Int64 {
        let seconds = max(2, 8 * Double(answerWait.wholeMilliseconds) / 1000)
        return Int64(min(max((rate ?? 0) * seconds, 64 * 1024), 256 * 1024))
    }

    private var firstPiece: Int64 { min(piece.bytes, largestFirstPiece) }

    /// A little more in one piece is a round trip less.
    private var lastPiece: Int64 { piece.bytes * 2 }

    /// Bytes that go with a creation ahead of its turn.
    private static let firstBytesAhead: Int64 = 16 << 10

    /// Sends one piece of the file whose turn it is. Returns what stops the round, if anything does.
    /// - Parameter onSent: the piece's last byte has left; only its answer is awaited.
    func uploadPiece(
        over connection: any PortalConnection, onSent: @escaping @Sendable () -> Void
    ) async throws -> PortalFailure? {
        let (now, rules, underWay) = (clock.now(), linkRules, bytesUnderWay)
        let lookahead = isOverlapWorthIt ? Lookahead(finishing: lastPiece, whole: firstPiece * 2) : nil
        let claimed = try await outbox.write { tx in
            let largest = try tx.gate(by: rules, at: now, underWay: underWay).largest
            return try tx.claimFile(now: now, largest: largest, lookahead: lookahead).map { claim in
                (claim, try tx.allowance(of: claim.file.storedSize, by: rules, at: now, underWay: underWay))
            }
        }
        guard let ((file, link, isAhead), allowance) = claimed else { return nil }
        let count = PieceCount(most: allowance ?? .max)
        defer { bytesUnderWay -= count.reserved }
        let path = outbox.spool.path(of: file.sha256, encoding: file.encoding)
        do {
            let state = try await upload(file, link, path, isAhead: isAhead, over: connection, count, onSent)
            if let state { try await keep(state, of: file, link, count) }
            return nil
        } catch let failure as UploadFailure {
            try await spend(count.sent)
            return try await settle(failure, file, link)
        }
    }

    /// The piece on its way. `nil` when nothing had to be sent.
    private func upload(
        _ file: StoredFile, _ link: FileLink, _ path: String, isAhead: Bool, over connection: any PortalConnection,
        _ count: PieceCount, _ onSent: @escaping @Sendable () -> Void
    ) async throws -> UploadState? {
        let events = events
        let uptime = clock
        let sentAt = Mutex<Duration?>(nil)
        let sent: @Sendable () -> Void = {
            sentAt.withLock { $0 = uptime.uptime() }
            onSent()
        }
        let told: @Sendable (Int64) -> @Sendable (Int64) -> Void = { start in
            { sent in
                count.told(sent)
                let event = SyncEvent.file(
                    sha256: file.sha256, name: link.name, done: min(start + sent, file.storedSize), total: file.storedSize)
                events.tellNow(event)
            }
        }
        let before = clock.uptime()
        guard let url = file.uploadURL else {
            // Ahead of its turn it takes as little of the others' time as it can.
            let most = isAhead ? Self.firstBytesAhead : firstPiece
            let first = reserve(file.storedSize <= most * 2 ? file.storedSize : most, count)
            let state = try await connection.createUpload(
                UploadDescription(
                    sha256: file.sha256, size: file.size, encoding: file.encoding, storedSize: file.storedSize,
                    fileName: link.name, mediaType: file.mediaType, dossier: link.dossier),
                firstBytes: FileSlice(path: path, offset: 0, length: first), onProgress: told(0), onSent: sent)
            knownOffsets.insert(file.sha256)
            count.told(first)
            try await progressed(state.offset, since: before, sentAt: sentAt.withLock(\.self))
            return state
        }
        var offset = file.offset
        if !knownOffsets.contains(file.sha256) {
            let state = try await connection.uploadState(url)
            knownOffsets.insert(file.sha256)
            // An upload of another length is not of these bytes.
            guard state.length == file.storedSize else { throw UploadFailure.gone }
            guard state.offset == offset, !state.isComplete else { return state }
            offset = state.offset
        }
        let rest = file.storedSize - offset
        let length = reserve(rest <= lastPiece ? rest : piece.bytes, count)
        guard rest > 0 else { return try await connection.uploadState(url) }
        let start = offset
        let new = try await connection.append(
            to: url, offset: start, slice: FileSlice(path: path, offset: start, length: length), onProgress: told(start),
            onSent: sent)
        count.told(length)
        // More than was sent, or nothing of it: the portal is asked where it stands.
        guard new <= start + length, new != start else { throw UploadFailure.conflict }
        try await progressed(new - start, since: before, sentAt: sentAt.withLock(\.self))
        return UploadState(url: url, offset: new, length: file.storedSize)
    }

    private func progressed(_ bytes: Int64, since before: Duration, sentAt: Duration?) async throws {
        if let sentAt { answerWait = clock.uptime() - sentAt }
        guard bytes > 0 else { return }
        hasDelivered = true
        try await talked()
        let time = clock.uptime() - before
        measured(bytes, in: time)
        piece.arrived(bytes, in: time)
    }

    /// The bytes that go in a piece of at most `length`, counted as being under way.
    private func reserve(_ length: Int64, _ count: PieceCount) -> Int64 {
        count.reserved = min(length, count.most)
        bytesUnderWay += count.reserved
        return count.reserved
    }

    /// What a piece cost that failed.
    private func spend(_ bytes: Int64) async throws {
        guard linkRules.hasBudget, bytes > 0 else { return }
        let (now, rules) = (clock.now(), linkRules)
        try await outbox.write { try $0.spend(bytes, by: rules, at: now) }
    }

    private func keep(_ state: UploadState, of file: StoredFile, _ link: FileLink, _ count: PieceCount) async throws {
        let (now, rules, bytes) = (clock.now(), linkRules, count.sent)
        let isDone = state.offset >= file.storedSize
        try await outbox.write { tx in
            try tx.fileProgress(file.sha256, offset: state.offset, uploadURL: state.url)
            try tx.spend(bytes, by: rules, at: now)
            if isDone {
                try tx.fileDone(file.sha256, now: now)
                try tx.record(
                    "file-delivered", subject: link.dossier, operation: nil,
                    details: ["sha256": .string(file.sha256), "bytes": .integer(file.storedSize)], at: now)
            } else {
                try tx.fileWaits(file.sha256, reason: nil, problem: nil, nextAttemptAt: now, resetUpload: false)
            }
        }
        await events.tell(.file(sha256: file.sha256, name: link.name, done: state.offset, total: file.storedSize))
        guard isDone else { return }
        knownOffsets.remove(file.sha256)
        await events.tell(.fileDone(sha256: file.sha256, name: link.name))
        // The portal receives a dossier once its papers are there; its code comes as a change.
        hasNewFiles = true
        journalNews.tell()
    }

    /// What a failed piece means: for the file, for the line, or for the round (protocol.md, section 7).
    private func settle(_ failure: UploadFailure, _ file: StoredFile, _ link: FileLink) async throws -> PortalFailure? {
        let isOfTheLink = if case .portal(let portal) = failure { !portal.mayBeOfOneFile } else { false }
        let troubles = isOfTheLink ? file.failures : try await outbox.write { try $0.fileFailed(file.sha256) }
        // Once is nothing; what goes wrong again and again leaves the line to others for longer and longer.
        let jitter = rounds.policy.backoff.wait(failures: min(troubles, 100), class: .portal, using: &random)
        let soon = clock.now() + (troubles > 1 ? max(jitter, .seconds(2)) : .zero)
        switch failure {
        case .conflict, .checksumMismatch:
            knownOffsets.remove(file.sha256)
            try await wait(file, "offset-mismatch", nil, until: soon, reset: false)
        case .locked(let retryAfter):
            knownOffsets.remove(file.sha256)
            try await wait(file, "upload-locked", nil, until: clock.now() + (retryAfter ?? .seconds(2)), reset: false)
        case .gone:
            try await wait(file, "upload-gone", nil, until: soon, reset: true)
        case .digestMismatch(let problem): try await mismatch(file, link, problem)
        case .tooLarge(let problem): try await quarantine(file, link, problem ?? Problem(.fileTooLarge))
        case .typeRefused(let problem): try await quarantine(file, link, problem ?? Problem(.fileType))
        case .refused(let problem): try await quarantine(file, link, problem)
        case .local:
            if isSound(file) {
                try await wait(file, "file-unreadable", nil, until: clock.now() + max(jitter, .seconds(2)), reset: false)
            } else {
                try await quarantine(file, link, Problem(.fileDigestMismatch))
            }
        case .portal(let portal):
            knownOffsets.remove(file.sha256)
            if portal.mayBeOfOneFile { piece.broke() }
            // A portal that fails on one file each time may not fail on the others. A line that breaks once may do so under any.
            let isOfTheFile = portal.mayBeOfOneFile && (portal != .cut || troubles > 3)
            try await wait(file, portal.reason, nil, until: isOfTheFile ? soon : clock.now(), reset: false)
            return portal
        }
        return nil
    }

    private func wait(_ file: StoredFile, _ reason: String, _ problem: Problem?, until: Timestamp, reset: Bool) async throws {
        try await outbox.write {
            try $0.fileWaits(file.sha256, reason: reason, problem: problem, nextAttemptAt: until, resetUpload: reset)
        }
    }

    /// The portal decoded other bytes than were announced. A sound copy goes once more; a damaged one, or a second
    /// mismatch, is for a person.
    private func mismatch(_ file: StoredFile, _ link: FileLink, _ problem: Problem?) async throws {
        guard isSound(file), file.restarts == 0 else {
            return try await quarantine(file, link, problem ?? Problem(.fileDigestMismatch))
        }
        try await wait(file, ProblemName.fileDigestMismatch.rawValue, problem, until: clock.now(), reset: true)
    }

    /// Whether the kiosk's own copy is what its digest says. One that is gone or cannot be read is not.
    private func isSound(_ file: StoredFile) -> Bool {
        (try? outbox.spool.check(file.sha256, encoding: file.encoding)) ?? false
    }

    private func quarantine(_ file: StoredFile, _ link: FileLink, _ problem: Problem) async throws {
        let now = clock.now()
        try await outbox.write { tx in
            try tx.quarantineFile(file.sha256, reason: problem.name?.rawValue ?? "file-refused", problem: problem)
            try tx.record(
                "file-quarantined", subject: link.dossier, operation: nil,
                details: ["sha256": .string(file.sha256), "problem": .string(problem.type)], at: now)
        }
        journalNews.tell()
    }
}

extension PortalFailure {
    /// Whether one file, or the size of its pieces, may have brought it about. The rest tells of the link or of who calls.
    fileprivate var mayBeOfOneFile: Bool {
        switch self {
        case .portalError(let status, _): status == 500
        case .cut, .stalled, .badAnswer: true
        default: false
        }
    }
}
