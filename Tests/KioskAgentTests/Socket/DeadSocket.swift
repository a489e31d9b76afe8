import Foundation
import NIOCore
import NIOPosix

/// What a killed agent leaves: the file of a socket that nobody listens on any more.
enum DeadSocket {
    static func make(at path: String) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(unixDomainSocketPath: path + ".x").get()
        // Moved away, as the channel removes its file when it is closed.
        try FileManager.default.moveItem(atPath: path + ".x", toPath: path)
        try await channel.close().get()
    }
}
