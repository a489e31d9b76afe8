import DurableFiles
import SyncProtocol

/// Bringing row, bytes and file together. The caller holds the upload.
extension UploadStore {
    /// The upload with the offset that its bytes have, and finished when they are all there.
    func settled(_ upload: Upload) async throws -> Upload {
        guard !upload.isComplete else { return upload }
        let reconciled = try await reconcile(upload)
        return reconciled.offset == reconciled.length ? try await finish(reconciled) : reconciled
    }

    /// Adopts bytes that came before a crash, once they are durable, and gives up those that are no longer there.
    private func reconcile(_ upload: Upload) async throws -> Upload {
        let folders = folders
        let onDisk = try await FileWork.run {
            guard folders.uploads.contains(folders.part(upload.id)) else { return Int64(0) }
            var part = try GrowingFile(folders.part(upload.id), in: folders.uploads, creates: false)
            try part.truncate(to: upload.length)
            if part.count > upload.offset { try part.sync() }
            return part.count
        }
        guard onDisk != upload.offset else { return upload }
        return try await save(upload, offset: onDisk)
    }

    /// Writes the offset of bytes that are durable, and gives the upload more time.
    func save(_ upload: Upload, offset: Int64) async throws -> Upload {
        var upload = upload
        upload.offset = offset
        upload.expiresAt = now() + limits.uploadLifetime
        let saved = upload
        try await store.write { try saved.saveProgress($0) }
        return saved
    }

    /// Makes the file out of an upload whose bytes are all there. When that cannot be, the upload is gone.
    private func finish(_ upload: Upload) async throws -> Upload {
        let decoding = FileDecoding(folders: folders, limits: limits)
        let file: StoredFile
        do {
            file = try await FileWork.run { try decoding.decode(upload) }
        } catch let problem as Problem {
            try await discard(upload.id)
            throw problem
        }
        var complete = upload
        complete.isComplete = true
        let (saved, moment, arrival) = (complete, now(), arrival)
        try await store.write { database in
            try file.insert(now: moment, database)
            try saved.saveProgress(database)
            try arrival(file.unit, file.sha256, moment, database)
        }
        let folders = folders
        try await FileWork.run { try folders.uploads.remove(folders.part(upload.id)) }
        return saved
    }
}
