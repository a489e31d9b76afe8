import Outbox
import Status
import SyncProtocol

/// What waits for the hours of big files or for a new budget, as people are told it.
extension DeskWork {
    /// Which papers wait at present.
    func gate(in tx: OutboxTransaction) throws -> FileGate { try tx.gate(by: rules.link, at: environment.now()) }

    /// What `file` waits for; `nil` when it may go, is not to be sent, or waits for something else.
    func step(_ file: StoredFile, _ gate: FileGate) -> FileGate.Step? {
        file.state == .waiting && file.problem == nil ? gate.step(for: file.storedSize) : nil
    }

    /// Of the papers of a submission or an answer that the portal has: what those wait for that go first of the ones which do wait,
    /// and how many bytes are to go. `nil` when one of the papers is on its way or may go.
    func gated(_ operation: QueuedOperation, in tx: OutboxTransaction) throws -> (step: FileGate.Step, bytes: Int64)? {
        guard operation.announcesPapers, operation.state == .delivered else { return nil }
        let gate = try gate(in: tx)
        guard gate.largest < .max else { return nil }
        let open = try papers(announcedBy: operation, in: tx).filter { $0.state == .waiting || $0.state == .sending }
        let steps = open.compactMap { step($0, gate) }
        guard steps.count == open.count, let first = steps.min(by: { $0.until < $1.until }) else { return nil }
        return (first, open.reduce(0) { $0 + $1.storedSize - $1.bytesAtPortal })
    }

    /// `Outside the hours for big files: it waits for 22:00, 312 MB.`
    func text(_ step: FileGate.Step, bytes: Int64) -> String { step.text(bytes: bytes, now: environment.now(), in: language) }
}

extension FileGate.Step {
    func text(bytes: Int64, now: Timestamp, in language: Language) -> String {
        let parameters = ["when": Format.shortTime(until, now: now), "bytes": String(bytes)]
        return Texts.reason(reason, parameters: parameters, in: language)
    }
}

extension QueuedOperation {
    /// Its bytes are those of papers.
    var announcesPapers: Bool { type == .dossierSubmit || type == .dossierSupplement }
}
