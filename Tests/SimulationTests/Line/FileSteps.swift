import DurableFiles
import Foundation
import Synchronization

/// The spool at the moment when the program ends while it takes a paper in: what is written after that never was.
final class FileSteps: Sendable {
    private let fuse: Fuse
    private let folder: String
    private let crashAt: Int?
    private let count = Mutex(0)
    /// Optimized, a task's value crashes the runtime of Swift 6.3: this fault is drawn in debug builds alone.
    var isArmed: Bool {
        #if DEBUG
            crashAt != nil
        #else
            false
        #endif
    }

    init(_ kiosk: SimulatedKiosk, crashAt: Int?) {
        fuse = kiosk.fuse
        folder = kiosk.folder
        self.crashAt = crashAt
    }

    /// Hears of each step of what `body` writes. A task of its own: the actor's does not bear a task's value here in Swift 6.3.
    func watch<T: Sendable>(_ body: @escaping @Sendable () async throws -> T) async throws -> T {
        guard isArmed else { return try await body() }
        return try await Task { try await DurableStep.$told.withValue({ self.happened($0) }, operation: body) }.value
    }

    private func happened(_ step: DurableStep) {
        let number = count.withLock { count in
            defer { count += 1 }
            return count
        }
        guard number == crashAt, !fuse.isDead else { return }
        do {
            try FileManager.default.copyItem(atPath: folder + "/spool", toPath: folder + "/spool-then")
            if number % 2 == 0 { try Self.tearPartial(folder + "/spool-then/incoming") }
        } catch {
            // Nothing was kept: then the program goes on to its end as if it had crashed a little later.
        }
        fuse.blow()
    }

    /// What has no name yet may be there in part.
    private static func tearPartial(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasPrefix(".partial-") {
            let bytes = try Data(contentsOf: URL(filePath: folder + "/" + name))
            try bytes.prefix(bytes.count / 2).write(to: URL(filePath: folder + "/" + name))
        }
    }

    /// For the next process: the spool as it stood when the last one ended.
    static func putBack(_ folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder + "/spool-then") else { return }
        try FileManager.default.removeItem(atPath: folder + "/spool")
        try FileManager.default.moveItem(atPath: folder + "/spool-then", toPath: folder + "/spool")
    }
}
