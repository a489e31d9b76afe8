import DurableFiles
import Gzip

extension Spool {
    /// Bytes that decide how a paper is kept.
    static let sampleSize = 64 * 1024

    /// Takes a paper in: reads `next` until it gives no bytes, and returns once the paper is safely on disk, whatever
    /// happens to the machine then. Memory does not grow with the paper.
    ///
    /// - Parameters:
    ///   - limitBytes: the largest paper, in bytes of its own.
    ///   - minSavingPercent: what gzip must save for the paper to be kept compressed.
    /// - Throws: `SpoolError`, or what `next` throws; nothing is left behind then.
    package func take(
        limitBytes: Int64, minSavingPercent: Int, next: @Sendable () async throws -> [UInt8]
    ) async throws -> SpooledFile {
        do {
            return try await takeIn(limitBytes: limitBytes, minSavingPercent: minSavingPercent, next: next)
        } catch let error as DurableFileError {
            throw SpoolError(error)
        }
    }

    private func takeIn(
        limitBytes: Int64, minSavingPercent: Int, next: @Sendable () async throws -> [UInt8]
    ) async throws -> SpooledFile {
        var head: [UInt8] = []
        var isAtEnd = false
        while head.count < Self.sampleSize, !isAtEnd {
            let bytes = try await next()
            isAtEnd = bytes.isEmpty
            head += bytes
            guard Int64(head.count) <= limitBytes else { throw SpoolError.tooLarge(limitBytes: limitBytes) }
        }
        guard !head.isEmpty else { throw SpoolError.empty }

        let sample = Array(head.prefix(Self.sampleSize))
        let level = try Self.level(for: sample, minSavingPercent: minSavingPercent)
        var writer = try SpoolWriter(in: incoming, level: level)
        try writer.write(head)
        var tail = Array(head.suffix(Self.sampleSize))
        while !isAtEnd {
            let bytes = try await next()
            isAtEnd = bytes.isEmpty
            guard writer.size + Int64(bytes.count) <= limitBytes else { throw SpoolError.tooLarge(limitBytes: limitBytes) }
            try writer.write(bytes)
            tail = Array((tail + bytes).suffix(Self.sampleSize))
        }
        let size = writer.size
        let (sha256, storedSize) = try writer.finish()
        var paper = SpooledFile(
            sha256: sha256, size: size, storedSize: storedSize, encoding: level == nil ? "identity" : "gzip",
            mediaType: MediaType.sniff(head: sample, tail: tail), alreadyKept: false)
        if let kept = try soundCopy(of: paper) { return kept }

        let shard = try DurableFolder.create(shard(of: sha256).path, watch: watch)
        if level != nil && !Self.saves(minSavingPercent, storedSize, of: size) {
            // The sample promised more than the whole kept.
            paper.encoding = "identity"
            paper.storedSize = size
            try unpack(writer.temporaryPath, as: paper, in: shard)
        } else {
            // The name leads from `incoming` to the shard: a paper cannot be in its own folder before its digest is known.
            try writer.commit(as: "../\(sha256.prefix(2))/\(Self.name(of: sha256, encoding: paper.encoding))")
        }
        try shard.sync()
        return paper
    }

    /// The level of gzip that is worth its time for bytes like these; `nil`: none is.
    private static func level(for sample: [UInt8], minSavingPercent: Int) throws -> Int? {
        guard !MediaType.cannotShrink(MediaType.sniff(head: sample, tail: [])) else { return nil }
        let smallest = try Gzip.compress(sample, level: 9).count
        guard saves(minSavingPercent, Int64(smallest), of: Int64(sample.count)) else { return nil }
        for level in [1, 6] where try Gzip.compress(sample, level: level).count * 100 <= smallest * 102 { return level }
        return 9
    }

    private static func saves(_ percent: Int, _ stored: Int64, of size: Int64) -> Bool {
        stored < size && (size - stored) * 100 >= size * Int64(max(0, percent))
    }

    /// The same paper as it is kept already; `nil` when it is not, or its copy is damaged and must be written anew.
    private func soundCopy(of paper: SpooledFile) throws -> SpooledFile? {
        for encoding in ["gzip", "identity"] {
            guard let storedSize = storedSize(paper.sha256, encoding: encoding) else { continue }
            let folder = shard(of: paper.sha256)
            guard try check(paper.sha256, encoding: encoding) else {
                try folder.remove(Self.name(of: paper.sha256, encoding: encoding))
                continue
            }
            // The call that wrote it may have ended before it made the name durable.
            try folder.sync()
            var kept = paper
            kept.storedSize = storedSize
            kept.encoding = encoding
            kept.alreadyKept = true
            return kept
        }
        return nil
    }

    /// Writes the paper of a compressed file as it is.
    private func unpack(_ path: String, as paper: SpooledFile, in shard: DurableFolder) throws {
        var file = try DurableFile(in: shard)
        do {
            try Self.read(path, isGzip: true) { try file.write($0) }
        } catch let error as IncomingFileError {
            throw SpoolError(error)
        }
        try file.commit(as: Self.name(of: paper.sha256, encoding: paper.encoding))
    }
}
