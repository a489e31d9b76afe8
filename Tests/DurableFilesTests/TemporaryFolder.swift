import DurableFiles
import Foundation

/// Runs `body` with a fresh folder, which is gone afterwards.
func withTemporaryFolder<Result>(_ body: (DurableFolder) async throws -> Result) async throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "kiosk-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(try DurableFolder.create(path))
}
