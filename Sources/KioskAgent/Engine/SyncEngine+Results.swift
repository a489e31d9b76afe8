import DurableFiles
import Outbox
import Scheduler
import SyncProtocol
import Transport

/// What the portal has for people: the files of results, fetched part by part, so that a line that breaks costs little and an
/// operation never waits for one.
extension SyncEngine {
    /// Collected in memory, so bounded.
    private static let largestPart: Int64 = 1 << 20
    /// Left free on the disk for what the desk records.
    private static let reserve: Int64 = 64 << 20
    /// A portal that does not have what it named may have it later; after so many times a person is told.
    private static let patience = 8

    func hasDueResult() async throws -> Bool {
        let (now, automatic, rules) = (clock.now(), automaticResultBytes, linkRules)
        return try await outbox.read { tx in
            let most = try min(automatic, tx.gate(by: rules, at: now).largest)
            guard let due = try tx.nextResult(now: now, automaticBytes: most) else { return try !tx.goneResults().isEmpty }
            return due <= now
        }
    }

    /// Fetches one part of the result whose turn it is. Returns what stops the round, if anything does.
    func fetchResultPart(over connection: any PortalConnection) async throws -> PortalFailure? {
        try await removeGone()
        let (now, automatic, rules) = (clock.now(), automaticResultBytes, linkRules)
        let claimed = try await outbox.write { tx in
            try tx.claimResult(now: now, automaticBytes: min(automatic, tx.gate(by: rules, at: now).largest))
        }
        guard let file = claimed else { return nil }
        guard file.fetched < file.size else {
            try await finish(file)
            return nil
        }
        let free: Int64
        do throws(DurableFileError) {
            free = try outbox.shelf.freeBytes()
        } catch {
            try await wait(file, "file-unreadable")
            return nil
        }
        guard free - (file.size - file.fetched) > Self.reserve else {
            try await wait(file, "disk-full")
            return nil
        }
        let before = clock.uptime()
        let length = min(file.size - file.fetched, download.bytes, Self.largestPart)
        do throws(PortalFailure) {
            let part = try await connection.resultPart(file.sha256, offset: file.fetched, length: length)
            return try await take(part, of: file, asked: length, since: before)
        } catch {
            switch error {
            case .portalError(_, nil), .badAnswer:
                // It may be this file that the portal fails on; the rest of the round is not to suffer for it.
                try await wait(file, error.reason)
                return nil
            default:
                if error == .cut || error == .stalled { download.broke() }
                try await outbox.write {
                    _ = try $0.resultWaits(file.sha256, reason: error.reason, nextAttemptAt: nil, counts: false)
                }
                return error
            }
        }
    }

    private func take(
        _ part: ResultPart, of file: ResultFile, asked: Int64, since before: Duration
    ) async throws(PortalFailure) -> PortalFailure? {
        do {
            switch part {
            case .bytes(let bytes, let isCut): return try await append(bytes, isCut, to: file, from: file.fetched, asked, before)
            case .fromStart(let bytes, let isCut): return try await append(bytes, isCut, to: file, from: 0, asked, before)
            case .missing:
                let failures = try await wait(file, "result-gone")
                if failures >= Self.patience { try await quarantine(file, "result-gone") }
            case .changed: try await restart(file)
            case .refused(let problem): try await quarantine(file, problem.name?.rawValue ?? "refused")
            }
            return nil
        } catch let failure as PortalFailure {
            throw failure
        } catch {
            throw .local(detail: "\(type(of: error))")
        }
    }

    private func append(
        _ bytes: [UInt8], _ isCut: Bool, to file: ResultFile, from offset: Int64, _ asked: Int64, _ before: Duration
    ) async throws -> PortalFailure? {
        let useful = bytes.prefix(Int(clamping: min(asked, file.size - offset)))
        if !useful.isEmpty {
            try await talked()
            if !isCut { download.arrived(Int64(useful.count), in: clock.uptime() - before) }
            let fetched: Int64
            do throws(DurableFileError) {
                fetched = try write(Array(useful), of: file, at: offset)
            } catch {
                try await wait(file, error.kind == .diskFull ? "disk-full" : "file-unreadable")
                return nil
            }
            let (now, rules, count) = (clock.now(), linkRules, Int64(bytes.count))
            try await outbox.write { tx in
                try tx.resultProgress(file.sha256, fetched: fetched)
                try tx.spend(count, by: rules, at: now)
            }
            guard fetched == offset + Int64(useful.count) else { return nil }
        }
        if isCut {
            download.broke()
            return .cut
        }
        guard !useful.isEmpty else {
            try await wait(file, "bad-answer")
            return nil
        }
        if offset + Int64(useful.count) >= file.size { try await finish(file) }
        return nil
    }

    /// Returns how many bytes are here and durable.
    private func write(_ bytes: [UInt8], of file: ResultFile, at offset: Int64) throws(DurableFileError) -> Int64 {
        var part = try outbox.shelf.part(of: file.sha256, fetched: offset)
        // Somebody took bytes away: what follows the hole is fetched when the hole is filled.
        guard part.count == offset else { return part.count }
        try part.append(bytes.span)
        try part.sync()
        return part.count
    }

    /// All bytes are here: the file has its name once its digest is right.
    private func finish(_ file: ResultFile) async throws {
        guard try outbox.shelf.finish(file.sha256) else { return try await restart(file) }
        let now = clock.now()
        try await outbox.write { tx in
            try tx.resultHere(file.sha256, now: now)
            for dossier in try tx.dossiers(ofResult: file.sha256) {
                try tx.record(
                    "result-fetched", subject: dossier, operation: nil,
                    details: ["sha256": .string(file.sha256), "bytes": .integer(file.size)], at: now)
            }
        }
        journalNews.tell()
    }

    /// What came is not the file that was named. Once is a broken line or proxy; twice is for a person.
    private func restart(_ file: ResultFile) async throws {
        guard file.restarts == 0 else { return try await quarantine(file, "file-digest-mismatch") }
        try outbox.shelf.remove(file.sha256)
        try await outbox.write { try $0.restartResult(file.sha256) }
    }

    private func quarantine(_ file: ResultFile, _ reason: String) async throws {
        try outbox.shelf.remove(file.sha256)
        let now = clock.now()
        try await outbox.write { tx in
            try tx.quarantineResult(file.sha256, reason: reason)
            for dossier in try tx.dossiers(ofResult: file.sha256) {
                try tx.record(
                    "result-quarantined", subject: dossier, operation: nil,
                    details: ["sha256": .string(file.sha256), "reason": .string(reason)], at: now)
            }
        }
        journalNews.tell()
    }

    @discardableResult
    private func wait(_ file: ResultFile, _ reason: String) async throws -> Int {
        let wait = rounds.policy.backoff.wait(failures: min(file.failures + 1, 100), class: .portal, using: &random)
        let next = clock.now() + max(wait, .seconds(2))
        return try await outbox.write { try $0.resultWaits(file.sha256, reason: reason, nextAttemptAt: next) }
    }

    private func removeGone() async throws {
        let gone = try await outbox.read { try $0.goneResults() }
        for sha256 in gone {
            try outbox.shelf.remove(sha256)
            try await outbox.write { try $0.forgetResult(sha256) }
        }
    }
}
