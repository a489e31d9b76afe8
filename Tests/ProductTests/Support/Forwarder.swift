import Foundation
import Glibc
import Synchronization

/// The line between a desk and a portal: passes bytes on and counts them, and can be cut, slow, silent, or somebody else's.
final class Forwarder: Sendable {
    enum Mode: Sendable, Equatable {
        case open
        /// Connections are taken and reset at once.
        case cut
        /// Connections are taken and nothing ever comes.
        case blackHole
        /// Every request is answered by a page that is not the portal's.
        case captive
        /// Every request is answered by another service: JSON, and no such path.
        case stranger
    }

    private struct State {
        var mode = Mode.open
        var target: UInt16
        var upstream = 0
        var downstream = 0
        /// Resets the line for good when this many bytes went up in all.
        var cutAt: Int?
        /// The same for what came down.
        var cutAtDownstream: Int?
        /// Bytes a second, each way and connection; `nil`: as fast as it goes.
        var rate: Int?
        var open: Set<Int32> = []
    }

    struct Failure: Error { let code = errno }

    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    var url: String { "http://127.0.0.1:\(port)" }

    init(to target: UInt16) throws {
        state = Mutex(State(target: target))
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = Self.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(socket, generic, length) == 0 && getsockname(socket, generic, &length) == 0
            }
        }
        guard bound, listen(socket, 64) == 0 else { throw Failure() }
        listener = socket
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    close(socket)
                    return
                }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                Thread.detachNewThread { [self] in serve(connection) }
            }
        }
    }

    // MARK: What tests do with it

    /// Bytes that went from desks to the portal, and back.
    var upstream: Int { state.withLock { $0.upstream } }
    var downstream: Int { state.withLock { $0.downstream } }

    /// Connections that are open now.
    var connections: Int { state.withLock { $0.open.count } }

    /// Changes the line; what is open breaks.
    func set(_ mode: Mode) {
        let open = state.withLock { state in
            state.mode = mode
            return state.open
        }
        for socket in open { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    func cut(afterUpstream bytes: Int) { state.withLock { $0.cutAt = $0.upstream + bytes } }
    func cut(afterDownstream bytes: Int) { state.withLock { $0.cutAtDownstream = $0.downstream + bytes } }
    func mend() {
        state.withLock { ($0.cutAt, $0.cutAtDownstream) = (nil, nil) }
        set(.open)
    }
    /// Leads to another portal from now on.
    func lead(to target: UInt16) {
        state.withLock { $0.target = target }
        set(.open)
    }
    func limit(to rate: Int?) { state.withLock { $0.rate = rate } }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        set(.cut)
    }

    // MARK: One connection

    private func serve(_ client: Int32) {
        let mode = state.withLock { state in
            state.open.insert(client)
            return state.mode
        }
        defer { end(client) }
        switch mode {
        case .open: forward(client)
        case .cut: reset(client)
        case .blackHole: while read(client) != nil {}
        case .captive: answer(client, "200 OK", "text/html", "<html><title>Wi-Fi</title>Please log in.</html>")
        case .stranger: answer(client, "404 Not Found", "application/json", #"{"message":"no such path"}"#)
        }
    }

    private func answer(_ client: Int32, _ status: String, _ type: String, _ body: String) {
        guard read(client) != nil else { return }
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
        _ = write(client, Array((head + body).utf8)[...])
    }

    private func forward(_ client: Int32) {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = Self.loopback(state.withLock { $0.target })
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(server, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else {
            close(server)
            reset(client)
            return
        }
        state.withLock { _ = $0.open.insert(server) }
        let back = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            pump(from: server, to: client) { state, count in state.downstream += count }
            back.signal()
        }
        pump(from: client, to: server) { state, count in state.upstream += count }
        back.wait()
        end(server)
    }

    /// Passes bytes on until one side ends; then both do.
    private func pump(from: Int32, to: Int32, count: (inout State, Int) -> Void) {
        while let bytes = read(from) {
            let (allowed, rate) = state.withLock { state in
                var allowed = bytes.count
                if let limit = state.cutAt {
                    let before = state.upstream
                    count(&state, bytes.count)
                    if state.upstream > limit {
                        allowed = max(0, limit - before)
                        state.mode = .cut
                    }
                } else {
                    count(&state, bytes.count)
                }
                if let limit = state.cutAtDownstream, state.downstream > limit { state.mode = .cut }
                return (state.mode == .open ? allowed : 0, state.rate)
            }
            // What a slow line does.
            if let rate { usleep(UInt32(clamping: bytes.count * 1_000_000 / rate)) }
            guard write(to, bytes[..<allowed]), allowed == bytes.count else { break }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    private func end(_ socket: Int32) {
        state.withLock { _ = $0.open.remove(socket) }
        close(socket)
    }

    private func reset(_ socket: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    private func read(_ socket: Int32) -> [UInt8]? {
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, filled in
            count = unsafe recv(socket, buffer.baseAddress, buffer.count, 0)
            filled = max(count, 0)
        }
        return count > 0 ? bytes : nil
    }

    private func write(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }
}
