import CurlHTTP
import Foundation
import SyncProtocol
import Synchronization
import Transport

/// A portal in memory that follows protocol.md, and the faults that a test asks of it.
final class ModelPortal: PortalConnection {
    /// What goes wrong with one exchange.
    enum SyncFault: Sendable {
        case fails(PortalFailure)
        /// Everything was taken in, and the answer never came.
        case answerLost
        /// The answer breaks off after so many verdicts.
        case cut(after: Int)
        case wrongDigest, foreignOperation, duplicated, noVerdicts
        /// The first verdict is left out of an answer that is whole.
        case firstMissing
        case hangs
        /// A verdict in place of the portal's own.
        case answers(@Sendable (SyncProtocol.Operation) -> Verdict.Outcome)
    }
    /// What goes wrong with one call about a file.
    enum FileFault: Sendable {
        case fails(UploadFailure)
        /// The bytes were taken in, and the answer never came.
        case answerLost
        /// Only the first half was taken in.
        case cutInTheMiddle
        case hangs
    }

    struct Held: Sendable {
        var kind: SubjectKind
        var state: JSONObject
        var revision: Revision
    }
    struct Upload: Sendable {
        var description: UploadDescription
        var bytes: [UInt8] = []
        var isBorn = false
    }
    struct State: Sendable {
        var subjects: [SubjectID: Held] = [:]
        var verdicts: [OperationID: (digest: String, verdict: Verdict)] = [:]
        /// Every line that ever came, by operation.
        var seen: [OperationID: Set<[UInt8]>] = [:]
        var applied: [OperationID: Int] = [:]
        var changes: [Change] = []
        /// Before this the portal has forgotten.
        var oldestCursor = 0
        var serial = 0
        var revisions = 0
        var exchanges: [[OperationID]] = []
        var discoveries = 0
        var limits = Discovery.Limits()
        /// What becomes of a call that goes by what was told of the portal before.
        var preparing: PortalFailure?
        var syncFaults: [SyncFault] = []
        var fileFaults: [FileFault] = []
        /// Operations that make every exchange fail they are in.
        var poison: [OperationID: PortalFailure] = [:]
        var uploads: [String: Upload] = [:]
        var files: Set<String> = []
        var fileCalls: [String] = []
        /// Met by the first call after a creation that went well.
        var faultAfterCreation: FileFault?
        var creations = 0
        /// Bytes of files that were sent, again or not.
        var bytesTaken: Int64 = 0
        var isLimited = false
        /// What subjects were made to say, one after the other.
        var states: [(subject: SubjectID, state: JSONObject)] = []
        /// Told when bytes of a file were taken in.
        var onBytes: (@Sendable () -> Void)?
        /// Each page says that more is to come, under a cursor of its own.
        var saysMore = false
        var failsFile: [String: UploadFailure] = [:]
        /// What becomes of each request for a part of a result, and how many there were.
        var failsResults: PortalFailure?
        var resultCalls = 0
        /// Whether a knock is answered, whatever becomes of the calls.
        var answersKnocks = false
    }
    private let state = Mutex(State())
    private let now: @Sendable () -> Timestamp
    /// Told when a call hangs.
    let hung: AsyncStream<Void>
    private let hanging: AsyncStream<Void>.Continuation

