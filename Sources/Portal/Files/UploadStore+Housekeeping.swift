import DurableFiles
import GRDB
import SyncProtocol

/// What is done when the portal starts, and now and then.
extension UploadStore {
    private static let bootMark = "boot-id"
    private static let partSuffix = ".part"

    /// Sets right what a crash left: call it before the first request.
    ///
    /// After a crash of the portal alone, bytes beyond an upload's offset are sound, and adopted when the client comes
    /// back. After a crash of the machine they may be anything: they are cut off.
    package func recover() async throws {
        let sameBoot = try await FileWork.run { [folders] in try Self.isSameBoot(folders.uploads) }
        for name in try await FileWork.run({ [folders] in try folders.uploads.names() }) where name != Self.bootMark {
            guard name.hasSuffix(Self.partSuffix),
                let upload = try await store.read({ try Upload.find(String(name.dropLast(Self.partSuffix.count)), $0) }),
                !upload.isComplete
            else {
                try await FileWork.run { [folders] in try folders.uploads.remove(name) }
                continue
            }
            if !sameBoot { try await cut(name, to: upload.offset) }
            try await settleWhole(upload)
        }
        try await FileWork.run { [folders] in
            let files = DurableFolder(existing: folders.home + "/files")
            for unit in try files.names() {
                let folder = DurableFolder(existing: files.path(of: unit))
                for name in try folder.abandonedFiles() { try folder.remove(name) }
            }
            if !sameBoot, let id = Self.bootID() { try folders.uploads.write(id, as: Self.bootMark) }
        }
    }

    /// Ends uploads whose time is over, at most `limit` of them.
    package func sweep(limit: Int) async throws {
        let moment = now()
        for id in try await store.read({ try Upload.expired(at: moment, limit: limit, $0) }) {
            guard let hold = hold(id) else { continue }
            defer { locks.release(hold) }
            try await discard(id)
        }
    }

    private func cut(_ name: String, to offset: Int64) async throws {
        try await FileWork.run { [folders] in
            var part = try GrowingFile(name, in: folders.uploads, creates: false)
            try part.truncate(to: offset)
            try part.sync()
        }
    }

    /// All bytes had come before the crash: the client may never ask again, but its dossier waits for the file.
    private func settleWhole(_ upload: Upload) async throws {
        guard upload.offset == upload.length, let hold = hold(upload.id) else { return }
        defer { locks.release(hold) }
        do {
            _ = try await settled(upload)
        } catch is Problem {
            // Not the file that was announced: the upload is gone, which is all there is to do about it.
        }
    }

    private static func isSameBoot(_ folder: DurableFolder) throws -> Bool {
        guard let id = bootID(), folder.contains(bootMark) else { return false }
        return try folder.read(bootMark, limit: 64) == id
    }

    /// A new one each time the kernel starts; `nil` where the system does not tell.
    private static func bootID() -> [UInt8]? {
        guard let bytes = try? SmallFile.read("/proc/sys/kernel/random/boot_id", limit: 64), bytes.count <= 64 else { return nil }
        return bytes
    }
}
