import DurableFiles
import Foundation
import Synchronization

/// The files that the store writes beside its database, at the moment when the program ends or the disk is full: what is written
/// after the end never was.
final class FileSteps: Sendable {
    private struct State {
        /// So many steps from now the program ends.
        var crashIn: Int?
        /// So many writes still fail.
        var fullFor = 0
        var hits = 0
        var ended = false
    }
    private static let folders = ["spool", "results"]
    private let fuse: Fuse
    private let folder: String
    private let state = Mutex(State())

    init(_ fuse: Fuse, folder: String) {
        self.fuse = fuse
        self.folder = folder
    }

    func armCrash(in steps: Int) { state.withLock { $0.crashIn = steps } }
    func fillDisk(for writes: Int) { state.withLock { $0.fullFor = writes } }
    func heal() {
        state.withLock {
            $0.crashIn = nil
            $0.fullFor = 0
        }
    }
    /// How often a write found the disk full.
    var hits: Int { state.withLock { $0.hits } }
    /// Whether the program ended here.
    var didCrash: Bool { state.withLock { $0.ended } }

    func around(_ step: DurableStep) throws(DurableFileError) {
        guard !fuse.isDead else { return }
        if case .writing(let name) = step, isFull() { throw DurableFileError(.diskFull, .write, path: name) }
        if let number = crashes() { end(tearing: number % 2 == 0) }
    }

    private func isFull() -> Bool {
        state.withLock { state in
            guard state.fullFor > 0 else { return false }
            state.fullFor -= 1
            state.hits += 1
            return true
        }
    }

    /// A number when the program ends here.
    private func crashes() -> Int? {
        state.withLock { state in
            guard let steps = state.crashIn else { return nil }
            guard steps == 0 else {
                state.crashIn = steps - 1
                return nil
            }
            state.crashIn = nil
            state.ended = true
            state.hits += 1
            return state.hits
        }
    }

    private func end(tearing: Bool) {
        let manager = FileManager.default
        for name in Self.folders where manager.fileExists(atPath: folder + "/" + name) {
            do {
                try manager.copyItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/\(name)-then")
                if tearing, name == "spool" { try Self.tearPartial(folder + "/spool-then/incoming") }
            } catch {
                // Nothing was kept: then the program goes on to its end as if it had crashed a little later.
            }
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

    /// For the next process: the files as they stood when the last one ended.
    static func putBack(_ folder: String) throws {
        let manager = FileManager.default
        for name in folders where manager.fileExists(atPath: "\(folder)/\(name)-then") {
            try manager.removeItem(atPath: "\(folder)/\(name)")
            try manager.moveItem(atPath: "\(folder)/\(name)-then", toPath: "\(folder)/\(name)")
        }
    }
}
