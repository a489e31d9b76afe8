import Outbox
import Scheduler
import SyncProtocol
import Transport

@testable import KioskAgent

/// What must be true all along.
extension World {
    /// Looks at what the portal did with a request.
    func readLog() {
        let entries = portal.log
        portal.log = []
        for entry in entries {
            switch entry {
            case .saw(let operation, let line, let kiosk):
                if let first = ledger.bytes[operation], first != line {
                    violate("\(kiosk) sent operation \(operation) with other bytes than before")
                }
                ledger.bytes[operation] = line
            case .stored: break
            case .answered(let type, let verdict): coverage?.answered(type, verdict)
            case .refused(let operation, let problem, let type, let subject):
                // None of these can be the doing of a clerk or of the office.
                let isOffice = portal.store.subjects[subject].map(\.isDeleted) ?? false
                if type == "account.put", problem != "unknown-subject" { ledger.refusedPuts.insert(subject) }
                if ["operation-reused", "malformed-line", "unknown-type"].contains(problem)
                    || (problem == "unknown-subject" && !isOffice && !isOfRemoved(operation) && !ledger.wasRestored)
                {
                    violate("the portal refused \(type) \(operation) of \(subject): \(problem)")
                }
            case .applied(let operation, let type, let subject, let kiosk, let before, let after, let wasOurs):
                // By the portal's own books: whatever it named as coming before it did.
                for parent in afters(operation) where ledger.applied[parent] == nil {
                    violate("\(kiosk)'s \(operation) was applied before \(parent), which it comes after")
                }
                ledger.apply(operation)
                if ledger.applied[operation] != 1 {
                    violate("operation \(operation) was applied twice")
                }
                guard type.hasSuffix(".put"), wasOurs, let before, let after, let index = Int(kiosk.dropFirst()) else {
                    continue
                }
                noteChanges(index - 1, operation, subject, before, after)
            }
        }
    }

