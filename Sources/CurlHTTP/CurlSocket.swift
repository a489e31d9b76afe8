import CCurl
import Glibc

/// What makes a TCP connection behave on a weak link.
enum CurlSocket {
    /// Sets the options on a new socket, before it connects. One that the socket does not know (a Unix socket) is left.
    static func tune(_ socket: Int32, timeout: Duration) {
        // Data that nobody acknowledges for so long means that the peer is gone; Linux would wait for a quarter hour.
        set(socket, TCP_USER_TIMEOUT, Int32(clamping: timeout.curlMilliseconds))
        // At most this much unsent in the kernel: else a slow link hides behind a buffer of megabytes, the progress is
        // false, and the wait for the answer looks like a stall.
        set(socket, TCP_NOTSENT_LOWAT, 16 * 1024)
    }

    private static func set(_ socket: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        _ = setsockopt(socket, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
