import Crypto
import DurableFiles
import Gzip
import SyncProtocol

/// Turns the bytes of a whole upload into the file that they carry: streaming, never past the declared size, checked,
/// durable under its digest (protocol.md, section 7).
struct FileDecoding: Sendable {
    let folders: FileFolders
    let limits: FileLimits

    private static let pieceSize = 64 * 1024

    /// Decodes `upload`, whose bytes are all there. The file is durable when this returns.
    /// - Throws: a `Problem` with 422 (not the file that was declared), 415 (a type that is not accepted) or 413 (too
    ///   large when decoded), after which the upload is of no use; and what the disk says.
    func decode(_ upload: Upload) throws -> StoredFile {
        let folder = try folders.files(of: upload.unit)
        let part = try GrowingFile(folders.part(upload.id), in: folders.uploads, creates: upload.length == 0)
        var file = try DurableFile(in: folder)
        var seen = Seen()
        let most = min(upload.metadata.size ?? limits.maxFileBytes, limits.maxFileBytes)
        do {
            switch upload.metadata.encoding {
            case .identity: try copy(part, upload.length, to: &file, most: most, &seen)
            case .gzip: try inflate(part, upload.length, to: &file, most: most, &seen)
            }
        } catch let error as GzipError {
            throw Self.problem(of: error, declared: upload.metadata.size)
        }
        let digest = Digest.hexadecimal(seen.hash.finalize())
        guard upload.metadata.size.map({ $0 == file.count }) ?? true else {
            throw Self.mismatch("the file has not the declared size")
        }
        guard upload.metadata.sha256.map({ $0 == digest }) ?? true else {
            throw Self.mismatch("the file has not the declared sha256")
        }
        let kind = FileKind.recognise(seen.head)
        guard FileKind.isAccepted(kind, declared: upload.metadata.filetype, limits: limits) else {
            throw Problem(.fileType, status: 415, detail: "the content is \(kind ?? "unknown")")
        }
        let size = file.count
        try file.commit(as: digest)
        return StoredFile(
            unit: upload.unit, sha256: digest, size: size,
            mediaType: kind ?? upload.metadata.filetype ?? "application/octet-stream")
    }

    /// What was learnt of the plain bytes on their way.
    private struct Seen {
        var hash = SHA256()
        var head: [UInt8] = []

        mutating func take(_ bytes: [UInt8]) {
            hash.update(data: bytes)
            if head.count < FileKind.sampleSize { head += bytes.prefix(FileKind.sampleSize - head.count) }
        }
    }

    private func copy(
        _ part: borrowing GrowingFile, _ length: Int64, to file: inout DurableFile, most: Int64, _ seen: inout Seen
    ) throws {
        // Identity bytes are as many as the upload; a wrong declaration is a mismatch and need not be copied to be seen.
        guard length <= most else { throw GzipError.tooLarge(limit: Int(most)) }
        try Self.pieces(of: part, length) { bytes in
            seen.take(bytes)
            try file.write(bytes)
        }
    }

    private func inflate(
        _ part: borrowing GrowingFile, _ length: Int64, to file: inout DurableFile, most: Int64, _ seen: inout Seen
    ) throws {
        var inflater = try Inflater(limit: Int(most))
        try Self.pieces(of: part, length) { bytes in
            try inflater.write(bytes.span) { plain in
                var copy: [UInt8] = []
                copy.reserveCapacity(plain.count)
                for index in plain.indices { copy.append(plain[index]) }
                seen.take(copy)
                try file.write(plain)
            }
        }
        try inflater.finish()
    }

    private static func pieces(
        of part: borrowing GrowingFile, _ length: Int64, _ body: ([UInt8]) throws -> Void
    ) throws {
        var offset: Int64 = 0
        while offset < length {
            let bytes = try part.read(at: offset, atMost: Int(min(Int64(pieceSize), length - offset)))
            guard !bytes.isEmpty else { throw DurableFileError(.missing, .read, path: "an upload's end") }
            offset += Int64(bytes.count)
            try body(bytes)
        }
    }

    private static func problem(of error: GzipError, declared: Int64?) -> any Error {
        switch error {
        case .tooLarge where declared == nil:
            Problem(.fileTooLarge, status: 413, detail: "larger than max_file_bytes when decoded")
        case .outOfMemory: error
        default: mismatch("the content is not as declared: \(error)")
        }
    }

    private static func mismatch(_ detail: String) -> Problem {
        Problem(.fileDigestMismatch, status: 422, detail: detail)
    }
}