    private func afters(_ operation: String) -> [String] {
        guard let line = ledger.bytes[operation], let object = try? JSONParser.parseObject(line) else { return [] }
        return object["after"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// Whether an operation names an account that the office has taken away: then it cannot be applied. Nor can it where the account is
    /// another unit's, and the put that would have made this unit a party to it was refused: both wait for a person.
    private func isOfRemoved(_ operation: String) -> Bool {
        guard let line = ledger.bytes[operation], let body = (try? JSONParser.parseObject(line))?["body"] else {
            return false
        }
        return ["owner", "submitter"].compactMap { body[$0]?.stringValue }.contains { party in
            guard let account = portal.store.subjects[party] else { return false }
            return account.isDeleted || !account.isOurs && ledger.refusedPuts.contains(party)
        }
    }

    private func noteChanges(
        _ index: Int, _ operation: String, _ subject: String, _ before: JSONObject, _ after: JSONObject
    ) {
        let old = Fields.flatten(before)
        let new = Fields.flatten(after)
        let portals = (ModelPortal.portalMembers["account"] ?? []).union(ModelPortal.portalMembers["dossier"] ?? [])
        for field in Set(old.keys).union(new.keys).sorted() where !portals.contains(field) {
            let from = old[field] ?? .null
            let to = new[field] ?? .null
            // What nobody had said cannot be lost.
            if from != to, from != .null {
                ledger.changes.append(
                    Ledger.Change(
                        kiosk: index, operation: operation, subject: subject, field: field, from: from, to: to))
            }
        }
    }

    /// After each event: whether something is scheduled. Every few events, and at the end, every operation is looked at.
    func check(all: Bool = true) async throws {
        guard all else {
            for index in kiosks.indices { try await checkSchedule(index) }
            return try await judgeChanges()
        }
        for index in kiosks.indices {
            let outbox = kiosks[index].outbox
            let (counts, operations, files) = try await outbox.read { tx in
                (
                    try tx.counts(),
                    try tx.operations(states: Set(OperationState.allCases), after: nil, limit: 5_000).items,
                    try tx.fileCounts().values.reduce(0, +)
                )
            }
            await checkMemory(index, files: files)
            let name = kiosks[index].name
            // A row that cannot be read is in the counts and in no list.
            let damaged = ledger.damagedOperations(index)
            let unread = try await statesOfDamaged(index)
            for state in OperationState.allCases
            where counts[state] != operations.count(where: { $0.state == state && !damaged.contains($0.id) })
                + unread.count(where: { $0 == state })
            {
                violate(
                    "\(name) counts \(counts[state] ?? -1) as \(state), and \(operations.count(where: { $0.state == state })) are"
                )
            }
            let known = Set(operations.map(\.id)).union(damaged)
            for told in ledger.told where told.kiosk == index && !known.contains(told.id) && told.id.count != 64 {
                violate("\(name) has lost operation \(told.id) that it had recorded")
            }
            for operation in operations {
                if let seen = ledger.bytes[operation.id], operation.frozen?.line != seen {
                    violate("\(name) has other bytes for \(operation.id) than the portal saw")
                }
                if operation.state == .delivered, !ledger.everApplied.contains(operation.id) {
                    violate("\(name) believes \(operation.id) delivered, and the portal never applied it")
                }
                if operation.state == .sending { violate("\(name) is quiet and \(operation.id) is being sent") }
            }
            try await checkSchedule(index)
        }
        try await judgeChanges()
    }

    /// The longest wait that anything may put before the next attempt: what a portal can ask for, and its jitter.
    private static let longestWait = Duration.seconds(6 * 3600 + 3600)

    private func checkSchedule(_ index: Int) async throws {
        guard let due = kiosks[index].clock.due else { return violate("\(kiosks[index].name) waits for nothing") }
        let wait = due - time.uptime
        if wait > Self.longestWait { violate("\(kiosks[index].name) waits for \(wait)") }
        let engine = kiosks[index].engine
        // A revoked kiosk stops trying until a person asks (protocol.md, section 3).
        if await engine.link.state == .revoked { return }
        let rounds = await engine.rounds
        // What the portal asked for is never shortened, and lengthened by a tenth at most.
        let isAsked = rounds.askedToWaitUntil > time.uptime && due <= rounds.askedToWaitUntil + .seconds(2_200)
        guard wait > rounds.policy.backoff.cap + .seconds(1), !isAsked else { return }
        // The store is asked only where its answer matters: this is looked at after each event.
        let (outbox, clock) = (kiosks[index].outbox, kiosks[index].clock)
        // That somebody has set the clock is noticed when the next round begins, and what waits then waits as long as before.
        let now = await engine.wallOffset.map { Timestamp(seconds: 0) + clock.uptime() + $0 } ?? clock.now()
        if try await outbox.read({ try $0.hasDueOperations(now: now) || $0.hasDueFiles(now: now) }) {
            violate("\(kiosks[index].name) has something due and waits for \(wait)")
        }
    }

    /// The accounts that this kiosk knows to be one.
    private func aliases(_ index: Int, _ subject: String) async throws -> Set<String> {
        let outbox = kiosks[index].outbox
        return try await outbox.read { tx in
            var all: Set<String> = [subject]
            for id in try tx.subjectIDs(prefix: "0", kinds: [.account], limit: 500) {
                // A row that went bad is nobody's alias.
                if let current = try? tx.current(id), current.id == subject { all.insert(id) }
            }
            return all
        }
    }

    /// Whether a value was overruled by a decision, and the decision's record does not have it.
    private func isLostUntold(_ change: Ledger.Change, _ subjects: Set<String>) async throws -> Bool {
        func isKnowing(_ byDecisions: Bool) -> Bool {
            ledger.mayReplace(change.kiosk, subjects, change.field, change.from, by: change.to, byDecisions: byDecisions)
        }
        guard isKnowing(true), !isKnowing(false), !subjects.contains(where: { ledger.isDamaged($0, change.kiosk) }) else {
            return false
        }
        let outbox = kiosks[change.kiosk].outbox
        let records = try await outbox.read { try $0.conflicts(states: nil, after: nil, limit: 1_000).items }
        return !records.contains { record in
            guard subjects.contains(record.subject) else { return false }
            let chosen = record.chosen?[change.field].map { [$0] } ?? []
            return record.fields.contains { field in
                field.name == change.field
                    && ([field.base, field.mine, field.theirs] + chosen).map { Fields.spelt(change.field, $0) }.contains(
                        change.from)
            }
        }
    }

    /// Whether the portal itself had gone from one to the other before it was restored: a kiosk that was told brings back what came
    /// later.
    private func wasSoBefore(_ change: Ledger.Change, _ subjects: Set<String>) -> Bool {
        forgottenHistories.contains { history in
            subjects.contains { subject in
                let values = (history[subject] ?? []).map { Fields.flatten($0)[change.field] ?? .null }
                guard let from = values.firstIndex(of: change.from) else { return false }
                return values[from...].contains(change.to)
            }
        }
    }

    /// Nothing at the portal was overwritten by somebody who had not seen it.
    private func judgeChanges() async throws {
        let changes = ledger.changes
        ledger.changes = []
        for change in changes where change.kiosk < kiosks.count {
            let subjects = try await aliases(change.kiosk, change.subject)
            if try await isLostUntold(change, subjects) {
                violate(
                    "\(kiosks[change.kiosk].name): \(change.field) of \(change.subject) was \(change.from) until \(change.operation), and no conflict tells of it"
                )
            }
            // Another spelling of the same name stands for the same person.
            if Values.names.contains(where: { change.from == .string($0) || change.to == .string($0) }) { continue }
            if wasSoBefore(change, subjects) { continue }
            if !ledger.mayReplace(change.kiosk, subjects, change.field, change.from, by: change.to) {
                violate(
                    "\(kiosks[change.kiosk].name) overwrote \(change.field) of \(change.subject) by \(change.operation): \(change.from) → \(change.to), and nobody there had seen it"
                )
            }
        }
    }
}
