import DurableFiles
import Hummingbird
import NIOCore
import ServiceLifecycle
import SyncProtocol

/// One chunk on its way in.
struct IncomingChunk: Sendable {
    /// Where the client believes that the upload stands.
    var offset: Int64
    /// `Content-Length`; nothing for a chunked body.
    var length: Int64?
    var checksum: UploadChecksum?
    var body: RequestBody
}

extension UploadStore {
    /// Adds a chunk. Every byte that arrives is kept, also of a chunk that is cut, but for one with a checksum, which
    /// counts whole or not at all.
    func append(_ chunk: IncomingChunk, to id: String, unit: String) async throws -> Upload {
        _ = try await find(id, unit: unit)
        guard let hold = await holdSoon(id) else { throw Self.locked }
        defer { locks.release(hold) }
        let upload = try await settled(find(id, unit: unit))
        guard chunk.offset == upload.offset else {
            throw Problem(.offsetMismatch, status: 409, detail: "the upload is at \(upload.offset)")
        }
        guard !upload.isComplete else {
            guard chunk.length ?? 0 == 0 else { throw Self.excess }
            return upload
        }
        guard chunk.length ?? 0 <= upload.length - upload.offset else { throw Self.excess }
        let reception = try await receive(chunk, upload, hold)
        let saved = reception.count == upload.offset ? upload : try await save(upload, offset: reception.count)
        switch reception.ending {
        case .whole: return try await settled(saved)
        case .cut: throw Problem(.malformedRequest, status: 400, detail: "the body was cut; what came is kept")
        case .wrongChecksum: throw Problem(.checksumMismatch, status: 460, detail: "the chunk is dropped")
        case .excess: throw Self.excess
        case .disk(let error): throw error
        }
    }

    /// Takes the body in until it ends, stalls, or somebody else wants the upload.
    private func receive(_ chunk: IncomingChunk, _ upload: Upload, _ hold: UploadHold) async throws -> Reception {
        let reception = ChunkReception(store: self, chunk: chunk, upload: upload, hold: hold)
        return try await withThrowingTaskGroup(of: Reception?.self) { group in
            group.addTask { try await reception.run() }
            group.addTask {
                await hold.untilWanted()
                return nil
            }
            group.addTask { [limits] in
                await hold.untilStalled(limits.stallTimeout, clock: ContinuousClock())
                return nil
            }
            group.addTask {
                // The portal is to stop: a slow body must not hold it up, and loses nothing by coming in two parts.
                do { try await gracefulShutdown() } catch is CancellationError {}
                return nil
            }
            while let ended = try await group.next() {
                // Cancelling ends the reading of the body; its task then still makes durable what came.
                group.cancelAll()
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    private static let excess = Problem(
        .fileTooLarge, status: 413, detail: "more bytes than Upload-Length leaves room for")
}

/// How the taking in of a chunk ended.
struct Reception: Sendable {
    enum Ending: Sendable {
        case whole, cut, wrongChecksum, excess
        /// The disk refused; what came before is kept.
        case disk(DurableFileError)
    }

    /// Durable bytes of the upload.
    var count: Int64
    var ending: Ending
}

/// Writes one body to disk as it comes, in bounded memory.
private struct ChunkReception: Sendable {
    let store: UploadStore
    let chunk: IncomingChunk
    let upload: Upload
    let hold: UploadHold

    /// So many bytes are at most lost when the machine loses its power in the middle of a chunk.
    private static let syncInterval: Int64 = 4 << 20
    private static let pieceSize = 64 * 1024

    func run() async throws -> Reception {
        if let checksum = chunk.checksum { return try await runChecked(checksum) }
        let folders = store.folders
        var part = try GrowingFile(folders.part(upload.id), in: folders.uploads, creates: true)
        // The row is the truth; `settled` has adopted what was beyond it.
        try part.truncate(to: upload.offset)
        var synced = part.count
        var ending = Reception.Ending.whole
        do {
            for try await buffer in chunk.body {
                hold.noteProgress(ContinuousClock.now)
                guard part.count + Int64(buffer.readableBytes) <= upload.length else {
                    try part.truncate(to: upload.offset)
                    ending = .excess
                    break
                }
                try part.append(buffer.readableBytesUInt8Span)
                if part.count - synced >= Self.syncInterval {
                    try part.sync()
                    synced = part.count
                    _ = try await store.save(upload, offset: synced)
                }
            }
        } catch let error as DurableFileError {
            ending = .disk(error)
        } catch {
            // The connection broke, or this request was told to let go.
            ending = .cut
        }
        if case .whole = ending, isShort(part.count - upload.offset) { ending = .cut }
        try part.sync()
        return Reception(count: part.count, ending: ending)
    }

    /// A body that ended without an error may still have been cut.
    private func isShort(_ count: Int64) -> Bool {
        Task.isCancelled || chunk.length.map { count < $0 } ?? false
    }

    /// The chunk is put aside until it is known to be right: nothing of a wrong one ever touches the upload.
    private func runChecked(_ checksum: UploadChecksum) async throws -> Reception {
        let folders = store.folders
        let name = folders.chunk(upload.id)
        var aside = try GrowingFile(name, in: folders.uploads, creates: true)
        try aside.truncate(to: 0)
        var hasher = UploadChecksum.Hasher(checksum.algorithm)
        var ending = Reception.Ending.whole
        do {
            for try await buffer in chunk.body {
                hold.noteProgress(ContinuousClock.now)
                guard upload.offset + aside.count + Int64(buffer.readableBytes) <= upload.length else {
                    ending = .excess
                    break
                }
                hasher.update(Array(buffer.readableBytesView))
                try aside.append(buffer.readableBytesUInt8Span)
            }
        } catch let error as DurableFileError {
            ending = .disk(error)
        } catch {
            ending = .cut
        }
        if case .whole = ending {
            if isShort(aside.count) {
                ending = .cut
            } else if hasher.finish() != checksum.digest {
                ending = .wrongChecksum
            }
        }
        var count = upload.offset
        if case .whole = ending { count = try adopt(aside) }
        try folders.uploads.remove(name)
        return Reception(count: count, ending: ending)
    }

    /// Adds the right chunk to the upload.
    private func adopt(_ aside: borrowing GrowingFile) throws -> Int64 {
        var part = try GrowingFile(store.folders.part(upload.id), in: store.folders.uploads, creates: true)
        try part.truncate(to: upload.offset)
        var offset: Int64 = 0
        while offset < aside.count {
            let bytes = try aside.read(at: offset, atMost: Self.pieceSize)
            guard !bytes.isEmpty else { throw DurableFileError(.missing, .read, path: "a chunk's end") }
            try part.append(bytes.span)
            offset += Int64(bytes.count)
        }
        try part.sync()
        return part.count
    }
}
