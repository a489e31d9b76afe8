import Foundation

/// How much is tried: a little with every test run, much with `make torture`.
enum Torture {
    /// The number that the environment names, else the small one.
    static func amount(_ name: String, small: Int) -> Int {
        ProcessInfo.processInfo.environment["TORTURE_" + name].flatMap { Int($0) } ?? small
    }

    static func canTrace() async throws -> Bool {
        guard has("strace") else { return false }
        return try await Shell.run("strace -e trace=none true", []).code == 0
    }

    static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
    }
}
