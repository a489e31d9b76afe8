import Foundation
import KioskAgent
import Logging
import ServiceLifecycle
import Testing

/// A running agent socket in a folder of its own.
struct RunningSocket: Sendable {
    let path: String
    let group: ServiceGroup

    /// The client's side.
    func desk() async throws -> RemoteDesk { try #require(try await RemoteDesk.reach(path)) }
}

/// A folder with a short path, gone afterwards.
func withShortFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = "/tmp/k-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    return try await body(folder)
}

/// Runs the agent's socket before `desk` for the time of `body`, then stops it gracefully.
func withSocket(
    _ desk: FakeDesk, path: String? = nil, grace: Duration = .seconds(1), _ body: (RunningSocket) async throws -> Void
) async throws {
    try await withShortFolder { folder async throws in
        let file = try SocketFile(path: path ?? folder + "/run/kiosk.sock")
        let listening = Signal()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let socket = AgentSocket(
            file: file, desk: desk, logger: logger, grace: grace, onListening: { listening.fire() })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: socket, successTerminationBehavior: .gracefullyShutdownGroup)], logger: logger
            ))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.fire() }
                try await group.run()
            }
            await listening.wait()
            try await body(RunningSocket(path: file.path, group: group))
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
