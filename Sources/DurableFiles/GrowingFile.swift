import Glibc

/// A file that grows at its end over many requests and restarts, such as an upload.
///
/// What `append` wrote survives the end of this process; only what came before the last `sync` survives the end of the
/// machine's power.
package struct GrowingFile: ~Copyable {
    private let descriptor: Descriptor
    private let name: String
    private let watch: DurableWatch?
    /// Bytes in the file.
    package private(set) var count: Int64

    /// Opens the file `name` of `folder`, and makes it (durably) when it is lacking and `creates` says so.
    /// Throws `missing` when it is not there and not to be made.
    package init(_ name: String, in folder: DurableFolder, creates: Bool) throws(DurableFileError) {
        let path = folder.path(of: name)
        let isNew = creates && !folder.contains(name)
        let opened = try Descriptor.open(
            path, O_RDWR | O_NOFOLLOW | (creates ? O_CREAT : 0), mode: 0o600, action: creates ? .create : .open)
        let size = Int64(try opened.status(path: path).st_size)
        if isNew { try folder.sync() }
        descriptor = opened
        self.name = name
        watch = folder.watch
        count = size
    }

    /// Adds `bytes` at the end. After an error `count` tells how many of them were taken.
    package mutating func append(_ bytes: Span<UInt8>) throws(DurableFileError) {
        try watch?(.writing(name))
        var done = 0
        while done < bytes.count {
            let rest = bytes.extracting(done...)
            let written = unsafe rest.withUnsafeBytes { unsafe pwrite(descriptor.raw, $0.baseAddress, $0.count, off_t(count)) }
            if written >= 0 {
                done += written
                count += Int64(written)
            } else if errno != EINTR {
                throw .last(.write, path: name)
            }
        }
    }

    /// Cuts the file to its first `length` bytes; a length beyond its end changes nothing.
    package mutating func truncate(to length: Int64) throws(DurableFileError) {
        guard length < count else { return }
        guard ftruncate(descriptor.raw, off_t(length)) == 0 else { throw .last(.write, path: name) }
        count = length
    }

    /// Makes all bytes durable.
    package func sync() throws(DurableFileError) {
        try descriptor.sync(path: name, watch: watch)
    }

    /// At most `limit` bytes from `offset` on; empty at the end of the file.
    package func read(at offset: Int64, atMost limit: Int) throws(DurableFileError) -> [UInt8] {
        while true {
            var result = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
                result = unsafe pread(descriptor.raw, buffer.baseAddress, limit, off_t(offset))
                filled = max(result, 0)
            }
            if result >= 0 { return bytes }
            if errno != EINTR { throw .last(.read, path: name) }
        }
    }
}
