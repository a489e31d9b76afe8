import Glibc

/// Tells systemd how the service is (sd_notify(3)): one datagram for each message to the socket that `NOTIFY_SOCKET`
/// names. Without that variable nothing is sent, so a program runs the same in a terminal.
package struct SystemdNotifier: Sendable, Hashable {
    /// One thing to tell.
    package enum Message: Sendable, Hashable {
        /// The service answers.
        case ready
        /// A stop was asked for.
        case stopping
        /// One line for `systemctl status`. Without personal data, as it also goes to the journal.
        case status(String)
        /// All is well; without this for `WATCHDOG_USEC` systemd restarts the service.
        case watchdog

        /// The datagram's text.
        package var text: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .status(let line):
                // A line break would start another assignment.
                "STATUS=" + String(line.map { $0.isNewline || $0 == "\0" ? " " : $0 })
            case .watchdog: "WATCHDOG=1"
            }
        }
    }

    /// What the socket's address is: a path, or a name in the abstract namespace.
    private let address: [UInt8]

    /// How often `WATCHDOG=1` is to be sent: half of `WATCHDOG_USEC`, as sd_watchdog_enabled(3) advises; `nil` when no
    /// watchdog waits for this process.
    package let watchdogInterval: Duration?

    /// - Parameters:
    ///   - environment: the process's variables.
    ///   - processID: to see whether `WATCHDOG_PID` means this process.
    package init(environment: [String: String], processID: Int32 = getpid()) {
        var address = environment["NOTIFY_SOCKET"].map { Array($0.utf8) } ?? []
        if address.first == UInt8(ascii: "@") {
            address[0] = 0
        } else if address.first != UInt8(ascii: "/") {
            address = []
        }
        self.address = address.count <= UnixAddress.maximumLength ? address : []
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogInterval = isOurs && microseconds > 1 ? .microseconds(microseconds / 2) : nil
    }

    /// True when somebody listens for messages.
    package var isWanted: Bool { !address.isEmpty }

    /// Sends `messages` in one datagram. It does not wait: a message that systemd cannot take now is dropped, and the
    /// answer is `false` then. Nothing of the service's work depends on it.
    @discardableResult
    package func send(_ messages: Message...) -> Bool {
        guard isWanted else { return true }
        return UnixAddress.sendDatagram(Array(messages.map(\.text).joined(separator: "\n").utf8), to: address)
    }
}

/// Addresses of Unix sockets (unix(7)): all of the pointers that they need are here.
package enum UnixAddress {
    /// The longest path, in bytes: `sun_path` has 108, one of which is the NUL at the end.
    package static let maximumLength = 107

    /// Sends one datagram, without waiting and without SIGPIPE. False when it could not be sent.
    static func sendDatagram(_ bytes: [UInt8], to name: [UInt8]) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return unsafe withAddress(name) { address, length in
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            return unsafe sendto(descriptor, bytes, bytes.count, flags, address, length) == bytes.count
        }
    }

    private static func withAddress(_ name: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard !name.isEmpty, name.count <= maximumLength else { return false }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        // An abstract name is as long as it is said to be; a path ends at its NUL.
        let length = MemoryLayout<sa_family_t>.size + name.count + (name.first == 0 ? 0 : 1)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, socklen_t(length)) }
        }
    }
}
