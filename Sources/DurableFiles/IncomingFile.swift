import Glibc

/// Why a file that a person named cannot be taken in. Each has its own text for the clerk.
package enum IncomingFileError: Error, Sendable, Hashable {
    case missing
    case notAllowed
    case isDirectory
    /// A FIFO, a device or a socket.
    case notRegular
    case symlinkLoop
    case empty
    /// Larger than `limit` bytes.
    case tooLarge(limit: Int64)
    /// It changed while it was read: what was read is not any state that the file ever had.
    case changed
    case other(DurableFileError)

    init(_ error: DurableFileError) {
        self =
            switch error.kind {
            case .missing, .notDirectory: .missing
            case .notAllowed: .notAllowed
            case .isDirectory: .isDirectory
            case .symlinkLoop: .symlinkLoop
            // open(2) of a socket, or of a FIFO or device that nobody serves.
            case .notRegular, .other(ENXIO), .other(ENODEV): .notRegular
            default: .other(error)
            }
    }
}

/// A file that a person named, read once from start to end in bounded memory (architecture.md, "A file is taken in
/// once").
package struct IncomingFile: ~Copyable {
    /// Bytes handed out at a time.
    package static let chunkSize = 64 * 1024

    private let path: String
    private let descriptor: Descriptor
    private let start: Identity
    private var done: Int64 = 0

    /// What tells that a file is still the same and unchanged.
    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        var modified: [Int]
        var changed: [Int]

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
            changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
        }
    }

    /// Opens the file; never waits for the other end of a FIFO. Symbolic links are followed.
    package init(_ path: String, limit: Int64 = .max) throws(IncomingFileError) {
        let file = try Self.open(path)
        let start = try Self.identify(file, path: path)
        guard start.size > 0 else { throw .empty }
        guard start.size <= limit else { throw .tooLarge(limit: limit) }
        descriptor = file
        self.start = start
        self.path = path
    }

    private static func open(_ path: String) throws(IncomingFileError) -> Descriptor {
        do {
            // O_NONBLOCK: a FIFO opens at once instead of waiting for a writer, and is refused when it is looked at.
            return try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        } catch {
            throw IncomingFileError(error)
        }
    }

    private static func identify(
        _ descriptor: borrowing Descriptor, path: String
    ) throws(IncomingFileError) -> Identity {
        do throws(DurableFileError) {
            let status = try descriptor.status(path: path)
            switch status.st_mode & S_IFMT {
            case S_IFREG: return Identity(status)
            case S_IFDIR: throw DurableFileError(.isDirectory, .open, path: path)
            default: throw DurableFileError(.notRegular, .open, path: path)
            }
        } catch {
            throw IncomingFileError(error)
        }
    }

    /// Bytes.
    package var size: Int64 { start.size }

    /// When it was last changed, in seconds since 1970.
    package var modifiedSeconds: Int64 { Int64(start.modified.first ?? 0) }

    /// The next bytes, at most 64 KiB; `nil` at the end, once the file has proved to be the same as at the start.
    /// Throws `changed` otherwise.
    package mutating func next() throws(IncomingFileError) -> [UInt8]? {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try descriptor.read(atMost: Self.chunkSize, path: path)
        } catch {
            throw IncomingFileError(error)
        }
        done += Int64(bytes.count)
        guard done <= start.size else { throw .changed }
        if !bytes.isEmpty { return bytes }
        guard done == start.size, try Self.identify(descriptor, path: path) == start else { throw .changed }
        // A program that saves by renaming leaves our descriptor on the old file.
        var named = stat()
        guard unsafe stat(path, &named) == 0, Identity(named) == start else { throw .changed }
        return nil
    }

    /// Goes back to the start, to read the same file again (a sample first, say, then all of it).
    package mutating func rewind() throws(IncomingFileError) {
        guard lseek(descriptor.raw, 0, SEEK_SET) == 0 else {
            throw IncomingFileError(.last(.read, path: path))
        }
        done = 0
    }
}
