import Glibc

/// A file being written under a temporary name.
///
/// Nobody sees it until `commit`, which makes its bytes durable, gives it its name and makes the name durable, in this
/// order (architecture.md, 3). Without `commit` it is removed with this value; a crash leaves a file whose name begins
/// with `temporaryPrefix`.
package struct DurableFile: ~Copyable {
    /// How temporary names begin.
    package static let temporaryPrefix = ".partial-"

    private let folder: DurableFolder
    private let temporaryName: String
    private let descriptor: Descriptor
    private var isCommitted = false
    /// Bytes written so far.
    package private(set) var count: Int64 = 0

    /// Opens a new file in `folder`.
    package init(in folder: DurableFolder, mode: UInt32 = 0o600) throws(DurableFileError) {
        // O_EXCL refuses a name that is taken, so the randomness need not be good, only likely to be free.
        let name = Self.temporaryPrefix + String(UInt64.random(in: .min ... .max), radix: 36)
        descriptor = try Descriptor.open(
            folder.path(of: name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode_t(mode), action: .create)
        self.folder = folder
        temporaryName = name
    }

    deinit {
        if !isCommitted { unsafe unlink(folder.path(of: temporaryName)) }
    }

    /// Where the bytes are until `commit`.
    package var temporaryPath: String { folder.path(of: temporaryName) }

    /// Adds `bytes` at the end.
    package mutating func write(_ bytes: Span<UInt8>) throws(DurableFileError) {
        try folder.watch?(.writing(temporaryName))
        try descriptor.write(bytes, path: temporaryName)
        count += Int64(bytes.count)
    }

    /// Adds `bytes` at the end.
    package mutating func write(_ bytes: [UInt8]) throws(DurableFileError) {
        try write(bytes.span)
    }

    /// Makes the file durable under `name`, in place of an older one.
    package consuming func commit(as name: String) throws(DurableFileError) {
        try descriptor.sync(path: name, watch: folder.watch)
        let last = name.split(separator: "/").last.map(String.init) ?? name
        guard unsafe rename(folder.path(of: temporaryName), folder.path(of: name)) == 0 else {
            throw .last(.rename, path: name)
        }
        isCommitted = true
        try folder.watch?(.renamed(last))
        try folder.sync()
    }
}
