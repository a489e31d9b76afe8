import Glibc

/// Who holds a lock, as written into its file for people to read. The lock itself is `flock(2)`: it ends with the
/// process, however that ends, so what the file says counts only while the lock is held.
package struct LockHolder: Sendable, Hashable {
    package var pid: Int32
    /// A few words, such as `kiosk agent`.
    package var description: String

    package init(pid: Int32, description: String) {
        self.pid = pid
        self.description = description
    }

    /// This process.
    package static func current(_ description: String) -> LockHolder {
        LockHolder(pid: getpid(), description: description)
    }

    fileprivate var bytes: [UInt8] { Array("\(pid)\n\(description)\n".utf8) }

    fileprivate init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let first = lines.first, let pid = Int32(first), pid > 0 else { return nil }
        self.init(pid: pid, description: lines.dropFirst().first.map(String.init) ?? "")
    }
}

/// The owner's lock on a store (architecture.md, 1: one owner). Held until `deinit`.
package final class FileLock: Sendable {
    /// Somebody else has the lock; `holder` is `nil` in the moment before they have written who they are.
    package struct Held: Error, Sendable, Hashable {
        package let holder: LockHolder?

        package init(holder: LockHolder?) { self.holder = holder }
    }

    private let descriptor: Descriptor

    private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Takes the lock at `path`, or says at once who has it. The file is made when lacking and never removed: removing
    /// it would let two owners each lock a file of their own.
    package static func tryAcquire(
        _ path: String, as holder: LockHolder
    ) throws(DurableFileError) -> Result<FileLock, Held> {
        let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, action: .lock)
        while flock(file.raw, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw .last(.lock, path: path) }
            return .failure(Held(holder: LockHolder(try file.read(atMost: 1024, path: path))))
        }
        guard ftruncate(file.raw, 0) == 0 else { throw .last(.lock, path: path) }
        try file.write(holder.bytes.span, path: path)
        return .success(FileLock(file))
    }

    /// Takes the lock, trying again every 25 ms. Throws `Held` when it is not to be had in time, `DurableFileError`,
    /// and `CancellationError`.
    package static func acquire(
        _ path: String, as holder: LockHolder, waitingAtMost limit: Duration,
        clock: any Clock<Duration> = ContinuousClock()
    ) async throws -> FileLock {
        var waited = Duration.zero
        let step = Duration.milliseconds(25)
        while true {
            switch try tryAcquire(path, as: holder) {
            case .success(let lock): return lock
            case .failure(let held):
                guard waited < limit else { throw held }
                // flock has no time limit of its own that a cancelled task could leave, hence the short waits.
                try await clock.sleep(for: min(step, limit - waited))
                waited += step
            }
        }
    }
}
