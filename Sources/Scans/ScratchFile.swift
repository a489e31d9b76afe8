import Glibc

/// A file without a name, gone with the program however that ends: what is in it is somebody's paper.
final class ScratchFile: Sendable {
    let descriptor: Int32

    init(in folder: String) throws(ScanFault) {
        var name = Array((folder + "/kiosk-scan.XXXXXX").utf8CString)
        let made = name.withUnsafeMutableBufferPointer { (buffer: inout UnsafeMutableBufferPointer<CChar>) -> Int32 in
            guard let path = buffer.baseAddress else { return -1 }
            let made = mkstemp(path)
            if made >= 0 {
                unlink(path)
                _ = fcntl(made, F_SETFD, FD_CLOEXEC)
            }
            return made
        }
        guard made >= 0 else { throw .unwritable }
        descriptor = made
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws(ScanFault) -> Int64 {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                return Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable }
            done += count
        }
        return Int64(bytes.count)
    }
}
