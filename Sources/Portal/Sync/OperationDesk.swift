import Dossiers
import GRDB
import SyncProtocol

/// What operations are held to besides the store.
struct OperationRules: Sendable {
    let catalogue: Catalogue
    /// The days on which offices work, for appointments.
    let calendar: WorkingCalendar
    /// What the portal is called.
    let portal: String
    /// The agency part of dossier codes.
    let agency: String
    let publicAddress: PublicAddress

    /// The address that citizens reach the portal at, without a trailing slash.
    var address: String { publicAddress.url }
}

/// Everything that one operation is applied with, inside its transaction.
struct OperationWork {
    let operation: Operation
    let caller: Caller
    let rules: OperationRules
    let store: SubjectStore

    var database: Database { store.database }
    var now: Timestamp { store.now }
    var today: CivilDay { CivilDay(inVietnamAtSecondsSince1970: now.milliseconds / 1000) }

    /// The operation's subject, when the caller's unit is a party to it and it is of `kind`. Throws `Problem`.
    func subject(_ kind: SubjectKind) throws -> StoredSubject {
        guard let subject = try store.find(operation.subject) else { throw OperationOutcome.unknownSubject }
        guard try store.isParty(caller.unit, to: subject.id) else {
            throw Problem(.notYours, detail: "the subject belongs to another unit")
        }
        guard subject.kind == kind else { throw OperationOutcome.unknownSubject }
        return subject
    }
}

/// Applies operation lines. What a line does and its verdict are stored in one transaction, so that what was sent twice is
/// applied once (protocol.md, section 4); several lines share a transaction, since each waits for the disk.
struct OperationDesk: Sendable {
    let store: PortalStore
    let rules: OperationRules
    let now: @Sendable () -> Timestamp

    /// Lines that share a transaction: enough that the disk is waited for rarely, few enough that others get their turn and
    /// a slow link brings verdicts soon.
    static let linesTogether = 100

