/// What the portal takes of files (protocol.md, sections 2 and 7).
package struct FileLimits: Sendable, Hashable {
    /// Bounds the encoded and the plain size alike, in bytes.
    package var maxFileBytes: Int64
    /// Media types that are accepted; empty accepts all.
    package var fileTypes: Set<String>
    /// How long an unfinished upload is kept after its last byte came.
    package var uploadLifetime: Duration
    /// How long a PATCH may bring no byte before it is ended; what it brought is kept.
    package var stallTimeout: Duration
    /// How long a PATCH must have brought no byte before somebody else who wants the upload may end it.
    package var yieldTimeout: Duration

    package init(
        maxFileBytes: Int64, fileTypes: Set<String>, uploadLifetime: Duration = .seconds(7 * 86_400),
        stallTimeout: Duration = .seconds(120), yieldTimeout: Duration = .seconds(5)
    ) {
        self.maxFileBytes = maxFileBytes
        self.fileTypes = fileTypes
        self.uploadLifetime = uploadLifetime
        self.stallTimeout = stallTimeout
        self.yieldTimeout = yieldTimeout
    }

    /// What an administrator decided, with our times.
    package init(_ limits: PortalSettings.Limits) {
        self.init(
            maxFileBytes: Int64(clamping: limits.maxFileBytes), fileTypes: Set(limits.fileTypes.map { $0.lowercased() }))
    }

    /// Whether files that call themselves `type` are accepted. Parameters such as a character set do not count.
    func accepts(_ type: String) -> Bool {
        let essence = type.prefix { $0 != ";" }.lowercased().split(whereSeparator: \.isWhitespace).joined()
        return fileTypes.isEmpty || fileTypes.contains(essence)
    }
}
