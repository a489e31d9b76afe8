import Foundation
import Glibc
import Subprocess
import SyncProtocol

/// The built `kiosk-portal`, serving on a free port.
struct ServedPortal: Sendable {
    struct NotReady: Error {}
    struct CommandFailed: Error { let arguments: [String] }

    let home: String
    let url: String
    /// Of the serving process.
    let pid: Int32

    var port: Int { Int(url.split(separator: ":").last ?? "") ?? 0 }

    /// Ends the process as a power cut would, as far as one process can tell.
    func kill() { _ = Glibc.kill(pid, SIGKILL) }

    /// Asks the process to end, as systemd does.
    func stop() { _ = Glibc.kill(pid, SIGTERM) }

    /// The program beside this test, where `swift build` puts it.
    private static let program: String = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.path + "/.build/debug/kiosk-portal"
    }()

    /// Serves `home` while `body` runs, then kills the process.
    /// - Parameter environment: variables besides those of the tests.
    static func serve<T: Sendable>(
        home: String, arguments: [String] = [], environment: [String: String] = [:],
        _ body: @escaping @Sendable (ServedPortal) async throws -> T
    ) async throws -> T {
        let result = try await run(
            .name("env"),
            arguments: Arguments(
                environment.map { "\($0)=\($1)" } + [program, "serve", "--home", home, "--listen", "127.0.0.1:0", "--json"]
                    + arguments),
            input: .none, output: .sequence, error: .currentStandardError
        ) { execution in
            let pid = execution.processIdentifier.value
            defer { _ = Glibc.kill(pid, SIGKILL) }
            for try await line in execution.standardOutput.strings() {
                guard let url = try JSONParser.parse(line.utf8)["url"]?.stringValue else { break }
                return try await body(ServedPortal(home: home, url: url, pid: pid))
            }
            throw NotReady()
        }
        return result.closureResult
    }

    /// An office command in a process of its own; its JSON lines.
    @discardableResult
    func office(_ arguments: String...) async throws -> [JSONValue] {
        let result = try await run(
            .name("env"), arguments: Arguments([Self.program] + arguments + ["--home", home, "--json"]),
            output: .string(limit: 1 << 20), error: .currentStandardError)
        guard result.terminationStatus.isSuccess else { throw CommandFailed(arguments: arguments) }
        return try result.standardOutput.split(separator: "\n").map { try JSONParser.parse($0.utf8) }
    }
}

/// Runs `body` against a portal that serves an empty home of its own.
func withServedPortal<T: Sendable>(
    arguments: [String] = [], _ body: @escaping @Sendable (ServedPortal) async throws -> T
) async throws -> T {
    try await withPortalHome { home in try await ServedPortal.serve(home: home, arguments: arguments, body) }
}

/// Runs `body` with a folder that is gone afterwards.
func withPortalHome<T: Sendable>(_ body: @Sendable (String) async throws -> T) async throws -> T {
    let home = FileManager.default.temporaryDirectory.path + "/portal-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: home) }
    return try await body(home)
}
