import Outbox
import Status
import SyncProtocol
import Transport

@testable import KioskAgent

/// Faults stop, time goes by, and everything must come to rest.
extension World {
    func heal() async throws {
        note { "· everything heals" }
        for index in kiosks.indices {
            faults[index] = []
            kiosks[index].fuse.heal()
            kiosks[index].steps.heal()
            kiosks[index].clock.setRight()
            // What was to be done inside of an exchange that never came is done now, one after the other.
            let events = inFlight[index]
            inFlight[index] = []
            for event in events {
                switch event {
                case .clerk(let kiosk, let action, _): await act(action, at: kiosk)
                case .office(let action, _): office(action)
                default: break
                }
                try await settle()
            }
        }
        partitions = [:]
        captives = [:]
        killsAfterAnswer = []
        lasting = [:]
        portal.revoked = []
        portal.refusals = []
        portal.postponements = []
        try await settle()
        for index in kiosks.indices {
            let engine = kiosks[index].engine
            if await engine.link.state == .revoked { await act(.sync, at: index) }
        }
        try await settle()
        try await rest()
    }

    /// Lets time go by until nothing goes by itself any more and everybody has heard everything.
    func rest() async throws {
        let end = time.uptime + .seconds(60 * 3600)
        var isAtRest = false
        while violations.isEmpty, !isAtRest {
            guard let next = next(), next.due <= end else {
                return violate("it does not come to rest: \(try await whatMoves().joined(separator: "; "))")
            }
            try await pass(max(.zero, next.due - time.uptime))
            isAtRest = try await whatMoves(atMost: 1).isEmpty
        }
        if violations.isEmpty { try await check() }
    }

    /// - Parameter limit: nobody is asked any more once so many have something to do.
    private func whatMoves(atMost limit: Int = .max) async throws -> [String] {
        var moving: [String] = delayed.isEmpty ? [] : ["a request is on its way"]
        for index in kiosks.indices where moving.count < limit {
            let outbox = kiosks[index].outbox
            let now = kiosks[index].clock.now()
            let (next, cursor, open) = try await outbox.read { tx in
                let next = try tx.nextAttemptAt(now: now) ?? tx.nextResult(now: now, automaticBytes: 2 << 20)
                let open =
                    next == nil
                    ? [] : try tx.operations(states: [.waiting, .sending, .retrying], after: nil, limit: 5).items
                return (next, try tx.fact(.cursor)?.stringValue, open)
            }
            if next != nil {
                moving.append(
                    "\(kiosks[index].name) has something to do: \(open.map { "\($0.type.rawValue) \($0.id) \($0.state) \($0.reason ?? "")" })"
                )
            }
            if !portal.isCaughtUp(cursor, kiosk: "k\(index + 1)") {
                moving.append("\(kiosks[index].name) has not heard all: \(cursor ?? "nil")")
            }
        }
        return moving
    }

    /// Everything recorded is at the portal once, or stands before a person with a reason; both sides say the same.
    func checkHealed() async throws {
        for index in kiosks.indices {
            try await checkOperations(index)
            try await checkBothSides(index)
            try await checkFiles(index)
            try await checkResults(index)
        }
        try await checkEdits()
    }

    private static let needsPerson: Set<OperationState> = [.held, .conflict, .rejected, .quarantined]

