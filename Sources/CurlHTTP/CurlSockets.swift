import Glibc

/// The sockets of a session's connections, kept ones included. curl tells a request's socket only once it has ended; it
/// tells the port on this side, though, before it begins. Lives on curl's thread.
final class CurlSockets {
    private var descriptors: Set<Int32> = []

    /// A connection crawled: losses say nothing of this line's rate.
    private(set) var followsRate = false

    /// curl made this one for a connection.
    func made(_ descriptor: Int32) {
        descriptors.insert(descriptor)
        if followsRate { _ = CurlSocket.followRate(descriptor) }
    }

    /// Makes all connections, those to come too, follow the measured rate.
    func followRate() {
        // Where the kernel does not let us, asking again for each packet would not help.
        followsRate = true
        for descriptor in descriptors where Self.port(of: descriptor) ?? 0 > 0 { _ = CurlSocket.followRate(descriptor) }
    }

    /// The socket with that local port; `nil` when there is none, as for a Unix socket.
    func find(localPort: Int32) -> Int32? {
        guard localPort > 0 else { return nil }
        for descriptor in descriptors {
            // A number that curl closed may be somebody else's by now: the port tells.
            guard let port = Self.port(of: descriptor) else {
                descriptors.remove(descriptor)
                continue
            }
            if port == localPort { return descriptor }
        }
        return nil
    }

    private static func port(of descriptor: Int32) -> Int32? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutableBytes(of: &address) {
            getsockname(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
        }
        guard code == 0 else { return nil }
        // Where the port stands is the same for IPv4 and IPv6.
        switch Int32(address.ss_family) {
        case AF_INET, AF_INET6:
            return withUnsafeBytes(of: address) { Int32(UInt16($0[2]) << 8 | UInt16($0[3])) }
        default: return 0
        }
    }
}
