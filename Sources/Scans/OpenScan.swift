import Crypto
import Glibc
import Gzip

/// A scan that a person named, open, and what tells that it stays as it is.
struct OpenScan: ~Copyable {
    let descriptor: Int32
    let kind: ScanKind
    let size: Int64
    private let changed: [Int]

    /// More than 100 pages of any paper.
    static let largest: Int64 = 4 << 30

    init(_ path: String) throws(ScanFault) {
        // O_NONBLOCK: a FIFO opens at once instead of waiting for a writer, and is no regular file.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .unreadable }
        do {
            let status = try Self.status(descriptor)
            guard status.st_mode & S_IFMT == S_IFREG else { throw ScanFault.unreadable }
            guard status.st_size <= Self.largest else { throw ScanFault.tooLarge }
            let head = try RandomAccess(descriptor: descriptor, size: Int64(status.st_size)).read(
                at: 0, count: min(ScanKind.headSize, status.st_size))
            guard let kind = ScanKind(head: head) else { throw ScanFault.notScan }
            self.kind = kind
            size = Int64(status.st_size)
            changed = Self.changed(status)
            self.descriptor = descriptor
        } catch let fault as ScanFault {
            close(descriptor)
            throw fault
        } catch {
            close(descriptor)
            throw .unreadable
        }
    }

    deinit { close(descriptor) }

    var access: RandomAccess { RandomAccess(descriptor: descriptor, size: size) }

    /// Throws `unreadable` when somebody has written to it since it was opened.
    func checkUnchanged() throws(ScanFault) {
        guard try Self.changed(Self.status(descriptor)) == changed else { throw .unreadable }
    }

    /// SHA-256 of its bytes, in small hexadecimal digits, and how many bytes it would be on the line as it is.
    func look() throws(ScanFault) -> (digest: String, packedSize: Int64) {
        var hash = SHA256()
        var done: Int64 = 0
        var packed: Int64 = 0
        // As the desk packs papers.
        var deflater: Deflater
        do {
            deflater = try Deflater()
        } catch {
            throw .unreadable
        }
        while done < size {
            let bytes = try access.read(at: done, count: Int(min(size - done, 1 << 18)))
            hash.update(data: bytes)
            do {
                packed += Int64(try deflater.write(bytes).count)
            } catch {
                throw .unreadable
            }
            done += Int64(bytes.count)
        }
        let digits = Array("0123456789abcdef".utf8)
        do {
            packed += Int64(try deflater.finish().count)
        } catch {
            throw .unreadable
        }
        let digest = String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        return (digest, min(packed, size))
    }

    private static func status(_ descriptor: Int32) throws(ScanFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable }
        return status
    }

    private static func changed(_ status: stat) -> [Int] {
        [Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}

/// Reads of a file at any place, in full or not at all. The descriptor is its opener's.
struct RandomAccess {
    let descriptor: Int32
    let size: Int64

    func read(at offset: Int64, count: Int) throws(ScanFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try read(at: offset, into: &bytes)
        return bytes
    }

    /// Fills `bytes`. Throws `broken` where the file ends before.
    func read(at offset: Int64, into bytes: inout [UInt8]) throws(ScanFault) {
        guard offset >= 0, offset + Int64(bytes.count) <= size else { throw .broken }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw count == 0 ? .broken : .unreadable }
            done += count
        }
    }
}
