import CCurl
import Glibc

/// What makes a TCP connection behave on a weak link.
enum CurlSocket {
    /// Sets the options on a new socket, before it connects. One that the socket does not know (a Unix socket) is left.
    static func tune(_ socket: Int32, deadAfter: Duration) {
        // Data, or a keep-alive probe, that nobody acknowledges for so long means that the peer is gone; Linux would
        // wait for a quarter hour.
        set(socket, TCP_USER_TIMEOUT, Int32(clamping: deadAfter.curlMilliseconds))
        // At most this much unsent in the kernel: else a slow link hides behind a buffer of megabytes, the progress is
        // false, and the wait for the answer looks like a stall. SO_SNDBUF would do the same and, unlike this, would
        // also bound what is on its way, and with it the speed of a long link.
        set(socket, TCP_NOTSENT_LOWAT, 16 * 1024)
    }

    /// Whether the kernel probes a silent connection: while an answer is awaited, and not while the connection is only
    /// kept, when each probe would be paid for on a metered link.
    static func probes(_ socket: Int32, _ isOn: Bool) {
        var value: Int32 = isOn ? 1 : 0
        _ = setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Bytes that were written to the socket and not acknowledged yet.
    static func unacknowledged(_ socket: Int32) -> Int64 { max(0, Int64(ccurl_unacknowledged(socket))) }

    /// Whether what is still on its way is hardly more than the line itself holds: next to nothing waits in front of it any
    /// more. Another connection that begins now neither leaves the line idle nor overflows the queue in front of it, which would
    /// cost both of them time-outs of many seconds.
    /// - Parameter ahead: about how long it takes until the other one's first byte is there.
    static func isDraining(_ socket: Int32, ahead: Duration = .milliseconds(200)) -> Bool {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0, path.min_rtt < 60_000_000 else { return true }
        let open = UInt64(path.in_flight) + UInt64(path.not_sent)
        let time = UInt64(path.min_rtt) + UInt64(ahead.curlMilliseconds) * 1000
        // Two packets are nothing on any line.
        return open <= max(3000, path.delivery_rate.multipliedReportingOverflow(by: time).partialValue / 1_000_000)
    }

    /// Bytes a second from which on a line is a fast one: its queue is empty before anybody notices.
    private static let fast: UInt64 = 100_000

    /// Whether the line could carry more than the connection sends: it is a fast one, and no queue builds up in front of it.
    static func leavesRoom(_ socket: Int32) -> Bool {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0, path.min_rtt > 0 else { return false }
        return path.delivery_rate >= fast && path.rtt < path.min_rtt + path.min_rtt / 5
    }

    /// Whether the peer has been silent for `time` although it was asked for a sign of life again and again. One that has
    /// acknowledged everything and takes its time for the answer is not: it acknowledges the kernel's probes.
    static func isSilent(_ socket: Int32, for time: Duration) -> Bool {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0 else { return false }
        return path.repeats >= 2 && Duration.milliseconds(Int64(path.last_heard)) >= time
    }

    /// The smoothed round trip; `nil` before it is known, and for what is not TCP.
    static func roundTrip(_ socket: Int32) -> Duration? {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0, path.rtt > 0 else { return nil }
        return .microseconds(Int64(path.rtt))
    }

    /// Whether losses, and not the line's rate, hold the connection back: packets are lost although no queue builds up in
    /// front of the line. That is what a radio link does, and a congestion control that takes each loss for a
    /// full queue (CUBIC, Linux's own) then crawls. On a line of less than 400 kbit/s the few packets that it has on their way
    /// even so fill the line, and it does better (measured: 92 s against 107 s on a 256 kbit/s satellite link).
    static func crawls(_ socket: Int32) -> Bool {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0, path.min_rtt > 0 else { return false }
        return path.delivery_rate >= 50_000 && path.sent >= 20 && path.resent >= 1 && path.resent * 100 >= path.sent
            && path.rtt < path.min_rtt + path.min_rtt / 5
    }

    /// Whether the line is a fast one with a long way, and holds far more than the connection has on its way: each loss, of which a
    /// radio link has many, would keep it from ever filling the line. Told by the first packets, before any is lost.
    static func isLong(_ socket: Int32) -> Bool {
        var path = ccurl_path()
        guard ccurl_path_of(socket, &path) == 0 else { return false }
        return path.min_rtt >= 100_000 && path.sent >= 15 && leavesRoom(socket)
    }

    /// Makes the connection, also in the middle, follow the measured rate (BBR) in place of losses. False where the kernel
    /// does not offer it or this process may not choose it (`net.ipv4.tcp_allowed_congestion_control`).
    static func followRate(_ socket: Int32) -> Bool { control(socket, "bbr") }

    /// Has a connection that follows the rate look for it anew. What it measured while others used the line too is their share
    /// of it no more, and BBR by itself asks for a quarter more in every eight round trips: minutes, on a long way.
    static func seekRateAnew(_ socket: Int32) {
        // The control that it has already would be left as it is.
        if control(socket, "reno") { _ = followRate(socket) }
    }

    private static func control(_ socket: Int32, _ control: String) -> Bool {
        let name = Array(control.utf8)
        return setsockopt(socket, Int32(IPPROTO_TCP), TCP_CONGESTION, name, socklen_t(name.count)) == 0
    }

    private static func set(_ socket: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(socket, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
