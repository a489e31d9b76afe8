import Dispatch
import Foundation
import Glibc

/// A client on a raw socket, which may stop or break at any byte. Every wait ends after 20 s.
final class RawClient: Sendable {
    struct Failure: Error { let code = errno }

    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard socket >= 0 else { throw Failure() }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure() }
    }

    deinit { Glibc.close(socket) }

    func send(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure() }
            done += count
        }
    }

    /// The head of a PATCH that announces `length` bytes, and those of them that are given.
    func patch(
        _ path: String, at offset: Int, length: Int?, _ bytes: [UInt8], headers: [String] = [], unit: String = "xa-1"
    ) throws {
        var lines = [
            "PATCH \(path) HTTP/1.1", "Host: portal", "X-Unit: \(unit)", "Tus-Resumable: 1.0.0",
            "Upload-Offset: \(offset)", "Content-Type: application/offset+octet-stream",
        ]
        lines.append(length.map { "Content-Length: \($0)" } ?? "Transfer-Encoding: chunked")
        try send(Array(((lines + headers).joined(separator: "\r\n") + "\r\n\r\n").utf8) + bytes)
    }

    /// The next answer's status; 0 when the connection ends first. Waits on a thread of its own: the server under test
    /// runs on those that tasks share.
    func status() async -> Int {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: self.readStatus()) }
        }
    }

    /// All that comes until the peer ends the connection.
    func rest() async -> String {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var bytes: [UInt8] = []
                while true {
                    let piece = self.read()
                    if piece.isEmpty { break }
                    bytes += piece
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    private func read() -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
            filled = unsafe max(recv(socket, buffer.baseAddress, 4096, 0), 0)
        }
    }

    private func readStatus() -> Int {
        var bytes: [UInt8] = []
        while !bytes.contains(10) {
            let piece = read()
            guard !piece.isEmpty else { return 0 }
            bytes += piece
        }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }

    /// Ends the connection in order.
    func close() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// Ends the connection as a machine that lost its memory does: with a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        // The reset leaves when the last descriptor closes: in deinit, at the latest; here, at once.
        let null = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(null, socket)
        Glibc.close(null)
    }
}
