import Crypto
import DurableFiles
import Foundation
package import GRDB
import Glibc
package import SyncProtocol

/// A file that the portal has, copied out byte for byte.
package struct StoredFileCopy: Sendable {
    /// The SHA-256, or a beginning that no other has.
    package var digest: String
    /// Where it goes; `-` for standard output.
    package var output: String
    /// Whether a file that is there may be replaced.
    package var force: Bool

    package init(digest: String, output: String, force: Bool) {
        self.digest = digest
        self.output = output
        self.force = force
    }

    /// Where the file lies. Throws `PortalError` for a digest that is none or not the only one.
    package func find(in db: Database) throws -> Place {
        let beginning = digest.lowercased()
        let rows = try Row.fetchAll(
            db, sql: "SELECT unit, sha256, size FROM files WHERE substr(sha256, 1, length(?1)) = ?1 ORDER BY sha256, unit",
            arguments: [beginning])
        guard !beginning.isEmpty, let first = rows.first else {
            throw PortalError(.unknownFile, field: "sha256", vi: "cổng không có tệp này", en: "the portal has no such file")
        }
        let whole = try first.text("sha256")
        guard try rows.allSatisfy({ try $0.text("sha256") == whole }) else {
            throw PortalError(
                .ambiguousID, field: "sha256", vi: "nhiều tệp có mã bắt đầu như vậy", en: "several files' digests begin like this"
            )
        }
        return Place(unit: try first.text("unit"), digest: whole)
    }

    /// Where a whole file is.
    package struct Place: Sendable, Hashable {
        package let unit: String
        package let digest: String
    }

    /// Copies the file out of the portal in `home`; what is there afterwards is durable and has the digest, or is not there at all.
    /// - Throws: `PortalError`.
    package func run(home: String, _ place: Place) throws -> JSONObject {
        let source = FileFolders.path(home: home, unit: place.unit, sha256: place.digest)
        let whole = place.digest
        if output == "-" { return try stream(source, whole) }
        let target = URL(fileURLWithPath: output)
        try refuseToReplace(target.path, whole)
        do {
            var incoming = try IncomingFile(source)
            let size = incoming.size
            var copy = try DurableFile(in: DurableFolder(existing: target.deletingLastPathComponent().path), mode: 0o600)
            var hash = SHA256()
            while let piece = try incoming.next() {
                hash.update(data: piece)
                try copy.write(piece)
            }
            guard Digest.hexadecimal(hash.finalize()) == whole else { throw Self.damaged }
            try copy.commit(as: target.lastPathComponent)
            return ["sha256": .string(whole), "size": .integer(size), "output": .string(output)]
        } catch let error as PortalError {
            throw error
        } catch let error as DurableFileError {
            throw PortalError(
                .cannotStore, field: "output", vi: "không ghi được tệp ra (\(error.kind))",
                en: "the output cannot be written: \(error)")
        } catch {
            throw Self.damaged
        }
    }

    private static let damaged = PortalError(
        .fileDamaged, field: "sha256", vi: "tệp trong kho của cổng bị hỏng hoặc mất", en: "the portal's copy is damaged or lost")

    /// An empty file, such as `mktemp` makes, and the same file are no loss.
    private func refuseToReplace(_ path: String, _ whole: String) throws {
        guard !force, unsafe access(path, F_OK) == 0 else { return }
        do {
            var present = try IncomingFile(path)
            var hash = SHA256()
            while let piece = try present.next() { hash.update(data: piece) }
            if Digest.hexadecimal(hash.finalize()) == whole { return }
        } catch IncomingFileError.empty {
            return
        } catch {
            // A folder, a device, a file that cannot be read: not ours to replace.
        }
        throw PortalError(
            .fileExists, field: "output", vi: "đã có tệp này; dùng --force để ghi đè",
            en: "the output is there already; --force replaces it")
    }

    private func stream(_ source: String, _ whole: String) throws -> JSONObject {
        do {
            var incoming = try IncomingFile(source)
            while let piece = try incoming.next() { try FileHandle.standardOutput.write(contentsOf: Data(piece)) }
            return ["sha256": .string(whole), "size": .integer(incoming.size), "output": "-"]
        } catch is IncomingFileError {
            throw Self.damaged
        }
    }
}
