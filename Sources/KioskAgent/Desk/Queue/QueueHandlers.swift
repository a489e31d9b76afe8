import Outbox
import Status
import SyncProtocol

extension DeskWork {
    func listQueue(_ request: ListQueue) async throws -> PageOf<QueueLine> {
        let page = try request.page.checked()
        var states: Set<OperationState>?
        if request.all { states = Set(OperationState.allCases.filter(\.isAccepted)) }
        if let word = request.state {
            guard let state = OperationState(rawValue: word), state.isAccepted else {
                let known = OperationState.allCases.filter(\.isAccepted).map(\.rawValue).joined(separator: ", ")
                throw KioskProblem(.invalidValue, field: "state", ["known": known])
            }
            states = [state]
        }
        let wanted = states
        return try await outbox.read { tx in
            let found = try tx.operations(states: wanted, after: page.after, limit: page.limit)
            return PageOf(items: try found.items.map { try line($0, in: tx) }, next: found.next)
        }
    }

    /// Surgery on several operations is one transaction: either each of them is done or none.
    func operateQueue(_ request: OperateQueue) async throws -> OperateQueue.Answer {
        if request.verb == .drop, !request.confirmed { throw KioskProblem(.confirmationNeeded) }
        guard !request.ids.isEmpty else { throw KioskProblem(.missingField, field: "id") }
        let now = environment.now()
        let items = try await outbox.write { tx in
            var targets: [Target] = []
            for name in request.ids { targets.append(try target(named: name, in: tx)) }
            if request.verb == .drop { return try drop(targets, reason: request.reason, in: tx, at: now) }
            return try targets.map { target in
                switch target {
                case .operation(let operation):
                    try operate(request.verb, operation, reason: request.reason, in: tx, at: now)
                case .file(let file): try operate(request.verb, file, in: tx, at: now)
                }
            }
        }
        // What is dropped sets free what stood behind it.
        if request.verb != .hold { await sync.wake() }
        return OperateQueue.Answer(items: items)
    }

    /// What a person names in the queue: an operation, or a paper by its whole digest, as `status` shows it.
    enum Target {
        case operation(QueuedOperation)
        case file(StoredFile)
    }

    private func target(named name: String, in tx: OutboxTransaction) throws -> Target {
        if let operation = try tx.operationIfAny(named: name) { return .operation(operation) }
        if Digest.isValid(name), let file = try tx.file(name) { return .file(file) }
        throw KioskProblem(.unknownOperation, ["id": shown(name)])
    }

    private func operate(
        _ verb: OperateQueue.Verb, _ operation: QueuedOperation, reason: String?, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> OperateQueue.Answer.Item {
        switch verb {
        case .hold:
            // The queue's reason is a stable word; a person's own words stand in the journal.
            let after = try tx.hold(operation.id, reason: nil)
            if after != operation { try note("held", operation.subject, operation, words(reason), in: tx, at: now) }
            return OperateQueue.Answer.Item(id: operation.id, state: after.state.rawValue)
        case .release:
            let after = try tx.release(operation.id)
            if after != operation { try note("released", operation.subject, operation, words(reason), in: tx, at: now) }
            return OperateQueue.Answer.Item(id: operation.id, state: after.state.rawValue)
        case .retry:
            let after = try tx.retry(operation.id, now: now)
            if after != operation { try note("retried", operation.subject, operation, words(reason), in: tx, at: now) }
            return OperateQueue.Answer.Item(id: operation.id, state: after.state.rawValue)
        case .requeue: return try requeue(operation, reason: reason, in: tx, at: now)
        case .drop: throw KioskProblem(.defect, ["detail": "drop is done for all at once"])
        }
    }

    private func operate(
        _ verb: OperateQueue.Verb, _ file: StoredFile, in tx: OutboxTransaction, at now: Timestamp
    ) throws -> OperateQueue.Answer.Item {
        guard verb == .requeue || verb == .retry || verb == .release else {
            throw KioskProblem(.notRequeueable, ["id": file.sha256])
        }
        if file.state == .quarantined {
            try tx.requeueFile(file.sha256)
            try tx.record("file-released", details: ["sha256": .string(file.sha256)], at: now)
        }
        let state = try tx.file(file.sha256)?.state ?? file.state
        return OperateQueue.Answer.Item(id: file.sha256, state: state.rawValue)
    }

    /// A reason in a person's words goes into the journal: people are told not to write personal data there.
    func words(_ reason: String?) -> JSONObject {
        guard let reason, !reason.isEmpty else { return [:] }
        return ["note": .string(String(reason.prefix(200)))]
    }
}
