import Outbox
import Status
import SyncProtocol
import Transport

extension DeskWork {
    /// One screen: all figures of the store come from one read transaction, so that they add up.
    func status() async throws -> StatusReport {
        let snapshot = await sync.snapshot()
        let facts = try await outbox.storeFacts()
        let now = environment.now()
        return try await outbox.read { tx in
            let bytes = try tx.fileBytes()
            let linkText =
                snapshot.linkReason.map { Texts.reason($0, in: language) } ?? Texts.link(snapshot.linkState, in: language)
            let counts = StatusReport.Counts(try tx.counts())
            let skew = try tx.fact(.clockSkewSeconds)?.doubleValue
            let oldest = try tx.oldestOpen()
            var known = ConditionFacts(now: now)
            known.counts = counts
            known.link = snapshot.linkState
            known.linkSince = snapshot.linkSince
            known.clockSkewSeconds = skew
            known.oldestWaitingAt = oldest
            known.freeBytes = facts.freeBytes
            known.lowDiskBytes = rules.minFreeBytes
            let gate = try gate(in: tx)
            let restored = try tx.fact("portal_restored")
            known.portalRestoredAt = restored?["at"]?.timeValue
            known.portalForgot = restored?["count"]?.integerValue.flatMap { Int(exactly: $0) } ?? 0
            known.offersAgain = try tx.portalDoubt()?.stage == .offering
            // What stops all work, then what waits for a person, then what is good to know.
            let conditions = Conditions.forPeople(known)
            let grave = conditions.filter { $0.severity == .error }.map { $0.attention(in: language) }
            let others = conditions.filter { $0.severity != .error }.map { $0.attention(in: language) }
            return StatusReport(
                agent: StatusReport.Agent(running: snapshot.isAgentRunning, version: rules.version, since: snapshot.agentSince),
                link: StatusReport.Link(
                    state: snapshot.linkState, since: snapshot.linkSince, reason: snapshot.linkReason, text: linkText),
                portal: StatusReport.Portal(
                    name: try tx.fact(.portalName)?.stringValue, url: try tx.fact(.portalURL)?.stringValue,
                    lastSuccessAt: try tx.fact(.lastSuccessAt)?.timeValue,
                    clockSkewSeconds: skew),
                counts: counts, files: StatusReport.Files(try tx.fileCounts()),
                bytes: StatusReport.Bytes(
                    waiting: bytes.waiting, done: bytes.done, rate: snapshot.rate,
                    etaSeconds: snapshot.rate.flatMap { $0 > 0 && bytes.waiting > 0 ? Double(bytes.waiting) / $0 : nil }),
                oldestWaitingAt: oldest, nextAttemptAt: Self.next(due: try tx.nextAttemptAt(now: now, gate: gate), snapshot),
                attention: grave + (try attention(in: tx)) + others,
                store: StatusReport.Store(
                    version: facts.version, journalMode: facts.journalMode, synchronous: facts.synchronous,
                    freeBytes: facts.freeBytes),
                notices: try tx.noticeCounts().told,
                gated: try tx.gated(by: gate).map { $0.told(now: now, in: language) })
        }
    }

    /// When something is tried next. Without the right to send nothing is tried by itself; where a person must mend
    /// something else first, a running agent looks now and then whether they did.
    private static func next(due: Timestamp?, _ snapshot: SyncSnapshot) -> Timestamp? {
        guard let due else { return nil }
        switch snapshot.linkState {
        case "not-enrolled", "revoked": return nil
        case "wrong-server", "agent-too-old": return snapshot.notBefore
        default: return max(due, snapshot.notBefore ?? due)
        }
    }

    /// What a person must do, at most this many of each sort: more are in the lists that the commands show.
    private static var attentionLimit: Int { 50 }

