import Foundation
import Glibc
import Synchronization

/// A server on raw sockets, so that it can misbehave at any byte. `script` is run with each connection, on a thread of
/// its own; the connection is closed when it returns.
final class ScriptedServer: Sendable {
    enum Address: Sendable {
        case loopback
        case unix(String)
    }

    struct Failure: Error { let code = errno }

    /// 0 for a Unix socket.
    let port: UInt16
    private let listener: Int32
    private let accepts: Bool

    var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameters:
    ///   - accepts: false makes a black hole: the system takes the connections, nobody reads them.
    ///   - queue: as many connections wait to be accepted; further ones get no answer at all once it is full.
    init(
        _ address: Address = .loopback, accepts: Bool = true, queue: Int32 = 64,
        script: @escaping @Sendable (ServerConnection) throws -> Void
    ) throws {
        let socket: Int32
        switch address {
        case .loopback:
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe bind(socket, generic, length) == 0 && getsockname(socket, generic, &length) == 0
                }
            }
            guard bound else { throw Failure() }
            port = UInt16(bigEndian: address.sin_port)
        case .unix(let path):
            socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &address.sun_path) {
                unsafe $0.copyBytes(from: Array(path.utf8.prefix(100)))
            }
            let bound = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe bind(socket, generic, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            guard bound else { throw Failure() }
            port = 0
        }
        guard listen(socket, queue) == 0 else { throw Failure() }
        listener = socket
        self.accepts = accepts
        guard accepts else { return }
        Thread.detachNewThread {
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    // Closed by the thread that uses it: closed by another, its number could by then be another
                    // server's, and this thread would take that one's connections.
                    Glibc.close(socket)
                    return
                }
                Thread.detachNewThread {
                    let connection = ServerConnection(connection)
                    defer { connection.close() }
                    // A script ends when its peer does.
                    try? script(connection)
                }
            }
        }
    }

    /// Takes no more connections.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        if !accepts { close(listener) }
    }
}

/// One connection of a `ScriptedServer`. Every wait for the peer ends after 20 s.
final class ServerConnection: Sendable {
    struct Closed: Error {}

    private let socket: Int32
    private let rest = Mutex<[UInt8]>([])

    init(_ socket: Int32) {
        self.socket = socket
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    func close() { Glibc.close(socket) }

    /// Ends the connection as a machine that lost its memory does: with a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    /// Whether the peer sends nothing for that long.
    func isQuiet(milliseconds: Int32) -> Bool {
        var wanted = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&wanted, 1, milliseconds) == 0
    }

    /// The next bytes; throws at the end.
    func read() throws -> [UInt8] {
        let kept = rest.withLock { rest in
            defer { rest = [] }
            return rest
        }
        if !kept.isEmpty { return kept }
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, filled in
            count = unsafe recv(socket, buffer.baseAddress, buffer.count, 0)
            filled = max(count, 0)
        }
        guard count > 0 else { throw Closed() }
        return bytes
    }

    func send(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            done += count
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Reads the head of the next request; what comes after it stays for `readBody`.
    func readHead() throws -> ReceivedRequest {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while true {
            bytes += try read()
            if let range = bytes.firstRange(of: end) {
                let tail = Array(bytes[range.upperBound...])
                rest.withLock { $0 = tail }
                return ReceivedRequest(head: String(decoding: bytes[..<range.lowerBound], as: UTF8.self))
            }
        }
    }

    func readBody(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += try read() }
        let tail = Array(bytes[count...])
        rest.withLock { $0 = tail }
        return Array(bytes[..<count])
    }

    /// Reads the next request whole.
    func readRequest() throws -> ReceivedRequest {
        var request = try readHead()
        request.body = try readBody(Int(request["content-length"] ?? "") ?? 0)
        return request
    }
}

/// A request as the server saw it.
struct ReceivedRequest: Sendable {
    var method: String
    var path: String
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []

    init(head: String) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let first = lines[0].split(separator: " ")
        method = String(first[0])
        path = first.count > 1 ? String(first[1]) : ""
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
    }

    subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}