    init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        (hung, hanging) = AsyncStream.makeStream(of: Void.self)
    }

    func with<T: Sendable>(_ body: @Sendable (inout State) throws -> T) rethrows -> T { try state.withLock { try body(&$0) } }
    func next(_ faults: SyncFault...) { with { $0.syncFaults += faults } }
    func nextFile(_ faults: FileFault...) { with { $0.fileFaults += faults } }

    /// The office changes a subject.
    func office(_ subject: SubjectID, kind: SubjectKind = .account, _ change: @Sendable (inout JSONObject) -> Void) {
        with { portal in
            var held = portal.subjects[subject] ?? Held(kind: kind, state: [:], revision: "")
            change(&held.state)
            portal.put(subject, held, told: true)
        }
    }

    func remove(_ subject: SubjectID) {
        with { portal in
            guard let held = portal.subjects.removeValue(forKey: subject) else { return }
            portal.revisions += 1
            portal.changes.append(
                Change(kind: held.kind, subject: subject, revision: "r\(portal.revisions)", state: nil, deleted: true))
        }
    }

    // MARK: PortalConnection

    func discover() async throws(PortalFailure) -> DiscoveryResult {
        let limits = with { portal in
            portal.discoveries += 1
            return portal.limits
        }
        return DiscoveryResult(
            discovery: Discovery(name: "Cổng mẫu", time: now(), limits: limits, tokenURL: "https://portal/oauth2/token"), skew: .zero)
    }

    func prepare(knowing discovery: Discovery) async throws(PortalFailure) {
        if let failure = with({ $0.preparing }) { throw failure }
    }

    func sync(
        _ request: SyncExchangeRequest, onSent: @escaping @Sendable () -> Void
    ) async throws(PortalFailure) -> SyncExchangeResult {
        if case .fails(.cut)? = with({ $0.syncFaults.first }) { onSent() }
        return try await sync(request)
    }

    func sync(_ request: SyncExchangeRequest) async throws(PortalFailure) -> SyncExchangeResult {
        let fault = with { $0.syncFaults.isEmpty ? nil : $0.syncFaults.removeFirst() }
        if case .fails(let failure)? = fault {
            note(request)
            throw failure
        }
        if case .hangs? = fault {
            note(request)
            hanging.yield()
            try? await Forever.wait()
            throw .cancelled
        }
        if let failure = note(request) { throw failure }
        let time = now()
        var lines: [SyncAnswerLine] = with { $0.verdicts(request, fault, at: time) }.map { .verdict($0) }
        if case .answerLost? = fault { throw .cut }
        switch fault {
        case .cut(let count)?:
            return SyncExchangeResult(
                lines: [.header(time: time, portal: "")] + lines.prefix(count), failure: .cut, bytesSent: 10, bytesReceived: 10)
        case .noVerdicts?: lines = []
        case .firstMissing?: lines = Array(lines.dropFirst())
        case .duplicated?: lines += lines
        case .wrongDigest?: lines = lines.map { Self.changed($0) { $0.digest = String(repeating: "0", count: 64) } }
        case .foreignOperation?: lines = lines.map { Self.changed($0) { $0.op = "019fffff-0000-7000-8000-000000000001" } }
        default: break
        }
        let (news, end) = with { $0.news(since: request.cursor, limit: request.maxChanges) }
        return SyncExchangeResult(
            lines: [.header(time: time, portal: "Cổng mẫu")] + lines + news, end: end, bytesSent: 10, bytesReceived: 10)
    }

    private static func changed(_ line: SyncAnswerLine, _ change: (inout Verdict) -> Void) -> SyncAnswerLine {
        guard case .verdict(var verdict) = line else { return line }
        change(&verdict)
        return .verdict(verdict)
    }

    @discardableResult
    private func note(_ request: SyncExchangeRequest) -> PortalFailure? {
        with { portal in
            let operations = request.lines.compactMap { line in (try? SyncProtocol.Operation(line: line)).map { ($0.id, line) } }
            portal.exchanges.append(operations.map(\.0))
            for (id, line) in operations { portal.seen[id, default: []].insert(line) }
            return operations.compactMap { portal.poison[$0.0] }.first
        }
    }

    func createUpload(
        _ file: UploadDescription, firstBytes: FileSlice?, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> UploadState {
        let fault = fileFault("create", file.sha256)
        if case .fails(let failure)? = fault { throw failure }
        if case .hangs? = fault {
            hanging.yield()
            try? await Forever.wait()
            throw .portal(.cancelled)
        }
        if let failure = with({ $0.failsFile[file.sha256] }) { throw failure }
        let url: String = with { portal in
            portal.creations += 1
            let url = "/files/\(portal.creations)"
            portal.uploads[url] = Upload(description: file, isBorn: portal.files.contains(file.sha256))
            return url
        }
        if let slice = firstBytes { try take(slice, url, fault) }
        if let fault { throw Self.broken(fault) }
        return try status(url)
    }

    func uploadState(_ url: String) async throws(UploadFailure) -> UploadState {
        let fault = fileFault("head", url)
        if case .fails(let failure)? = fault { throw failure }
        if let fault { throw Self.broken(fault) }
        return try status(url)
    }

    func append(
        to url: String, offset: Int64, slice: FileSlice, onProgress: (@Sendable (Int64) -> Void)?
    ) async throws(UploadFailure) -> Int64 {
        let fault = fileFault("append", url)
        if case .fails(let failure)? = fault { throw failure }
        guard try status(url).offset == offset, slice.offset == offset else { throw .conflict }
        try take(slice, url, fault)
        if let fault { throw Self.broken(fault) }
        return try status(url).offset
    }

    private func fileFault(_ call: String, _ what: String) -> FileFault? {
        with { portal in
            portal.fileCalls.append("\(call) \(what)")
            if call != "create", let fault = portal.faultAfterCreation {
                portal.faultAfterCreation = nil
                return fault
            }
            return portal.fileFaults.isEmpty ? nil : portal.fileFaults.removeFirst()
        }
    }

    private static func broken(_ fault: FileFault) -> UploadFailure {
        if case .fails(let failure) = fault { failure } else { .portal(.cut) }
    }

    private func status(_ url: String) throws(UploadFailure) -> UploadState {
        guard let upload = with({ $0.uploads[url] }) else { throw .gone }
        let length = upload.description.storedSize
        return UploadState(url: url, offset: upload.isBorn ? length : Int64(upload.bytes.count), length: length)
    }

    private func take(_ slice: FileSlice, _ url: String, _ fault: FileFault?) throws(UploadFailure) {
        guard let handle = FileHandle(forReadingAtPath: slice.path) else { throw .local(detail: "no file") }
        defer { try? handle.close() }
        var length = Int(slice.length)
        if case .cutInTheMiddle? = fault { length /= 2 }
        try? handle.seek(toOffset: UInt64(slice.offset))
        let bytes = [UInt8]((try? handle.read(upToCount: length)) ?? Data())
        let isWrong: Bool = with { portal in
            guard var upload = portal.uploads[url], !upload.isBorn else { return false }
            upload.bytes += bytes
            portal.bytesTaken += Int64(bytes.count)
            portal.uploads[url] = upload
            guard Int64(upload.bytes.count) == upload.description.storedSize else { return false }
            guard Digest.sha256(upload.bytes) == upload.description.sha256 else {
                portal.uploads[url] = nil
                return true
            }
            portal.files.insert(upload.description.sha256)
            return false
        }
        with(\.onBytes)?()
        if isWrong { throw .digestMismatch(Problem(.fileDigestMismatch)) }
    }

    func resultPart(_ sha256: String, offset: Int64, length: Int64) async throws(PortalFailure) -> ResultPart {
        let failure = with {
            $0.resultCalls += 1
            return $0.failsResults
        }
        if let failure { throw failure }
        return .missing
    }
    func knockWhileSilent(onBack: @escaping @Sendable () async -> Void) async {
        if with(\.answersKnocks) { await onBack() }
    }

    func catalogue(etag: String?) async throws(PortalFailure) -> CatalogueFetch { .notModified }
    func enrol(code: String, name: String?, unit: String?, key: KioskKey) async throws(PortalFailure) -> EnrolmentAnswer {
        throw .noLink(detail: "not modelled")
    }
    func close() async {}
}

