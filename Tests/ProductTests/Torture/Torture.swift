import Foundation

/// How much is tried: a little with every test run, much with `make torture`.
enum Torture {
    /// The number that the environment names, else the small one.
    static func amount(_ name: String, small: Int) -> Int {
        ProcessInfo.processInfo.environment["TORTURE_" + name].flatMap { Int($0) } ?? small
    }

    /// A library that gives a program another wall clock: Debian's package `faketime`.
    static let fakeClock: String? = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map {
        "/usr/lib/\($0)/faketime/libfaketimeMT.so.1"
    }.first { FileManager.default.fileExists(atPath: $0) }

    static func canTrace() async throws -> Bool {
        guard has("strace") else { return false }
        return try await Shell.run("strace -e trace=none true", []).code == 0
    }

    private static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + program) }
    }
}
