import Glibc

/// Sole owner of one open file descriptor; closes it at its end. Every descriptor is close-on-exec.
struct Descriptor: ~Copyable {
    let raw: Int32

    private init(raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Opens `path`. Throws what `open(2)` says, under `action`.
    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0, action: DurableFileError.Action = .open
    ) throws(DurableFileError) -> Descriptor {
        // open(2) would stop at the NUL and open another file than the one named.
        guard !path.utf8.contains(0) else { throw DurableFileError(.missing, action, path: path) }
        while true {
            let raw = unsafe Glibc.open(path, flags | O_CLOEXEC, mode)
            if raw >= 0 { return Descriptor(raw: raw) }
            if errno != EINTR { throw .last(action, path: path) }
        }
    }

    /// What `fstat(2)` says.
    func status(path: String) throws(DurableFileError) -> stat {
        var status = stat()
        guard unsafe fstat(raw, &status) == 0 else { throw .last(.inspect, path: path) }
        return status
    }

    /// At most `count` bytes; empty at the end of the file.
    func read(atMost count: Int, path: String) throws(DurableFileError) -> [UInt8] {
        while true {
            var result = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                result = unsafe Glibc.read(raw, buffer.baseAddress, count)
                filled = max(result, 0)
            }
            if result >= 0 { return bytes }
            if errno != EINTR { throw .last(.read, path: path) }
        }
    }

    /// Writes all of `bytes`.
    func write(_ bytes: Span<UInt8>, path: String) throws(DurableFileError) {
        var done = 0
        while done < bytes.count {
            let rest = bytes.extracting(done...)
            let result = unsafe rest.withUnsafeBytes { unsafe Glibc.write(raw, $0.baseAddress, $0.count) }
            if result >= 0 {
                done += result
            } else if errno != EINTR {
                throw .last(.write, path: path)
            }
        }
    }

    /// Makes what it stands for durable, and tells `watch` so. Nothing else tells it: a step that is told was made.
    func sync(path: String, watch: DurableWatch?) throws(DurableFileError) {
        while fsync(raw) != 0 {
            if errno != EINTR { throw .last(.sync, path: path) }
        }
        try watch?(.synced(path.split(separator: "/").last.map(String.init) ?? "/"))
    }
}
