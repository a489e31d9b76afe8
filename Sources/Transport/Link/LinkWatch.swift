import Glibc

/// What the kernel says of this machine's links, as it happens (rtnetlink(7)).
package enum LinkEvent: Sendable, Hashable {
    /// An address or a way out was added, or a cable or radio found its other end: trying is worth while again.
    case up
    /// These addresses of this machine are gone, or their link is: what uses them is dead.
    case lost(addresses: Set<String>)
}

/// Hears of links that come and go. Wakes only when something happens.
package struct LinkWatch: Sendable {
    /// From now on; ends when its reader is cancelled. Empty where the kernel has no rtnetlink for us: the schedule
    /// alone goes on then.
    package static func events() -> AsyncStream<LinkEvent> {
        AsyncStream { continuation in
            guard let socket = NetlinkSocket() else { return continuation.finish() }
            let reader = Reader(socket: socket, continuation: continuation)
            continuation.onTermination = { _ in reader.stop() }
            reader.start()
        }
    }
}

/// A thread of its own: a blocking read costs nothing while nothing happens.
private final class Reader: Sendable {
    private let socket: NetlinkSocket
    private let continuation: AsyncStream<LinkEvent>.Continuation

    init(socket: NetlinkSocket, continuation: AsyncStream<LinkEvent>.Continuation) {
        self.socket = socket
        self.continuation = continuation
    }

    func start() {
        let box = unsafe Unmanaged.passRetained(self).toOpaque()
        var id = pthread_t()
        let code = unsafe pthread_create(
            &id, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Reader>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box)
        guard code == 0 else {
            unsafe Unmanaged<Reader>.fromOpaque(box).release()
            return continuation.finish()
        }
        pthread_detach(id)
    }

    func stop() { socket.stop() }

    private func run() {
        var links = KnownLinks()
        while let bytes = socket.read() {
            for message in LinkMessage.parse(bytes) {
                for event in links.fold(message) { continuation.yield(event) }
            }
        }
        continuation.finish()
    }
}

/// A `NETLINK_ROUTE` socket that hears of links, addresses and routes.
private final class NetlinkSocket: Sendable {
    private let descriptor: Int32
    /// Two ends; a byte into the first ends the wait at the second.
    private let wakeUp: (Int32, Int32)

    /// `nil` when the kernel refuses.
    init?() {
        // NETLINK_ROUTE is 0 (linux/netlink.h).
        let descriptor = Glibc.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // struct sockaddr_nl: family, padding, port (the kernel gives one), groups: RTMGRP_LINK, RTMGRP_IPV4_IFADDR,
        // RTMGRP_IPV4_ROUTE, RTMGRP_IPV6_IFADDR, RTMGRP_IPV6_ROUTE (linux/rtnetlink.h).
        let address: [UInt32] = [UInt32(AF_NETLINK), 0, 0x1 | 0x10 | 0x40 | 0x100 | 0x400]
        let bound = unsafe address.withUnsafeBytes { bytes in
            unsafe bytes.withMemoryRebound(to: sockaddr.self) { unsafe bind(descriptor, $0.baseAddress, 12) }
        }
        var ends: [Int32] = [-1, -1]
        let paired = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        guard bound == 0, paired == 0 else {
            close(descriptor)
            for end in ends where end >= 0 { close(end) }
            return nil
        }
        self.descriptor = descriptor
        wakeUp = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(wakeUp.0)
        close(wakeUp.1)
    }

    /// The next datagram; `nil` after `stop`, or when the socket fails.
    func read() -> [UInt8]? {
        while true {
            var waits = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wakeUp.1, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&waits, 2, -1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0, waits[1].revents == 0 else { return nil }
            var failure: Int32 = 0
            // The kernel's messages of this kind are below 8 KiB; a datagram that is longer is cut and read as far as it goes.
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 32 * 1024) { buffer, count in
                let result = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                failure = result < 0 ? errno : 0
                count = max(0, result)
            }
            switch failure {
            case 0: return bytes
            // More happened than the socket holds: something did change, and the next message says what there is now.
            case EINTR, EAGAIN, ENOBUFS: continue
            default: return nil
            }
        }
    }

    func stop() {
        var one: UInt8 = 1
        _ = unsafe write(wakeUp.0, &one, 1)
    }
}
