import Foundation
import Glibc
import Testing

/// What the built portal tells systemd (sd_notify(3)), over a socket as systemd has it.
@Suite(.timeLimit(.minutes(1))) struct NotifyTests {
    @Test func `systemd is told when the portal listens, that it lives and that it stops`() async throws {
        try await withPortalHome { home in
            let path = "/tmp/notify-\(UUID().uuidString.prefix(8))"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let listener = try NotifySocket(path)
            // Half of a tenth of a second, as nobody wants to wait for a minute here.
            let environment = ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"]
            try await ServedPortal.serve(home: home, environment: environment) { portal in
                var told: [String] = []
                var heartbeats = 0
                while told.last != "STOPPING=1" {
                    let text = try await listener.next()
                    if text != "WATCHDOG=1" { told.append(text) } else { heartbeats += 1 }
                    if heartbeats == 2 { portal.stop() }
                }
                #expect(told == ["READY=1\nSTATUS=listens at \(portal.url)", "STOPPING=1"])
            }
        }
    }
}

/// Listens as systemd does.
private final class NotifySocket: Sendable {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// The next datagram, within the time limit of the test.
    func next() async throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count >= 0 { return String(decoding: buffer[..<count], as: UTF8.self) }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
