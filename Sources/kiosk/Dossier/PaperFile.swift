import DurableFiles
import KioskAgent
import Status
import SyncProtocol

/// A paper that a person named, as the desk reads it: once, in bounded memory, refused if it changes meanwhile.
actor PaperFile: ByteSource {
    nonisolated let expectedSize: Int64?
    private var file: IncomingFile
    private let name: String
    private let onProgress: @Sendable (Int64) -> Void
    private var done: Int64 = 0

    /// The last component of the path: what the paper is called, without the folders of the person's machine.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Throws `KioskProblem`.
    init(_ path: String, onProgress: @escaping @Sendable (Int64) -> Void) throws {
        name = Self.name(of: path)
        do {
            file = try IncomingFile(path)
        } catch {
            throw Self.problem(error, Self.name(of: path))
        }
        expectedSize = file.size
        self.onProgress = onProgress
    }

    func next() async throws -> [UInt8] {
        do throws(IncomingFileError) {
            let bytes = try file.next() ?? []
            done += Int64(bytes.count)
            onProgress(done)
            return bytes
        } catch {
            throw Self.problem(error, name)
        }
    }

    static func problem(_ error: IncomingFileError, _ name: String) -> KioskProblem {
        let kind: KioskProblem.Kind =
            switch error {
            case .missing: .fileMissing
            case .notAllowed: .fileUnreadable
            case .isDirectory: .fileIsDirectory
            case .notRegular: .fileNotRegular
            case .symlinkLoop: .fileSymlinkLoop
            case .empty: .fileEmpty
            case .tooLarge: .fileTooLarge
            case .changed: .fileChanging
            case .other: .fileUnreadable
            }
        var parameters = ["file": name]
        if case .tooLarge(let limit) = error { parameters["limit"] = String(limit) }
        return KioskProblem(kind, field: "file", parameters)
    }
}
