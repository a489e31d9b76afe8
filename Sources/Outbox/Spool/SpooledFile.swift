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
