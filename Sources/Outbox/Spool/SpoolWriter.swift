import Crypto
import DurableFiles
import Gzip
import SyncProtocol

/// One paper on its way into the spool: digested, compressed or not, and written under a temporary name.
struct SpoolWriter: ~Copyable {
    private var file: DurableFile
    private var deflater: Deflater?
    private var hash = SHA256()
    /// Bytes of the paper so far.
    private(set) var size: Int64 = 0

    /// - Parameter level: the level of gzip; `nil` keeps the bytes as they are.
    init(in folder: DurableFolder, level: Int?) throws {
        var deflater: Deflater?
        if let level { deflater = try Deflater(level: level) }
        let file = try DurableFile(in: folder)
        self.deflater = deflater
        self.file = file
    }

    mutating func write(_ bytes: [UInt8]) throws {
        hash.update(data: bytes)
        size += Int64(bytes.count)
        let packed = try deflater?.write(bytes)
        try file.write(packed ?? bytes)
    }

    /// Ends the data; returns the digest of the paper and its stored size.
    mutating func finish() throws -> (sha256: String, storedSize: Int64) {
        if let last = try deflater?.finish() { try file.write(last) }
        return (Digest.hexadecimal(hash.finalize()), file.count)
    }

    var temporaryPath: String { file.temporaryPath }

    consuming func commit(as name: String) throws { try file.commit(as: name) }
}
