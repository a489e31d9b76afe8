import CCurl
import Glibc

/// Where curl reads a request's body from, and goes back in when it must send the body again: on another connection,
/// because the kept one had died.
final class CurlBodySource {
    private enum Content {
        case bytes([UInt8])
        case file(descriptor: Int32, offset: Int64)
    }

    private let content: Content
    let length: Int64
    private var position: Int64 = 0

    /// Throws `.localFile` when a file to be sent cannot be opened, or is shorter than the slice.
    init?(_ body: CurlRequest.Body) throws(CurlError) {
        length = body.length
        switch body {
        case .none: return nil
        case .bytes(let bytes): content = .bytes(bytes)
        case .file(let slice):
            guard slice.offset >= 0, slice.length >= 0 else { throw CurlError(.localFile, message: "no such part") }
            let descriptor = open(slice.path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw CurlError(.localFile, message: "cannot open (errno \(errno))") }
            content = .file(descriptor: descriptor, offset: slice.offset)
            var status = stat()
            let (end, overflow) = slice.offset.addingReportingOverflow(slice.length)
            guard fstat(descriptor, &status) == 0, !overflow, status.st_size >= end else {
                throw CurlError(.localFile, message: "shorter than it was")
            }
        }
    }

    deinit {
        if case .file(let descriptor, _) = content { close(descriptor) }
    }

    /// Fills `buffer`; 0 at the end, `CURL_READFUNC_ABORT` when the file cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = Int(min(Int64(buffer.count), length - position))
        guard count > 0 else { return 0 }
        switch content {
        case .bytes(let bytes):
            bytes.withUnsafeBytes { source in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[Int(position)..<Int(position) + count]))
            }
            position += Int64(count)
            return count
        case .file(let descriptor, let offset):
            while true {
                // pread: the position is ours alone, so going back needs no system call that could fail.
                let result = pread(descriptor, buffer.baseAddress, count, off_t(offset + position))
                if result > 0 {
                    position += Int64(result)
                    return result
                }
                // 0 means that the file was cut short under us: sending on would send another file.
                guard result < 0, errno == EINTR else { return Int(CURL_READFUNC_ABORT) }
            }
        }
    }

    /// Goes to `offset` from the start of the body.
    func seek(to offset: Int64) -> Bool {
        guard (0...length).contains(offset) else { return false }
        position = offset
        return true
    }
}
