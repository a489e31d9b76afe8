import Glibc

/// Reads a file that should be small, such as a key or a configuration, without trusting that it is.
package enum SmallFile {
    /// The bytes of the regular file at `path`. Throws `tooLarge` beyond `limit`, `notRegular` for a FIFO or a device
    /// (which is never waited for), `isDirectory`, and what else the file system says.
    package static func read(_ path: String, limit: Int) throws(DurableFileError) -> [UInt8] {
        let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
        let mode = try file.status(path: path).st_mode & S_IFMT
        guard mode != S_IFDIR else { throw DurableFileError(.isDirectory, .read, path: path) }
        guard mode == S_IFREG else { throw DurableFileError(.notRegular, .read, path: path) }
        var bytes: [UInt8] = []
        while true {
            // One byte more than allowed tells a file that is too large from one that just fits.
            let piece = try file.read(atMost: min(64 * 1024, max(limit, 0) - bytes.count + 1), path: path)
            if piece.isEmpty { return bytes }
            bytes += piece
            guard bytes.count <= limit else { throw DurableFileError(.tooLarge(limit: limit), .read, path: path) }
        }
    }
}
