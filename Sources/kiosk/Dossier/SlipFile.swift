import DurableFiles
import Glibc
import Status

/// The file that a slip is written to: there whole or not at all, and durable before anyone is told so. Only the person
/// who wrote it may read it, for it names people.
struct SlipFile {
    private let folder: DurableFolder
    private let name: String

    /// Looks whether `path` can be written, so far as that can be told before. Throws `KioskProblem`.
    init(_ path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        name = parts.last.map(String.init) ?? ""
        guard !name.isEmpty, name != ".", name != "..", !path.utf8.contains(0) else {
            throw KioskProblem(.outputUnusable, field: "output", ["file": path])
        }
        let parent = parts.dropLast().joined(separator: "/")
        folder = DurableFolder(existing: parts.count == 1 ? "." : parent.isEmpty ? "/" : parent)
        do {
            try folder.refuseIrreplaceable(name)
        } catch {
            throw Self.problem(error, name)
        }
    }

    /// Throws `KioskProblem`.
    func write(_ bytes: [UInt8]) throws {
        do {
            try folder.write(bytes, as: name)
        } catch {
            throw Self.problem(error, name)
        }
    }

    private static func problem(_ error: DurableFileError, _ name: String) -> KioskProblem {
        let kind: KioskProblem.Kind =
            switch error.kind {
            case .diskFull: .diskFull
            case .readOnly: .outputReadOnly
            case .notAllowed: .outputNotAllowed
            case .missing, .notDirectory: .outputMissing
            case .isDirectory, .notRegular, .symlinkLoop, .alreadyExists, .tooLarge, .other(ENAMETOOLONG), .other(EINVAL):
                .outputUnusable
            case .other: .defect
            }
        let parameters = kind == .defect ? ["detail": error.description] : ["file": name]
        return KioskProblem(kind, field: "output", parameters)
    }
}