    /// What needs a person, and the command to type.
    func attention(in tx: OutboxTransaction) throws -> [StatusReport.Attention] {
        var found: [StatusReport.Attention] = []
        let conflicts = try tx.conflicts(states: [.open], after: nil, limit: Self.attentionLimit)
        for conflict in conflicts.items {
            let operation = try conflict.operation.flatMap { try tx.operation($0) }
            let entry = StatusReport.Attention.operation(
                id: operation?.id ?? conflict.id, type: operation?.type.rawValue ?? "", state: OperationState.conflict.rawValue,
                reason: conflict.reason.rawValue, conflict: conflict.id, in: language)
            if let entry { found.append(entry) }
        }
        let told = Set(conflicts.items.compactMap(\.operation))
        let stopped = try tx.operations(
            states: [.conflict, .rejected, .quarantined], after: nil, limit: 2 * Self.attentionLimit)
        for operation in stopped.items where !told.contains(operation.id) {
            let entry = StatusReport.Attention.operation(
                id: operation.id, type: operation.type.rawValue, state: operation.state.rawValue,
                reason: operation.shownReason, conflict: try tx.openConflict(met: operation)?.id,
                mending: mending(operation), in: language)
            if let entry { found.append(entry) }
        }
        for file in try quarantinedFiles(in: tx) {
            guard let dossier = try tx.fileLinks(sha256: file.sha256).first?.dossier else { continue }
            found.append(
                StatusReport.Attention.file(
                    id: file.sha256, dossier: dossier, reason: file.problem?.name?.rawValue ?? file.reason, in: language))
        }
        for file in try tx.results(state: .quarantined, limit: Self.attentionLimit) {
            guard let dossier = try tx.dossiers(ofResult: file.sha256).first else { continue }
            found.append(StatusReport.Attention.result(id: file.sha256, dossier: dossier, reason: file.reason, in: language))
        }
        return found
    }

    /// What to type so that a refused or quarantined operation goes again: a refusal that names a field wants another value
    /// first.
    private func mending(_ operation: QueuedOperation) -> String? {
        let again = "kiosk queue requeue \(operation.id)"
        switch (operation.state, operation.type) {
        case (.quarantined, _): return again
        case (.rejected, .accountConfirm): return "kiosk account confirm \(operation.subject) --token CODE"
        case (.rejected, .accountPut): return edit("account", operation).map { "\($0) && \(again)" }
        case (.rejected, .dossierPut): return edit("dossier", operation).map { "\($0) && \(again)" }
        default: return nil
        }
    }

    /// The edit of what a refusal points to: `/owner` is `--owner`, an entry of a dossier's form is set by its name.
    private func edit(_ kind: String, _ operation: QueuedOperation) -> String? {
        let path = (operation.problem?.field ?? "").split(separator: "/")
        // What a portal names is text from outside; an option is made of plain words alone.
        guard let first = path.first, path.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) } })
        else { return nil }
        let value = Text(vi: "GIÁ-TRỊ", en: "VALUE")[language]
        let option = first == "form" && path.count > 1 ? "--set \(path[1])=\(value)" : "--\(first.replacing("_", with: "-")) \(value)"
        return "kiosk \(kind) edit \(operation.subject) \(option)"
    }

    private func quarantinedFiles(in tx: OutboxTransaction) throws -> [StoredFile] {
        guard try tx.fileCounts()[.quarantined, default: 0] > 0 else { return [] }
        return try tx.files(state: .quarantined, limit: Self.attentionLimit)
    }
}

extension StatusReport.Counts {
    /// The operations in each state; `accepted` is their sum, so that the line adds up at every instant.
    init(_ states: [OperationState: Int]) {
        self.init()
        delivered = states[.delivered, default: 0]
        waiting = states[.waiting, default: 0]
        blocked = states[.blocked, default: 0]
        sending = states[.sending, default: 0]
        retrying = states[.retrying, default: 0]
        held = states[.held, default: 0]
        conflict = states[.conflict, default: 0]
        rejected = states[.rejected, default: 0]
        quarantined = states[.quarantined, default: 0]
        accepted = delivered + open + held + needPerson
    }
}

extension OutboxTransaction.Gated {
    func told(now: Timestamp, in language: Language) -> StatusReport.Gated {
        StatusReport.Gated(
            files: files, bytes: bytes, reason: first.reason, until: first.until,
            text: first.text(bytes: bytes, now: now, in: language))
    }
}

extension OutboxTransaction.NoticeCounts {
    var told: StatusReport.Notices { StatusReport.Notices(unread: unread, requests: dossiersAsked) }
}

extension StatusReport.Files {
    init(_ states: [StoredFile.State: Int]) {
        self.init()
        waiting = states[.waiting, default: 0]
        sending = states[.sending, default: 0]
        done = states[.done, default: 0]
        quarantined = states[.quarantined, default: 0]
    }
}
