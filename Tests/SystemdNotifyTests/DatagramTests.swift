import Foundation
import Glibc
import SystemdNotify
import Testing

/// Listens as systemd does, and answers the next datagram.
private final class NotifySocket {
    private let descriptor: Int32

    init(_ name: [UInt8]) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count + (name.first == 0 ? 0 : 1))
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(descriptor, $0, length) }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    func next() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        try #require(count >= 0)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

@Suite struct DatagramTests {
    @Test func `messages reach a socket with a path`() throws {
        let path = "/tmp/notify-\(UUID().uuidString.prefix(8))"
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
        let listener = try NotifySocket(Array(path.utf8))
        let notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": path])
        #expect(notifier.send(.ready, .status("2 waiting")))
        #expect(try listener.next() == "READY=1\nSTATUS=2 waiting")
    }

    @Test func `messages reach a socket in the abstract namespace`() throws {
        let name = "kiosk-test-\(UUID().uuidString)"
        let listener = try NotifySocket([0] + Array(name.utf8))
        #expect(SystemdNotifier(environment: ["NOTIFY_SOCKET": "@\(name)"]).send(.stopping))
        #expect(try listener.next() == "STOPPING=1")
    }
}