    private func checkOperations(_ index: Int) async throws {
        let name = kiosks[index].name
        let outbox = kiosks[index].outbox
        let (operations, blockersOf) = try await outbox.read { tx in
            let all = try tx.operations(states: Set(OperationState.allCases), after: nil, limit: 5_000).items
            let blocked = all.filter { $0.state == .blocked }
            return (all, try Dictionary(uniqueKeysWithValues: blocked.map { ($0.id, try tx.blockers(of: $0)) }))
        }
        let byID = Dictionary(operations.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        for operation in operations {
            let isAtPortal = portal.store.operations[operation.id]?.isApplied == true
            switch operation.state {
            case .delivered:
                // What the office had taken away is not offered again to a restored portal, which may have it back without the edit.
                let isGone = ledger.wasRestored && ledger.removed.contains(operation.subject)
                if !isAtPortal, !isGone { violate("\(name): \(operation.id) is delivered and not at the portal") }
            case .held, .conflict, .rejected, .quarantined:
                if operation.reason == nil {
                    violate("\(name): \(operation.id) is \(operation.state) without a reason")
                }
                if isAtPortal, [.conflict, .rejected].contains(operation.state) {
                    violate("\(name): \(operation.id) is \(operation.state) and applied")
                }
            case .blocked:
                let blockers = blockersOf[operation.id] ?? []
                let isReasoned = blockers.contains {
                    ledger.damagedOperations(index).contains($0)
                        || byID[$0].map { Self.needsPerson.contains($0.state) || $0.state == .blocked } ?? false
                }
                if !isReasoned, !ledger.isDamaged(operation.subject, index) {
                    violate("\(name): \(operation.id) is blocked by nothing that waits: \(blockers)")
                }
            case .waiting, .sending, .retrying:
                violate(
                    "\(name): \(operation.type.rawValue) \(operation.id) is still \(operation.state), \(operation.reason ?? "")"
                )
            case .dropped, .replaced, .resolved:
                if isAtPortal { violate("\(name): \(operation.id) is \(operation.state) and applied") }
                if operation.state == .resolved, !operation.type.isPut, operation.replacedBy == nil,
                    !ledger.isDecided(operation.id, index), !isSoAlready(operation)
                {
                    violate("\(name): \(operation.type.rawValue) \(operation.id) was not done, and nobody was asked")
                }
            }
        }
        for (id, kept) in portal.store.operations where kept.isApplied {
            if let mine = byID[id], mine.state != .delivered,
                // What a person keeps back may have arrived unheard, and what waits behind it with it.
                ![.quarantined, .held, .blocked].contains(mine.state)
            {
                violate("\(name): the portal applied \(id), which is \(mine.state) here")
            }
        }
    }

    /// Whether the portal has ever shown what the operation asks for, whoever asked for it; and what a restored portal knows nothing
    /// of any more needs no telling.
    private func isSoAlready(_ operation: QueuedOperation) -> Bool {
        let histories = forgottenHistories + [portal.history]
        func has(_ fits: (JSONObject) -> Bool) -> Bool {
            histories.contains { $0[operation.subject]?.contains(where: fits) ?? false }
        }
        return switch operation.type {
        case .dossierWithdraw: has { $0["status"] == 7 }
        case .noticeRead: ledger.wasRestored || has { $0["read"] == true }
        case .accountConfirm: has { $0["confirmation"] == "confirmed" }
        default: false
        }
    }

    private func checkBothSides(_ index: Int) async throws {
        let name = kiosks[index].name
        let outbox = kiosks[index].outbox
        let theirs = portal.store.subjects.filter { $0.value.isOurs && !ledger.isDamaged($0.key, index) }
            .sorted { $0.key < $1.key }
        let ours = try await outbox.read { tx in
            try theirs.map { id, _ in
                (try tx.subject(id), try tx.operations(of: id, openOnly: true), try tx.openConflict(id))
            }
        }
        for ((id, held), found) in zip(theirs, ours) {
            guard let mine = found.0 else {
                if !held.isDeleted { violate("\(name) has never heard of \(held.kind) \(id)") }
                continue
            }
            // What is unsent, or waits for a person, may still differ; its base is the portal's all the same.
            let isOpen =
                found.1.contains(where: { $0.type.isPut }) || found.2 != nil || held.kind == "notice" && !found.1.isEmpty
            if held.isDeleted {
                if !mine.isDeleted, !isOpen { violate("\(name): \(id) is gone at the portal and here") }
                continue
            }
            // An account that turned out to be another one goes by that here.
            if isOpen || mine.adoptedAs != nil { continue }
            if mine.isDeleted { violate("\(name): \(id) is gone here and not at the portal") }
            // Only puts are held against a revision: of a notice that two have read, either's receipt is as good.
            if mine.revision != held.revision, held.kind != "notice" {
                violate("\(name): \(id) has revision \(mine.revision ?? "nil") here and \(held.revision) at the portal")
            }
            let here = mine.state.filter { !$0.value.isNull }
            let there = held.state.filter { !$0.value.isNull }
            if here != there {
                let names = Set(here.keys).union(there.keys).filter { here[$0] != there[$0] }.sorted()
                violate(
                    "\(name): \(held.kind) \(id) differs in \(names.map { "\($0): \(here[$0]?.text ?? "nothing") here, \(there[$0]?.text ?? "nothing") there" })"
                )
            }
        }
        let all = try await outbox.read { tx in
            try tx.subjectIDs(prefix: "0", kinds: [.account, .dossier], limit: 1_000).compactMap { try? tx.subject($0) }
        }
        for subject in all where subject.revision != nil && !subject.isDeleted && subject.adoptedAs == nil {
            if portal.store.subjects[subject.id] == nil { violate("\(name): the portal has never had \(subject.id)") }
        }
    }

    private func checkFiles(_ index: Int) async throws {
        let name = kiosks[index].name
        let outbox = kiosks[index].outbox
        let papers = ledger.papers.filter { $0.kiosk == index && !ledger.isDamaged($0.dossier, index) }
        let ours = try await outbox.read { tx in
            try papers.map { paper in
                (
                    try tx.file(paper.sha256), try tx.subject(paper.dossier),
                    try tx.operations(of: paper.dossier, openOnly: true)
                )
            }
        }
        for (paper, found) in zip(papers, ours) {
            guard let file = found.0, let dossier = found.1 else {
                violate("\(name) has lost paper \(paper.sha256)"); continue
            }
            // One that was restored may have forgotten who named the paper too; what it does name, it must have: see below.
            if file.state == .done, !ledger.wasRestored, !portal.store.files.contains(paper.sha256) {
                violate("\(name): paper \(paper.sha256) is done and not at the portal")
            }
            guard let held = portal.store.subjects[paper.dossier], !held.isDeleted, !dossier.isDraft,
                !dossier.isDeleted, found.2.isEmpty,
                held.state["status"] != 7, !ledger.isGivenUp(paper.dossier, index)
            else { continue }
            // A paper for a request that nobody has answered yet waits for that answer.
            let isSent = try await outbox.read { tx in
                try tx.fileLinks(dossier: paper.dossier).contains {
                    $0.sha256 == paper.sha256 && ($0.request == nil || $0.isAnnounced)
                }
            }
            guard isSent else { continue }
            let names = try await outbox.read {
                try $0.conflicts(states: nil, after: nil, limit: 500).items.contains { $0.subject == paper.dossier }
            }
            if !portal.entries(held.state).contains(paper.sha256) {
                if !names {
                    violate(
                        "\(name): paper \(paper.sha256) was given for \(paper.dossier), and the portal does not know")
                }
            } else if !portal.store.files.contains(paper.sha256), file.state != .quarantined {
                violate(
                    "\(name): the portal waits for paper \(paper.sha256) of \(paper.dossier), which is \(file.state) \(file.reason ?? "")"
                )
            }
        }
        let states = try await outbox.read { try $0.fileCounts() }
        if states[.sending, default: 0] > 0 { violate("\(name) is quiet and a file is being sent") }
    }

    /// Every result's file is here, or says why not.
    private func checkResults(_ index: Int) async throws {
        let outbox = kiosks[index].outbox
        for (id, held) in portal.store.subjects where held.kind == "dossier" && held.isOurs && !held.isDeleted {
            guard !ledger.isDamaged(id, index) else { continue }
            let told = (held.state["results"]?.arrayValue ?? []).compactMap { $0["sha256"]?.stringValue }
            guard !told.isEmpty else { continue }
            let files = try await outbox.read { tx in try told.map { try tx.result($0) } }
            for (sha256, file) in zip(told, files) {
                if file?.state == .here, outbox.shelf.isSound(sha256) { continue }
                if file?.state == .quarantined, file?.reason != nil { continue }
                violate("\(kiosks[index].name): result \(sha256) of \(id) is \(file.map { "\($0.state)" } ?? "unknown")")
            }
        }
    }

    /// No edit that a clerk was told of is gone without a trace.
    private func checkEdits() async throws {
        var conflicts: [[ConflictRecord]] = []
        var subjects: [[String: Subject]] = []
        for kiosk in kiosks {
            let outbox = kiosk.outbox
            let (records, all) = try await outbox.read { tx in
                (
                    try tx.conflicts(states: nil, after: nil, limit: 1_000).items,
                    try tx.subjectIDs(prefix: "0", kinds: [.account, .dossier], limit: 1_000).compactMap {
                        try? tx.subject($0)
                    }
                )
            }
            conflicts.append(records)
            subjects.append(Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { $1 }))
        }
        // A dossier's parties follow an account that turned out to be another one.
        let untold: Set<String> = ["gender", "owner", "submitter"]
        for edit in ledger.edits
        where edit.isTold && edit.value != .null && !untold.contains(edit.field)
            && !ledger.isGivenUp(edit.subject, edit.kiosk) && !ledger.isDamaged(edit.subject, edit.kiosk)
            && !(ledger.wasRestored && ledger.removed.contains(edit.subject))
        {
            let first = subjects[edit.kiosk][edit.subject]
            var mine = first
            if let other = mine?.adoptedAs, ledger.isDamaged(other, edit.kiosk) { continue }
            while let other = mine?.adoptedAs { mine = subjects[edit.kiosk][other] }
            guard let mine else { violate("\(kiosks[edit.kiosk].name) has lost \(edit.subject)"); continue }
            let ids: Set<String> = [edit.subject, mine.id]
            func has(_ state: JSONObject?) -> Bool {
                state.map { Fields.flatten($0)[edit.field] == edit.value } ?? false
            }
            if has(mine.state) || has(first?.state) { continue }
            if ids.contains(where: { portal.history[$0]?.contains(where: { has($0) }) ?? false }) { continue }
            // It was overwritten at the portal before that was restored: nobody would have it there.
            let wasReplaced = forgottenHistories.contains { history in
                ids.contains { id in
                    history[id].map { states in states.contains(where: { has($0) }) && !has(states.last) } ?? false
                }
            }
            if wasReplaced { continue }
            // A later edit of the same field by the same clerk stands on this one.
            if ledger.edits(edit.kiosk, ids, edit.field).contains(where: { $0.seen == edit.value }) { continue }
            let isKept = conflicts[edit.kiosk].contains { conflict in
                ids.contains(conflict.subject)
                    && (has(conflict.mine)
                        || conflict.fields.contains {
                            $0.name == edit.field
                                && [$0.mine, $0.theirs].map { Fields.spelt(edit.field, $0) }.contains(edit.value)
                        })
            }
            // Names that only differ in their spelling are one person's.
            if isKept || Values.names.contains(where: { edit.value == .string($0) }) { continue }
            violate(
                "\(kiosks[edit.kiosk].name): \(edit.field) of \(edit.subject) was recorded as \(edit.value) and is nowhere"
            )
        }
    }

