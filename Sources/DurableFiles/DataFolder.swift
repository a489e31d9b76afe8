import Foundation

/// Why a folder of data files cannot be read.
package struct DataFolderError: Error, Sendable, Hashable {
    /// The file at fault, without its folder; `nil` when the folder itself is.
    package let file: String?
    package let detail: String
}

/// A folder of small data files that an administrator may change, such as calendars.
package enum DataFolder {
    /// More files than any such folder has.
    private static let mostFiles = 1000

    /// The files whose names end with `ending`, sorted by name.
    /// - Parameter limit: bytes of the largest one.
    package static func files(
        in folder: String, ending: String, limit: Int
    ) throws(DataFolderError) -> [(name: String, bytes: [UInt8])] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw DataFolderError(file: nil, detail: "the folder cannot be read")
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names.filter({ $0.hasSuffix(ending) }).sorted() {
            guard files.count < mostFiles else { throw DataFolderError(file: nil, detail: "more than \(mostFiles) files") }
            do throws(DurableFileError) {
                files.append((name, try SmallFile.read(folder + "/" + name, limit: limit)))
            } catch {
                throw DataFolderError(file: name, detail: error.description)
            }
        }
        return files
    }
}
