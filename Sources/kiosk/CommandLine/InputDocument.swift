import DurableFiles
import Foundation
import Status
import SyncProtocol

/// A JSON object that a person hands in with `--from`.
enum InputDocument {
    /// Bytes; more is no account and no dossier.
    static let limit = 1 << 20

    /// The object in the file `path`, or on standard input for `-`. Throws `KioskProblem`.
    static func read(_ path: String) throws -> JSONObject {
        let name = path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
        let bytes = path == "-" ? try read(descriptor: STDIN_FILENO, name: name) : try read(file: path, name: name)
        return try parse(bytes, name: name)
    }

    static func parse(_ bytes: [UInt8], name: String) throws -> JSONObject {
        // Windows programs put a byte order mark before UTF-8.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw KioskProblem(.legacyEncoding, field: "from", ["file": name])
        }
        do {
            return try JSONParser.parseObject(bytes)
        } catch let error {
            let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw KioskProblem(.invalidJSON, field: "from", ["file": name, "line": String(line)])
        }
    }

    private static func read(file path: String, name: String) throws -> [UInt8] {
        do {
            // A FIFO or a device is refused, never waited for; a pipe comes as `-`.
            return try SmallFile.read(path, limit: limit)
        } catch {
            throw problem(error, name)
        }
    }

    private static func problem(_ error: DurableFileError, _ name: String) -> KioskProblem {
        var parameters = ["file": name]
        let kind: KioskProblem.Kind
        switch error.kind {
        case .missing, .notDirectory: kind = .fileMissing
        case .isDirectory: kind = .fileIsDirectory
        case .notRegular, .other(ENXIO), .other(ENODEV): kind = .fileNotRegular
        case .symlinkLoop: kind = .fileSymlinkLoop
        case .tooLarge(let limit):
            kind = .fileTooLarge
            parameters["limit"] = String(limit)
        default: kind = .fileUnreadable
        }
        return KioskProblem(kind, field: "from", parameters)
    }

    private static func read(descriptor: Int32, name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw KioskProblem(errno == EISDIR ? .fileIsDirectory : .fileUnreadable, field: "from", ["file": name])
            }
            bytes += piece[..<count]
            guard bytes.count <= limit else {
                throw KioskProblem(.fileTooLarge, field: "from", ["file": name, "limit": String(limit)])
            }
        }
    }
}
