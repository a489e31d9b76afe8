import DurableFiles
package import GRDB
package import SyncProtocol

/// Uploads from their creation to the file they become.
///
/// An upload's offset is what its row says; the row is written after the bytes were made durable, and the answer is
/// given after that. Bytes beyond the row's offset came before this process (or its predecessor) could say so: they are
/// made durable and adopted, see `reconcile`, so that what has come over a weak link is not asked for again.
package struct UploadStore: Sendable {
    /// Called in the transaction in which a unit's file became whole.
    package typealias Arrival = @Sendable (_ unit: String, _ sha256: String, _ now: Timestamp, Database) throws -> Void

    let store: PortalStore
    let folders: FileFolders
    package let limits: FileLimits
    let locks = UploadLocks()
    let now: @Sendable () -> Timestamp
    let arrival: Arrival

    package init(
        store: PortalStore, folders: FileFolders, limits: FileLimits, now: @escaping @Sendable () -> Timestamp,
        arrival: @escaping Arrival
    ) {
        self.store = store
        self.folders = folders
        self.limits = limits
        self.now = now
        self.arrival = arrival
    }

    /// Begins an upload. For a digest that the unit has it is born complete.
    func create(unit: String, kiosk: String, length: Int64, metadata: UploadMetadata) async throws -> Upload {
        guard length <= limits.maxFileBytes, metadata.size ?? 0 <= limits.maxFileBytes else {
            throw Problem(.fileTooLarge, status: 413, detail: "max_file_bytes is \(limits.maxFileBytes)")
        }
        if let type = metadata.filetype, !limits.accepts(type) {
            throw Problem(.fileType, status: 415, detail: "the declared filetype is not accepted here")
        }
        let created = now()
        let fresh = Upload(
            id: Self.newID(), unit: unit, kiosk: kiosk, length: length, metadata: metadata, createdAt: created,
            expiresAt: created + limits.uploadLifetime)
        let upload = try await store.write { database in
            var upload = fresh
            if let sha256 = metadata.sha256, try StoredFile.find(unit: unit, sha256: sha256, database) != nil {
                upload.offset = length
                upload.isComplete = true
            }
            try upload.insert(database)
            return upload
        }
        try await sweep(limit: 20)
        return upload
    }

    /// The upload `id` of `unit`. Throws 404 for one that is not, or not this unit's, and 410 for one whose time is over.
    func find(_ id: String, unit: String) async throws -> Upload {
        guard let upload = try await store.read({ try Upload.find(id, $0) }), upload.unit == unit else {
            throw Problem(.uploadGone, status: 404, detail: "no such upload")
        }
        guard upload.expiresAt > now() else { throw Problem(.uploadGone, status: 410, detail: "the upload has expired") }
        return upload
    }

    /// The upload as `HEAD` tells it: with all bytes that are on disk, unless a request is adding to them.
    func state(_ id: String, unit: String) async throws -> Upload {
        let upload = try await find(id, unit: unit)
        guard !upload.isComplete, let hold = await holdSoon(id) else { return upload }
        defer { locks.release(hold) }
        return try await settled(find(id, unit: unit))
    }

    /// Ends an upload; its bytes go. A file that it has become stays: it may be in dossiers.
    func remove(_ id: String, unit: String) async throws {
        _ = try await find(id, unit: unit)
        guard let hold = hold(id) else { throw Self.locked }
        defer { locks.release(hold) }
        try await discard(id)
    }

    func hold(_ id: String) -> UploadHold? {
        locks.tryHold(id, now: ContinuousClock.now, yieldTimeout: limits.yieldTimeout)
    }

    /// The same, after a moment for a holder whose connection is silent: whoever comes back over a new one is to be told
    /// of every byte that came over the old one, not to send them again.
    func holdSoon(_ id: String) async -> UploadHold? {
        if let hold = hold(id) { return hold }
        guard let leaving = locks.leaving(id) else { return nil }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await leaving.untilReleased() }
            // Cancellation is the other end of this wait.
            group.addTask { try? await ContinuousClock().sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
        return hold(id)
    }

    static let locked = Problem(
        .uploadLocked, status: 423, detail: "another request writes to this upload", retryAfter: 1)

    /// The row first: bytes without a row are swept up at the next start.
    func discard(_ id: String) async throws {
        try await store.write { try Upload.delete(id, $0) }
        let folders = folders
        try await FileWork.run {
            try folders.uploads.remove(folders.part(id))
            try folders.uploads.remove(folders.chunk(id))
        }
    }

    /// 128 random bits: an id cannot be guessed.
    private static func newID() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max, using: &random), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