extension ModelPortal.State {
    mutating func put(_ subject: SubjectID, _ held: ModelPortal.Held, told: Bool) {
        revisions += 1
        var held = held
        held.revision = "r\(revisions)"
        subjects[subject] = held
        states.append((subject, held.state))
        if told { changes.append(Change(kind: held.kind, subject: subject, revision: held.revision, state: held.state)) }
    }

    mutating func news(since cursor: String?, limit: Int) -> ([SyncAnswerLine], SyncExchangeResult.End) {
        if saysMore { return ([], SyncExchangeResult.End(cursor: "page \(exchanges.count)", more: true)) }
        let start = cursor.flatMap { Int($0) } ?? 0
        guard start >= oldestCursor || cursor == nil else {
            let all = subjects.sorted { $0.key < $1.key }.map { id, held in
                SyncAnswerLine.change(Change(kind: held.kind, subject: id, revision: held.revision, state: held.state))
            }
            return ([.resync] + all, SyncExchangeResult.End(cursor: "\(changes.count)", more: false))
        }
        let page = changes.dropFirst(start).prefix(limit)
        let end = start + page.count
        return (page.map { .change($0) }, SyncExchangeResult.End(cursor: "\(end)", more: end < changes.count))
    }

    mutating func verdicts(_ request: SyncExchangeRequest, _ fault: ModelPortal.SyncFault?, at time: Timestamp) -> [Verdict] {
        request.lines.map { line in
            let digest = Digest.sha256(line)
            guard let operation = try? SyncProtocol.Operation(line: line) else {
                return Verdict(op: nil, digest: digest, outcome: .rejected(Problem(.malformedLine)))
            }
            if let kept = verdicts[operation.id] {
                guard kept.digest == digest else {
                    return Verdict(op: operation.id, digest: digest, outcome: .rejected(Problem(.operationReused)))
                }
                return kept.verdict
            }
            var outcome: Verdict.Outcome
            if case .answers(let answer)? = fault { outcome = answer(operation) } else { outcome = judge(operation, at: time) }
            if case .applied(var receipt, let missing) = outcome {
                serial += 1
                receipt.serial = serial
                outcome = .applied(receipt, missing: missing)
                applied[operation.id, default: 0] += 1
            }
            let verdict = Verdict(op: operation.id, digest: digest, outcome: outcome)
            if case .later = outcome {} else { verdicts[operation.id] = (digest, verdict) }
            return verdict
        }
    }

