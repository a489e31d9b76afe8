import Foundation
import Status

/// Where output goes. Facts and messages never mix.
protocol Sink: Sendable {
    /// Throws `OutputClosed` when nobody reads any more, `KioskProblem` when it cannot be written.
    func facts(_ text: String) throws
    /// Messages are best effort: that nobody can read them stops no work.
    func message(_ text: String)
}

/// The reader of standard output went away, as `head` does: no reason to complain.
struct OutputClosed: Error {}

/// The process's standard output and error.
struct StandardSink: Sink {
    func facts(_ text: String) throws {
        switch Self.write(text, to: STDOUT_FILENO) {
        case nil: return
        case EPIPE, EBADF: throw OutputClosed()
        case ENOSPC, EDQUOT: throw KioskProblem(.diskFull)
        default: throw OutputClosed()
        }
    }

    func message(_ text: String) { _ = Self.write(text, to: STDERR_FILENO) }

    /// Writes all of `text`; the error number if it could not be.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&wait, 1, 1000)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
