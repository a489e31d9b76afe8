import Dossiers
import GRDB
import SyncProtocol

/// What operations are held to besides the store.
struct OperationRules: Sendable {
    let catalogue: Catalogue
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

/// Applies operation lines, each in a transaction of its own that also stores its verdict, so that what was sent twice is
/// applied once (protocol.md, section 4).
struct OperationDesk: Sendable {
    let store: PortalStore
    let rules: OperationRules
    let now: @Sendable () -> Timestamp

    /// The verdict on one line, once it is durable. Throws what the store throws; then nothing was stored.
    func verdict(on line: [UInt8], from caller: Caller) async throws -> Verdict {
        let digest = Digest.sha256(line)
        let operation: Operation
        do throws(JSONError) {
            operation = try Operation(line: line)
        } catch {
            return Verdict(op: nil, digest: digest, outcome: .rejected(Problem(.malformedLine, detail: "\(error)")))
        }
        let (rules, moment) = (rules, now())
        return try await store.write { database in
            let work = OperationWork(
                operation: operation, caller: caller, rules: rules, store: SubjectStore(database: database, now: moment))
            return try Self.verdict(work, digest: digest)
        }
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