    private mutating func judge(_ operation: SyncProtocol.Operation, at time: Timestamp) -> Verdict.Outcome {
        for parent in operation.after {
            switch verdicts[parent]?.verdict.outcome {
            case .applied?: continue
            case .conflict?, .rejected?: return .later(Problem(.afterNever), retryAfterSeconds: nil)
            default: return .later(Problem(.afterNotApplied), retryAfterSeconds: nil)
            }
        }
        func receipt(_ revision: Revision?) -> Receipt { Receipt(revision: revision, receivedAt: time, serial: 0) }
        let held = subjects[operation.subject]
        switch operation.type {
        case "account.put", "dossier.put":
            let kind: SubjectKind = operation.type == "account.put" ? .account : .dossier
            if let held, held.revision != operation.base {
                return .conflict(
                    held.state["code"] == nil ? .stale : .closed, revision: held.revision, theirs: held.state, subject: nil)
            }
            if held == nil, operation.base != nil { return .conflict(.deleted, revision: nil, theirs: nil, subject: nil) }
            if held == nil, kind == .account, let identity = operation.body["identity"],
                let other = subjects.first(where: { $0.value.state["identity"] == identity })
            {
                var theirs = other.value.state
                if isLimited { theirs = theirs.filter { operation.body[$0.key] == $0.value } }
                return .conflict(.identityTaken, revision: other.value.revision, theirs: theirs, subject: other.key)
            }
            if kind == .dossier, let owner = operation.body["owner"]?.stringValue, subjects[owner] == nil {
                return .rejected(Problem(.unknownSubject, field: "/owner"))
            }
            let portal = PortalMembers.of(kind)
            var state = operation.body.filter { !portal.contains($0.key) }
            state.merge((held?.state ?? [:]).filter { portal.contains($0.key) }) { _, kept in kept }
            put(operation.subject, ModelPortal.Held(kind: kind, state: state, revision: ""), told: false)
            var missing: [String]?
            if kind == .dossier {
                missing = (state["components"]?.arrayValue ?? []).flatMap { $0["files"]?.arrayValue ?? [] }
                    .compactMap { $0["sha256"]?.stringValue }.filter { !files.contains($0) }
            }
            return .applied(receipt(subjects[operation.subject]?.revision), missing: missing)
        default:
            guard held != nil else { return .rejected(Problem(.unknownSubject)) }
            return .applied(receipt(held?.revision), missing: nil)
        }
    }
}
