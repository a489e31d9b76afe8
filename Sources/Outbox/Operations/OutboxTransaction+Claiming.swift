import Foundation
import GRDB
package import SyncProtocol

/// How much goes into one batch.
package struct ClaimLimits: Sendable, Hashable {
    /// At least 1.
    package var maxOperations: Int
    /// Bytes of the lines with their newlines; a single longer line still goes alone.
    package var maxBytes: Int
    package init(maxOperations: Int, maxBytes: Int) {
        self.maxOperations = maxOperations
        self.maxBytes = maxBytes
    }
}

extension OutboxTransaction {
    /// Takes what is due into one batch, in an order in which nothing comes before what it waits for; freezes it and notes
    /// that its attempt starts.
    ///
    /// - An operation that waits for others comes along when all of those stand earlier in the batch, but a put never
    ///   comes with an earlier operation of its subject: its base would not be true (protocol.md, section 4).
    /// - An operation whose attempt was interrupted by the end of the program goes alone.
    /// - What cannot be read is quarantined and told in the journal.
    package func claim(_ limits: ClaimLimits, now: Timestamp) throws -> [QueuedOperation] {
        var corrected: Set<Int64> = []
        var isMadeAnew = false
        while true {
            var round = ClaimRound(limits: limits)
            round.pending = try candidates(limits, now, &round.corrected)
            while round.batch.count < max(1, limits.maxOperations), let next = round.pending.popLast() {
                guard try take(next, into: &round, now: now) else { break }
            }
            // Everything looked at turned out not to be due: look at what stood behind it.
            guard round.batch.isEmpty, !round.corrected.isEmpty else { return round.batch }
            if round.corrected.isSubset(of: corrected) {
                // What was changed stands there unchanged: an index of a damaged store says other than its table.
                guard !isMadeAnew else { throw OutboxError(.corrupt, detail: "operations stand as due and cannot be set aside") }
                noteUnreadable("operations", "index")
                try execute("REINDEX operations")
                isMadeAnew = true
            }
            corrected.formUnion(round.corrected)
        }
    }

    /// Due operations, the first at the end. A few more than fit, since some may have to stay. Those whose rows cannot be read
    /// are quarantined, and noted.
    private func candidates(
        _ limits: ClaimLimits, _ now: Timestamp, _ quarantined: inout Set<Int64>
    ) throws -> [Standing] {
        let count = min(max(1, limits.maxOperations), 10_000) + 50
        let read: (Row) throws -> (sequence: Int64, standing: Standing?) = { [self] row in
            (try row.long("sequence"), leavingOut("operations", Standing.init(row:))(row))
        }
        let found =
            try rows(Queries.waiting, count, read: read)
            + rows(Queries.retrying, now.milliseconds, count, read: read)
        for row in found where row.standing == nil {
            try execute("UPDATE operations SET state = 'quarantined', reason = 'unreadable' WHERE sequence = ?", row.sequence)
            quarantined.insert(row.sequence)
        }
        return found.compactMap(\.standing).sorted { $1.precedes($0) }
    }

    /// Puts one more operation into the batch if it may go. False: the batch is done.
    private func take(_ next: Standing, into round: inout ClaimRound, now: Timestamp) throws -> Bool {
        let isSuspect = next.starts > 0
        if isSuspect && !round.batch.isEmpty { return true }
        let blockers = try blockers(of: next)
        guard blockers.allSatisfy(round.taken.contains) else {
            if next.state != .blocked {
                try settle(next)
                round.corrected.insert(next.sequence)
            }
            return true
        }
        if next.type.isPut && round.subjects.contains(next.subject) { return true }
        guard let frozen = try frozenOrQuarantined(next, after: blockers, now: now) else {
            round.corrected.insert(next.sequence)
            return true
        }
        let size = frozen.line.count + 1
        guard round.batch.isEmpty || round.bytes + size <= round.limits.maxBytes else { return false }
        if !next.isFrozen { try freeze(next, frozen) }
        try execute(
            """
            UPDATE operations SET state = 'sending', reason = NULL, next_attempt_at = NULL, attempts = attempts + 1,
              starts = starts + 1, departures = departures + 1 WHERE sequence = ?
            """, next.sequence)
        round.add(try required(next.id), size: size)
        if isSuspect { return false }
        try round.consider(dependents(of: next, room: round.limits.maxOperations - round.batch.count))
        return true
    }

    /// Those that may have waited for nothing but `operation`.
    private func dependents(of operation: Standing, room: Int) throws -> [Standing] {
        guard room > 0 else { return [] }
        let read = leavingOut("operations", Standing.init(row:))
        var found = try rows(Queries.blockedOfSubject, operation.subject, room, read: read)
        if operation.type.isPut, try !isAtPortal(operation.subject) {
            found += try rows(Queries.blockedByNeed, operation.subject, 0, false, room, read: read)
        }
        return found.compactMap(\.self)
    }
}

/// A batch while it is put together.
private struct ClaimRound {
    let limits: ClaimLimits
    /// Still to be looked at, the first at the end.
    var pending: [Standing] = []
    var batch: [QueuedOperation] = []
    var bytes = 0
    var taken: Set<OperationID> = []
    var subjects: Set<SubjectID> = []
    /// Operations that stood as due and were not.
    var corrected: Set<Int64> = []

    init(limits: ClaimLimits) { self.limits = limits }

    mutating func add(_ operation: QueuedOperation, size: Int) {
        batch.append(operation)
        bytes += size
        taken.insert(operation.id)
        subjects.insert(operation.subject)
    }

    /// Sorts operations in among those still to be looked at. One that did not fit before may fit now, so it may come twice.
    mutating func consider(_ operations: [Standing]) {
        for operation in operations where !taken.contains(operation.id) {
            let index = pending.partitioningIndex { $0.precedes(operation) }
            pending.insert(operation, at: index)
        }
    }
}

extension [Standing] {
    /// The first index whose element fulfils `predicate`, in an array where all that fulfil it stand last.
    fileprivate func partitioningIndex(_ predicate: (Standing) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
