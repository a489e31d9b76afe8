import DurableFiles
import Foundation

/// The folder of papers, each under the digest of its bytes: `HOME/spool/xx/<sha256>`, with `.gz` behind it when it is kept
/// compressed (architecture.md, section 3). A stored file never changes: uploads resume from its bytes.
package struct Spool: Sendable {
    /// `HOME/spool`
    package let folder: String
    /// Where papers are written before they have their name.
    var incoming: DurableFolder { DurableFolder(existing: folder + "/incoming", watch: watch) }
    let watch: DurableWatch?

    /// - Parameter watch: hears of each step of what is written here.
    init(folder: String, watch: DurableWatch? = nil) {
        self.folder = folder
        self.watch = watch
    }

    /// Makes the folders. Throws `DurableFileError`.
    func prepare() throws { _ = try DurableFolder.create(incoming.path, watch: watch) }

    /// Where the paper's stored bytes are.
    package func path(of sha256: String, encoding: String) -> String {
        shard(of: sha256).path(of: Self.name(of: sha256, encoding: encoding))
    }

    static func name(of sha256: String, encoding: String) -> String { encoding == "gzip" ? sha256 + ".gz" : sha256 }

    func shard(of sha256: String) -> DurableFolder {
        DurableFolder(existing: folder + "/" + sha256.prefix(2), watch: watch)
    }

    /// Whether the paper is there with that many stored bytes.
    package func isKept(_ sha256: String, encoding: String, storedSize: Int64) -> Bool {
        self.storedSize(sha256, encoding: encoding) == storedSize
    }

    /// `nil` when it is not there, or cannot be opened.
    func storedSize(_ sha256: String, encoding: String) -> Int64? {
        guard let file = try? IncomingFile(path(of: sha256, encoding: encoding)) else { return nil }
        return file.size
    }

    /// Removes what interrupted calls of `take` left.
    func removeAbandoned() throws {
        for name in try incoming.abandonedFiles() { try incoming.remove(name) }
    }

    /// Removes what an interrupted `take` left, and papers that `known` does not give back. Returns how many files went.
    /// Only the owner of the store may call it, before anything is taken in. Throws `SpoolError` or what `known` throws.
    package func sweep(known: ([String]) async throws -> Set<String>) async throws -> Int {
        do {
            try removeAbandoned()
            var removed = 0
            for shard in try DurableFolder(existing: folder).names() where shard.utf8.count == 2 {
                let folder = DurableFolder(existing: folder + "/" + shard, watch: watch)
                let names = try folder.names()
                let kept = try await known(names.map { String($0.prefix(64)) })
                for name in names where !kept.contains(String(name.prefix(64))) {
                    try folder.remove(name)
                    removed += 1
                }
            }
            return removed
        } catch let error as DurableFileError {
            throw SpoolError(error)
        }
    }
}