    /// The verdicts on `lines`, in their order, once they are durable. A line that fails harms no other: what the store
    /// throws for it stands in its verdict's place, and nothing of it was stored.
    /// - Throws: `CancellationError`; then nothing of any line was stored.
    func verdicts(on lines: some Sequence<[UInt8]>, from caller: Caller) async throws -> [Result<Verdict, any Error>] {
        let readings = lines.map(Reading.init)
        do {
            return try await apply(readings, from: caller)
        } catch let error as CancellationError {
            throw error
        } catch {
            // The store refused all of them, perhaps for one's sake: the full disk that stops a large one has room for others.
            var results: [Result<Verdict, any Error>] = []
            for reading in readings {
                do { results += try await apply([reading], from: caller) } catch let error as CancellationError {
                    throw error
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }

    /// The verdict on one line, once it is durable. Throws what the store throws; then nothing was stored.
    func verdict(on line: [UInt8], from caller: Caller) async throws -> Verdict {
        try await apply([Reading(line)], from: caller)[0].get()
    }

    /// One line, as far as it can be read.
    private struct Reading: Sendable {
        let digest: String
        let operation: Result<Operation, JSONError>

        init(_ line: [UInt8]) {
            digest = Digest.sha256(line)
            operation = Result { () throws(JSONError) in try Operation(line: line) }
        }
    }

    private func apply(_ readings: [Reading], from caller: Caller) async throws -> [Result<Verdict, any Error>] {
        let (rules, now) = (rules, now)
        return try await store.write { database in
            try readings.map { reading in
                switch reading.operation {
                case .failure(let error):
                    let problem = Problem(.malformedLine, detail: "\(error)")
                    return .success(Verdict(op: nil, digest: reading.digest, outcome: .rejected(problem)))
                case .success(let operation):
                    let work = OperationWork(
                        operation: operation, caller: caller, rules: rules, store: SubjectStore(database: database, now: now()))
                    return try Self.verdictOrFault(work, digest: reading.digest)
                }
            }
        }
    }

    /// Whatever a line that fails had written is undone; the lines before it stand. Throws when SQLite gave the whole
    /// transaction up.
    private static func verdictOrFault(_ work: OperationWork, digest: String) throws -> Result<Verdict, any Error> {
        var verdict: Verdict?
        do {
            try work.database.inSavepoint {
                verdict = try Self.verdict(work, digest: digest)
                return .commit
            }
        } catch let error where work.database.isInsideTransaction && !(error is CancellationError) {
            return .failure(error)
        }
        guard let verdict else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return .success(verdict)
    }

    private static func verdict(_ work: OperationWork, digest: String) throws -> Verdict {
        let operation = work.operation
        if let stored = try StoredOperation.find(operation.id, work.database) {
            guard stored.digest == digest, stored.unit == work.caller.unit else {
                return Verdict(
                    op: operation.id, digest: digest,
                    outcome: .rejected(Problem(.operationReused, detail: "this id came before with other bytes")))
            }
            return try stored.verdict(missing: DossierFiles.missing(of: stored.subject, work.store))
        }
        let outcome: Verdict.Outcome
        switch try outcomeOrRefusal(work) {
        case .success(.later(let problem)):
            return Verdict(op: operation.id, digest: digest, outcome: .later(problem, retryAfterSeconds: nil))
        case .success(.applied(let revision, let missing)):
            let receipt = Receipt(
                revision: revision, receivedAt: work.now, serial: try nextSerial(work.caller.kiosk, work.database))
            outcome = .applied(receipt, missing: missing)
        case .success(.conflict(let reason, let revision, let theirs, let subject)):
            outcome = .conflict(reason, revision: revision, theirs: theirs, subject: subject)
        case .failure(let problem):
            outcome = .rejected(problem)
        }
        let verdict = Verdict(op: operation.id, digest: digest, outcome: outcome)
        try StoredOperation.insert(verdict, of: work)
        return verdict
    }

    /// Whatever an operation that is refused had written is undone.
    private static func outcomeOrRefusal(_ work: OperationWork) throws -> Result<OperationOutcome, Problem> {
        var result: Result<OperationOutcome, Problem>?
        try work.database.inSavepoint {
            do {
                result = .success(try outcome(work))
                return .commit
            } catch let problem as Problem {
                result = .failure(problem)
                return .rollback
            }
        }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return result
    }

    private static func outcome(_ work: OperationWork) throws -> OperationOutcome {
        for parent in work.operation.after {
            let stored = try StoredOperation.find(parent, work.database)
            guard let stored, stored.unit == work.caller.unit else {
                return .later(Problem(.afterNotApplied, detail: "an operation named in after has not been applied"))
            }
            guard stored.outcome == .applied else {
                return .later(Problem(.afterNever, detail: "an operation named in after ended in a conflict or a refusal"))
            }
        }
        guard JSONValue.object(work.operation.body).encoded.count <= SubjectStore.largestPut else { throw SubjectStore.tooLarge }
        guard let type = OperationType(rawValue: work.operation.type) else {
            throw Problem(.unknownType, detail: "this portal does not know the type")
        }
        switch type {
        case .accountPut: return try AccountPut(work: work).outcome()
        case .accountConfirm: return try AccountConfirm(work: work).outcome()
        case .dossierPut: return try DossierPut(work: work).outcome()
        case .dossierSubmit: return try DossierSubmit(work: work).outcome()
        case .dossierSupplement: return try DossierSupplement(work: work).outcome()
        case .dossierWithdraw: return try DossierWithdraw(work: work).outcome()
        case .paymentStart: return try PaymentStart(work: work).outcome()
        case .noticeRead: return try NoticeRead(work: work).outcome()
        }
    }

    /// 1, 2, 3 … for each kiosk, so that a gap shows: taken in the transaction of the receipt.
    private static func nextSerial(_ kiosk: String, _ database: Database) throws -> Int {
        guard let serial = try Int64.fetchOne(database, sql: "SELECT next_serial FROM kiosks WHERE id = ?", arguments: [kiosk])
        else { throw UnreadableColumn(column: "next_serial") }
        try database.execute(sql: "UPDATE kiosks SET next_serial = ? WHERE id = ?", arguments: [serial + 1, kiosk])
        return Int(serial)
    }
}
