import Outbox
import Scheduler
import SyncProtocol
import Transport

extension SyncEngine {
    /// Takes in the verdicts that are to be believed: of operations that were sent in this request, with the digest of the
    /// bytes that were sent (protocol.md, section 4). Returns the operations that have none, and how many
    /// were delivered.
    func takeVerdicts(
        _ result: SyncExchangeResult, of claimed: [QueuedOperation]
    ) async throws -> (open: [OperationID], delivered: Int) {
        var open = Dictionary(claimed.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var believed: [(Verdict, QueuedOperation)] = []
        var disbelieved = 0
        for case .verdict(let verdict) in result.lines {
            // A line that the portal could not read has no id; its digest says which it was. It delivers nothing.
            let id = verdict.op ?? claimed.first { $0.frozen?.digest == verdict.digest && open[$0.id] != nil }?.id
            guard let id, let operation = open[id], operation.frozen?.digest == verdict.digest,
                verdict.op != nil || verdict.isRefusal
            else { disbelieved += 1; continue }
            open[id] = nil
            believed.append((verdict, operation))
        }
        let now = clock.now()
        let newID = newID
        let taken = believed
        let (rules, bytes) = (linkRules, result.bytesSent + result.bytesReceived)
        let startsOver = result.lines.contains(.resync)
        // Nothing but a budget is to be written where the portal had nothing to say.
        if believed.isEmpty, rules.hasBudget { try await outbox.write { try $0.spend(bytes, by: rules, at: now) } }
        do {
            try await outbox.write { tx in
                if !taken.isEmpty { try tx.spend(bytes, by: rules, at: now) }
                let memory = PortalMemory(tx: tx, now: now, newID: newID)
                for (verdict, operation) in try memory.admitted(taken, startsOver: startsOver) {
                    try FoldVerdict(tx: tx, now: now, newID: newID).fold(verdict, of: operation)
                }
            }
        } catch let error as OutboxError where error.isOfTheStore {
            throw error
        } catch {
            try await takeOneByOne(believed)
        }
        if disbelieved > 0 {
            let count = Int64(disbelieved)
            try await outbox.write {
                try $0.record("disbelieved", subject: nil, operation: nil, details: ["lines": .integer(count)], at: now)
            }
        }
        for (verdict, operation) in believed { await tell(verdict, operation) }
        return (claimed.map(\.id).filter { open[$0] != nil }, believed.count { $0.0.isReceipt })
    }

    /// One verdict harms the fold: each alone, and the one that cannot be taken in is set aside for a person.
    private func takeOneByOne(_ believed: [(Verdict, QueuedOperation)]) async throws {
        let now = clock.now()
        let newID = newID
        for (verdict, operation) in believed {
            do {
                try await outbox.write { try FoldVerdict(tx: $0, now: now, newID: newID).fold(verdict, of: operation) }
            } catch let error as OutboxError where error.isOfTheStore {
                throw error
            } catch {
                try await outbox.write { try $0.quarantine(operation.id, reason: "unreadable") }
            }
        }
    }

    /// Takes in a whole page of changes together with its cursor: never one without the other.
    /// `nil`: the page waits until the portal has said what it remembers.
    func takeChanges(_ result: SyncExchangeResult, after cursor: String?) async throws -> Int? {
        guard let end = result.end else { return 0 }
        let changes = result.lines.compactMap { line in if case .change(let change) = line { change } else { nil } }
        let isResync = result.lines.contains(.resync)
        let now = clock.now()
        let newID = newID
        var name: String?
        if case .header(_, let portal)? = result.lines.first(where: { if case .header = $0 { true } else { false } }) {
            name = portal
        }
        let portalName = name
        let page = PortalMemory.Page(changes: changes, isWhole: isResync, cursor: cursor, end: end)
        let isTaken: Bool
        do {
            isTaken = try await outbox.write { tx in
                let memory = PortalMemory(tx: tx, now: now, newID: newID)
                try memory.conclude(answerTo: cursor)
                return try memory.takeIn(page) { try FoldChange(tx: tx, now: now, newID: newID).fold($0) }
            }
        } catch let error as OutboxError where error.isOfTheStore {
            throw error
        } catch {
            try await takeChangesOneByOne(changes, end)
            isTaken = true
        }
        try await outbox.write { tx in
            try tx.setFact(.lastSuccessAt, .string(now.description))
            if let portalName, !portalName.isEmpty { try tx.setFact(.portalName, .string(portalName)) }
            if isResync, isTaken { try tx.record("resync", subject: nil, operation: nil, details: [:], at: now) }
        }
        return isTaken ? changes.count : nil
    }

    /// One change of the page harms the fold: each alone, and the one that cannot be taken in is told in the journal. The
    /// cursor moves last; a change that is taken in twice says the same.
    private func takeChangesOneByOne(_ changes: [Change], _ end: SyncExchangeResult.End) async throws {
        let now = clock.now()
        let newID = newID
        for change in changes {
            do {
                try await outbox.write { try FoldChange(tx: $0, now: now, newID: newID).fold(change) }
            } catch let error as OutboxError where error.isOfTheStore {
                throw error
            } catch {
                try await outbox.write {
                    try $0.record("change-unreadable", subject: change.subject, operation: nil, details: [:], at: now)
                }
            }
        }
        try await outbox.write { tx in
            try DeedRevisions(tx: tx).taken(changes.map(\.subject), isLast: !end.more)
            try tx.setFact(.cursor, .string(end.cursor))
        }
    }
}

extension OutboxError {
    /// The store as a whole cannot be used now, whatever was to be written.
    var isOfTheStore: Bool { ![.other, .missing, .corrupt].contains(code) }
}

extension Verdict {
    var isRefusal: Bool { if case .rejected = outcome { true } else { false } }
    var isReceipt: Bool { if case .applied = outcome { true } else { false } }
}
