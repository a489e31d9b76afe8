import Foundation
import Subprocess
import Testing

/// What one test works with: a folder of its own, and programs and servers that end with it.
actor Stage {
    nonisolated let folder: String
    private var programs: [RunningProgram] = []
    private var forwarders: [Forwarder] = []

    private init() throws {
        // Short, since the agent's socket is in it and a socket's path is 107 bytes at most.
        var template = Array((NSTemporaryDirectory() + "/kiosk-XXXXXX").utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer {
            unsafe $0.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
        }
        try #require(made)
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs `body` and then ends whatever is still there, last started first.
    static func with<T: Sendable>(_ body: (Stage) async throws -> T) async throws -> T {
        let stage = try Stage()
        let result: Result<T, any Error>
        do { result = .success(try await body(stage)) } catch { result = .failure(error) }
        await stage.clear()
        return try result.get()
    }

    func keep(_ program: RunningProgram) { programs.append(program) }
    func keep(_ forwarder: Forwarder) { forwarders.append(forwarder) }

    private func clear() async {
        for program in programs.reversed() { _ = try? await program.end(by: .kill) }
        for forwarder in forwarders { forwarder.stop() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes a file of this stage; answers its path.
    nonisolated func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    nonisolated func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// Looks again and again until `condition` holds; a recorded failure after `seconds`.
func eventually(
    _ what: String, within seconds: Double = 30, every pause: Duration = .milliseconds(5),
    isolation: isolated (any Actor)? = #isolation, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        try #require(ContinuousClock.now < end, "\(what): not within \(seconds) s", sourceLocation: sourceLocation)
        try await Task.sleep(for: pause)
    }
}
