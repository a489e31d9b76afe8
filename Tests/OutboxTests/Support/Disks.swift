import Foundation

/// Says in the test's output why something was not tried.
func skipped(_ what: String) { print("SKIPPED: \(what) is not possible here") }

func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}

/// Mounts a small file system in memory; false where that is not allowed.
func mount(_ folder: String, size: String) throws -> Bool {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder])
}

func unmount(_ folder: String) { _ = run("/bin/umount", ["-l", folder]) }
