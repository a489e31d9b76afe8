import DurableFiles
import Foundation

/// Where the store of a home is. `serve --database` may put it elsewhere; the office's commands, which have no such option,
/// find it by what `serve` noted.
enum StorePlace {
    /// SQLite's name for a store that no file keeps.
    static let memory = ":memory:"
    private static let note = "database"
    private static let longestPath = 4096

    static func usual(_ home: String) -> String { home + "/portal.sqlite" }

    /// Notes the place for the office. Throws `DurableFileError`.
    /// - Parameter database: the path that `serve` was given; `nil` for the usual place.
    static func keep(_ database: String?, home: String) throws {
        let folder = DurableFolder(existing: home)
        guard let database, database != memory else { return try folder.remove(note) }
        try folder.write(Array(URL(filePath: database).standardizedFileURL.path.utf8), as: note)
    }

    /// Where the last `serve` of `home` had its store. Throws `DurableFileError` when the note is there and cannot be read.
    static func find(_ home: String) throws -> String {
        let folder = DurableFolder(existing: home)
        guard folder.contains(note) else { return usual(home) }
        return String(decoding: try folder.read(note, limit: longestPath), as: UTF8.self)
    }
}
