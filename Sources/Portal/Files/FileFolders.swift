import Dispatch
package import DurableFiles

/// Where the portal keeps files: `HOME/files/<unit>/<sha256>` has the plain bytes of whole ones, `HOME/uploads/` what
/// is still coming, as it came.
package struct FileFolders: Sendable {
    package let home: String
    /// Unfinished uploads.
    let uploads: DurableFolder

    /// Makes the folders where they lack.
    package init(home: String) throws(DurableFileError) {
        self.home = home
        uploads = try DurableFolder.create(home + "/uploads")
        _ = try DurableFolder.create(home + "/files")
    }

    /// The encoded bytes of the upload `id`.
    func part(_ id: String) -> String { id + ".part" }

    /// A chunk with a checksum, until it is whole and found right.
    func chunk(_ id: String) -> String { id + ".chunk" }

    /// Where the whole file `sha256` of `unit` is in the portal's `home`, or would be.
    package static func path(home: String, unit: String, sha256: String) -> String {
        "\(home)/files/\(folderName(unit))/\(sha256)"
    }

    /// The folder of a unit's whole files; made when it lacks.
    func files(of unit: String) throws(DurableFileError) -> DurableFolder {
        try DurableFolder.create("\(home)/files/\(Self.folderName(unit))")
    }

    /// A unit's code as a name that cannot leave the folder.
    static func folderName(_ unit: String) -> String {
        var name = ""
        for byte in unit.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !name.isEmpty: name += "."
            default: name += "%" + String(byte, radix: 16)
            }
        }
        return name
    }
}

/// Work on files that waits for the disk, away from the threads that all requests share.
enum FileWork {
    private static let queue = DispatchQueue(label: "portal.files", qos: .utility, attributes: .concurrent)

    /// Does `work` to its end, whatever becomes of the task.
    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
