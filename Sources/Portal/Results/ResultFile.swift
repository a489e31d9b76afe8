import Crypto
import DurableFiles
package import GRDB
import SyncProtocol

/// Where the files of results lie: `HOME/results/<unit>/<sha256>`, each under the digest of its bytes.
package enum ResultFolder {
    static func folder(home: String, unit: String) throws(DurableFileError) -> DurableFolder {
        try DurableFolder.create("\(home)/results/\(FileFolders.folderName(unit))")
    }

    static func path(home: String, unit: String, sha256: String) -> String {
        "\(home)/results/\(FileFolders.folderName(unit))/\(sha256)"
    }
}

/// A file that the office took in as a result: durable before any dossier names it.
package struct ResultFile: Sendable, Hashable {
    package let unit: String
    package let sha256: String
    /// Bytes.
    package let size: Int64
    package let mediaType: String

    /// Copies `path` in, in bounded memory.
    /// - Parameter limits: kiosks fetch nothing larger than they may send, and of no other types.
    /// - Throws: `PortalError` for a file that cannot be taken.
    package static func take(_ path: String, home: String, unit: String, limits: FileLimits) throws -> ResultFile {
        do {
            var incoming = try IncomingFile(path, limit: limits.maxFileBytes)
            var copy = try DurableFile(in: ResultFolder.folder(home: home, unit: unit))
            var hash = SHA256()
            var head: [UInt8] = []
            while let piece = try incoming.next() {
                hash.update(data: piece)
                if head.count < FileKind.sampleSize { head += piece.prefix(FileKind.sampleSize - head.count) }
                try copy.write(piece)
            }
            let kind = FileKind.recognise(head)
            guard let kind, FileKind.isAccepted(kind, declared: nil, limits: limits) else {
                throw PortalError(
                    .invalidValue, field: "file", vi: "cổng không nhận loại tệp này", en: "the portal takes no files of this type")
            }
            let digest = Digest.hexadecimal(hash.finalize())
            let size = copy.count
            try copy.commit(as: digest)
            return ResultFile(unit: unit, sha256: digest, size: size, mediaType: kind)
        } catch let error as IncomingFileError {
            throw refusal(error)
        } catch let error as DurableFileError {
            throw PortalError(
                .cannotStore, vi: "không cất được tệp (\(error.kind))", en: "the file cannot be stored: \(error)")
        }
    }

    private static func refusal(_ error: IncomingFileError) -> PortalError {
        switch error {
        case .missing: PortalError(.unknownFile, field: "file", vi: "không có tệp này", en: "there is no such file")
        case .tooLarge(let limit):
            PortalError(
                .invalidValue, field: "file", vi: "tệp lớn hơn \(limit) byte", en: "the file is larger than \(limit) bytes")
        case .empty: PortalError(.invalidValue, field: "file", vi: "tệp rỗng", en: "the file is empty")
        default: PortalError(.invalidValue, field: "file", vi: "không đọc được tệp này", en: "the file cannot be read")
        }
    }

    /// Removes the file when no dossier of the unit names it any more.
    package static func removeUnused(_ sha256: String, home: String, unit: String, in db: Database) throws {
        let isUsed = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM results WHERE sha256 = ? AND unit = ?)", arguments: [sha256, unit])
        guard isUsed != true else { return }
        try ResultFolder.folder(home: home, unit: unit).remove(sha256)
    }
}
