import Foundation
import Outbox
import SyncProtocol

/// A folder that is gone after `body`.
func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.path + "/outbox-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

/// A fresh store that is closed and gone after `body`.
func withOutbox<T>(_ body: (Outbox) async throws -> T) async throws -> T {
    try await withFolder { folder in
        let outbox = try await Outbox.open(folder: folder + "/home", now: .start)
        do {
            let value = try await body(outbox)
            await outbox.close()
            return value
        } catch {
            await outbox.close()
            throw error
        }
    }
}

extension Timestamp {
    static let start = Timestamp("2026-11-24T01:00:00Z") ?? Timestamp(milliseconds: 0)
}

/// Numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A readable UUIDv7.
func id(_ number: Int) -> String {
    let tail = String(number, radix: 16)
    return "019abcde-0000-7000-8000-" + String(repeating: "0", count: 12 - tail.count) + tail
}

func account(_ number: Int, name: String = "Nguyễn Văn An") -> Subject {
    Subject(
        id: id(number), kind: .account,
        state: [
            "kind": "citizen", "full_name": .string(name),
            "identity": ["kind": "cccd", "number": .string("0622" + String(10_000_000 + number))],
        ], now: .start)
}

func dossier(_ number: Int, owner: Int, files: [(sha256: String, name: String)] = [], draft: Bool = false) -> Subject {
    var state: JSONObject = ["procedure": "1.001", "owner": .string(id(owner)), "submitter": .string(id(owner))]
    state["components"] = components(files)
    return Subject(id: id(number), kind: .dossier, state: state, isDraft: draft, now: .start)
}

func components(_ files: [(sha256: String, name: String)]) -> JSONValue {
    [["code": "A", "files": .array(files.map { ["sha256": .string($0.sha256), "name": .string($0.name)] })]]
}

func put(_ number: Int, of subject: Subject, needs: [Int] = [], madeAt: Timestamp = .start) -> NewOperation {
    NewOperation(
        id: id(number), type: subject.kind == .account ? .accountPut : .dossierPut, subject: subject.id,
        needs: needs.map(id), officer: nil, madeAt: madeAt)
}

func submit(_ number: Int, of dossier: Int) -> NewOperation {
    NewOperation(
        id: id(number), type: .dossierSubmit, subject: id(dossier), body: ["files": 0], officer: nil, madeAt: .start)
}

func paper(_ sha256: String, size: Int64 = 100) -> StoredFile {
    StoredFile(
        sha256: sha256, size: size, storedSize: size, encoding: "identity", mediaType: "application/pdf", recordedAt: .start)
}

let receipt = Receipt(revision: "r1", receivedAt: .start, serial: 1)
let roomy = ClaimLimits(maxOperations: 500, maxBytes: 1 << 20)

extension Outbox {
    /// An account, its dossier and the submission, all queued: operations 101, 102 and 103 on subjects 1 and 2.
    func recordDossier(files: [(sha256: String, name: String)] = []) async throws {
        try await write { store in
            try store.insert(account(1))
            try store.enqueue(put(101, of: account(1)))
            try store.insert(dossier(2, owner: 1, files: files))
            try store.enqueue(put(102, of: dossier(2, owner: 1), needs: [1]))
            try store.enqueue(submit(103, of: 2))
        }
    }

    func claimAll(_ limits: ClaimLimits = roomy, now: Timestamp = .start) async throws
        -> [QueuedOperation]
    {
        try await write { try $0.claim(limits, now: now) }
    }

    func state(_ number: Int) async throws -> OperationState? {
        try await read { try $0.operation(id(number))?.state }
    }
}

extension OutboxTransaction {
    /// Whether an operation or a file could be claimed now.
    func hasDue(now: Timestamp) throws -> Bool { try hasDueOperations(now: now) || hasDueFiles(now: now) }
}

extension Timestamp {
    /// When no back-off lasts any more.
    static let muchLater = Timestamp.start + .seconds(1 << 30)
}
