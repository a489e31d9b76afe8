import Crypto
import DurableFiles
import Gzip
import SyncProtocol

extension Spool {
    /// Reads the paper again and compares its digest. False: it is there and damaged. Throws `SpoolError` when it is not
    /// there or cannot be read.
    package func check(_ sha256: String, encoding: String) throws -> Bool {
        do {
            return try digest(sha256, encoding: encoding) == sha256
        } catch is GzipError {
            return false
        } catch IncomingFileError.empty {
            return false
        } catch let error as IncomingFileError {
            throw SpoolError(error)
        }
    }

    private func digest(_ sha256: String, encoding: String) throws -> String {
        var hash = SHA256()
        try read(sha256, encoding: encoding) { hash.update(data: $0) }
        return Digest.hexadecimal(hash.finalize())
    }

    /// Hands out the paper itself piece by piece, whatever it is kept as. Throws `IncomingFileError`, `GzipError`, and what
    /// `body` throws.
    func read(_ sha256: String, encoding: String, _ body: ([UInt8]) throws -> Void) throws {
        try Self.read(path(of: sha256, encoding: encoding), isGzip: encoding == "gzip", body)
    }

    static func read(_ path: String, isGzip: Bool, _ body: ([UInt8]) throws -> Void) throws {
        var file = try IncomingFile(path)
        guard isGzip else {
            while let bytes = try file.next() { try body(bytes) }
            return
        }
        var inflater = try Inflater(limit: .max)
        while let bytes = try file.next() {
            try inflater.write(bytes.span) { piece in
                var plain: [UInt8] = []
                plain.reserveCapacity(piece.count)
                for index in piece.indices { plain.append(piece[index]) }
                try body(plain)
            }
        }
        try inflater.finish()
    }
}
