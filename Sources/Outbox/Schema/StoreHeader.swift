import Foundation

/// What the first bytes of a database file say (sqlite.org/fileformat.html, section 1.3), read before SQLite opens it: setting
/// up a connection already writes, and a store that is not ours to write must stay as it is.
struct StoreHeader {
    let version: Int
    let application: Int

    /// `nil` for a file that is not there, is empty or is no database: what opens it says what is wrong.
    init?(path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let bytes = try file.read(upToCount: 100), bytes.count == 100,
            bytes.starts(with: Data("SQLite format 3\0".utf8))
        else {
            return nil
        }
        func number(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        version = number(at: 60)
        application = number(at: 68)
    }

    /// Throws `OutboxError` for a later program's store and another program's database.
    func check(_ migrations: [Migration]) throws {
        guard application == Connections.applicationID || (application == 0 && version == 0) else {
            throw OutboxError(.corrupt, detail: "a database of another program")
        }
        let newest = migrations.map(\.version).max() ?? 0
        guard version <= newest else {
            throw OutboxError(.newerVersion, detail: "schema \(version), this program knows \(newest)")
        }
    }
}