    /// The clerks see to everything that waits for them; then everything must be at the portal.
    func tidy() async throws {
        note { "· the clerks tidy up" }
        for pass in 0..<8 {
            var didSomething = false
            for index in kiosks.indices {
                let outbox = kiosks[index].outbox
                let (open, conflicts) = try await outbox.read { tx in
                    (
                        try tx.operations(states: Self.needsPerson, after: nil, limit: 500).items,
                        try tx.conflicts(states: [.open], after: nil, limit: 500).items
                    )
                }
                for conflict in conflicts {
                    didSomething = true
                    await tidying("resolve", index) {
                        try await self.resolve(conflict, pass == 0 ? pass + index : 1, 900 + pass, index)
                    }
                }
                for operation in open {
                    switch operation.state {
                    case .held: await tidying("release", index) { try await self.operate(.release, operation, index) }
                    case .quarantined:
                        await tidying("requeue", index) { try await self.operate(.requeue, operation, index) }
                    case .rejected where pass < 1:
                        await tidying("requeue", index) { try await self.operate(.requeue, operation, index) }
                    case .rejected: await tidying("drop", index) { try await self.operate(.drop, operation, index) }
                    default: continue
                    }
                    didSomething = true
                }
            }
            try await settle()
            try await rest()
            guard violations.isEmpty else { return }
            if !didSomething { break }
        }
        try await checkHealed()
        for index in kiosks.indices where violations.isEmpty {
            let outbox = kiosks[index].outbox
            let left = try await outbox.read { try $0.operations(states: nil, after: nil, limit: 100).items }
            for operation in left {
                if await isStuckForAPerson(operation, index) { continue }
                violate(
                    "\(kiosks[index].name): \(operation.type.rawValue) \(operation.id) cannot be got rid of: \(operation.state) \(operation.reason ?? "")"
                )
            }
        }
    }

