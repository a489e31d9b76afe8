/// What the spool made of a paper.
package struct SpooledFile: Sendable, Hashable {
    /// Of the paper itself.
    package var sha256: String
    /// Bytes of the paper itself.
    package var size: Int64
    /// Bytes as kept and sent.
    package var storedSize: Int64
    /// `gzip` or `identity`
    package var encoding: String
    /// By its content, not by its name.
    package var mediaType: String
    /// The same paper was kept already; nothing was written.
    package var alreadyKept: Bool
    package init(
        sha256: String, size: Int64, storedSize: Int64, encoding: String, mediaType: String, alreadyKept: Bool
    ) {
        self.sha256 = sha256
        self.size = size
        self.storedSize = storedSize
        self.encoding = encoding
        self.mediaType = mediaType
        self.alreadyKept = alreadyKept
    }
}

/// Why a paper was not taken in. Nothing of it is left behind.
package enum SpoolError: Error, Sendable, Hashable {
    case tooLarge(limitBytes: Int64)
    case empty
    case diskFull
    case readOnly
    case notAllowed
    /// An operation on the file failed with this `errno`.
    case failed(errno: Int32)
}

/// The folder of papers, each under the digest of its bytes: `HOME/spool/xx/<sha256>` (architecture.md, section 3).
package struct Spool: Sendable {
    /// `HOME/spool`
    package let folder: String
    package init(folder: String) { self.folder = folder }

    /// Takes a paper in: reads `next` until it gives no bytes, and returns once the paper is safely on disk. Throws
    /// `SpoolError`, or what `next` throws.
    package func take(
        limitBytes: Int64, minSavingPercent: Int, next: () async throws -> [UInt8]
    ) async throws -> SpooledFile { throw SpoolError.empty }

    /// Where the paper's stored bytes are.
    package func path(of sha256: String, encoding: String) -> String { "" }
    /// Whether the paper is there with that many stored bytes.
    package func isKept(_ sha256: String, encoding: String, storedSize: Int64) -> Bool { false }
    /// Reads the paper again and compares its digest. Throws `SpoolError` when it cannot be read at all.
    package func check(_ sha256: String, encoding: String) throws -> Bool { throw SpoolError.empty }
    /// Removes what an interrupted `take` left, and papers that `isKnown` does not know. Returns how many files went. Only
    /// the owner of the store may call it, before anything is taken in.
    package func sweep(isKnown: ([String]) async throws -> Set<String>) async throws -> Int { throw SpoolError.empty }
}
