import Crypto
package import DurableFiles
import SyncProtocol

/// The folder of results' files: `HOME/results/<sha256>` is a whole one whose digest was right, with `.part` behind it what has come
/// so far. They can be fetched again, so nothing here is the only copy.
package struct ResultShelf: Sendable {
    private let path: String

    private let watch: DurableWatch?

    /// - Parameter watch: hears of each step of what is written here.
    init(folder: String, watch: DurableWatch? = nil) {
        path = folder + "/results"
        self.watch = watch
    }

    private var folder: DurableFolder { DurableFolder(existing: path, watch: watch) }

    /// Bytes that this file system still takes.
    package func freeBytes() throws(DurableFileError) -> Int64 { try DurableFolder.create(path).freeBytes() }

    /// What has come of the file, cut to its durable bytes: at most `fetched`, at worst none.
    package func part(of sha256: String, fetched: Int64) throws(DurableFileError) -> GrowingFile {
        let folder = try DurableFolder.create(path, watch: watch)
        var part = try GrowingFile(sha256 + ".part", in: folder, creates: true)
        try part.truncate(to: fetched)
        return part
    }

    /// Whether what has come is the file; then it has its name, durably. Otherwise it is thrown away.
    package func finish(_ sha256: String) throws -> Bool {
        let part = sha256 + ".part"
        guard try digest(part) == sha256 else {
            try folder.remove(part)
            return false
        }
        try folder.rename(part, to: sha256)
        return true
    }

    /// Whether the whole file is here with its right digest. False for one that is gone or damaged.
    package func isSound(_ sha256: String) -> Bool { (try? digest(sha256)) == sha256 }

    /// Removes the file and what has come of it.
    package func remove(_ sha256: String) throws(DurableFileError) {
        guard folder.contains(sha256) || folder.contains(sha256 + ".part") else { return }
        try folder.remove(sha256)
        try folder.remove(sha256 + ".part")
    }

    /// At most `limit` bytes of the whole file from `offset` on; empty at its end. Throws `missing` when it is not here.
    package func read(_ sha256: String, at offset: Int64, atMost limit: Int) throws(DurableFileError) -> [UInt8] {
        try GrowingFile(sha256, in: folder, creates: false).read(at: offset, atMost: limit)
    }

    private func digest(_ name: String) throws -> String {
        let file = try GrowingFile(name, in: folder, creates: false)
        var hash = SHA256()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(at: offset, atMost: 64 << 10)
            guard !bytes.isEmpty else { return Digest.hexadecimal(hash.finalize()) }
            hash.update(data: bytes)
            offset += Int64(bytes.count)
        }
    }
}