    /// What a clerk's tidying cannot end: a refusal that others still need, and
    /// what meets a row that cannot be read.
    private func isStuckForAPerson(_ operation: QueuedOperation, _ index: Int) async -> Bool {
        if operation.state == .rejected || operation.state == .blocked { return true }
        guard [.quarantined, .conflict].contains(operation.state) else { return false }
        // An account that turned out to be one whose row went bad cannot be taken for it: the identity may still be corrected.
        let outbox = kiosks[index].outbox
        if ledger.hasDamage(index), let other = try? await outbox.read({ try $0.openConflict(operation.subject)?.theirSubject }),
            ledger.isDamaged(other, index)
        {
            return true
        }
        return await isNearDamage([operation.subject], index)
    }

    private func tidying(_ what: String, _ index: Int, _ body: () async throws -> String) async {
        touched[index] = []
        do {
            let text = try await body()
            note { "\(kiosks[index].name) clerk \(what): \(text)" }
        } catch let problem as KioskProblem {
            note { "\(kiosks[index].name) clerk \(what): refused, \(problem.kind)" }
            if problem.kind == .defect, await !isNearDamage(touched[index] ?? [], index) {
                violate("\(what) met a defect: \(problem.parameters)")
            }
        } catch {
            if await !isNearDamage(touched[index] ?? [], index) { violate("\(what) failed with \(error)") }
        }
        await wakeLoop(index)
    }
}
