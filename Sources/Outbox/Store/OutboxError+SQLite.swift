import DurableFiles
import GRDB
import Glibc

extension OutboxError {
    /// What SQLite's result code means to the store in `folder`. The message of SQLite stays out: it may quote values.
    init(_ error: DatabaseError, folder: String) {
        let detail = "SQLite \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.busy, detail: detail)
        case .SQLITE_FULL: self.init(.diskFull, detail: detail)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.corrupt, detail: detail)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                Self.whyNotWritable(folder) ?? (error.resultCode == .SQLITE_READONLY ? .readOnly : .notAllowed), detail: detail)
        case .SQLITE_IOERR: self.init(Self.whyNotWritable(folder) ?? .other, detail: detail)
        default: self.init(.other, detail: detail)
        }
    }

    /// SQLite does not tell `errno`, so the folder is asked again: what is wrong with a disk seldom passes at once.
    private static func whyNotWritable(_ folder: String) -> Code? {
        for path in [folder, folder + "/outbox.sqlite", folder + "/outbox.sqlite-wal"] where unsafe access(path, W_OK) != 0 {
            switch errno {
            case EROFS: return .readOnly
            case EACCES, EPERM: return .notAllowed
            default: continue
            }
        }
        // The shared-memory file needs 32 KiB, and fails otherwise than with SQLITE_FULL.
        guard let free = try? DurableFolder(existing: folder).freeBytes(), free < 64 * 1024 else { return nil }
        return .diskFull
    }

    init(_ error: DurableFileError) {
        let code: Code =
            switch error.kind {
            case .diskFull: .diskFull
            case .readOnly: .readOnly
            case .notAllowed: .notAllowed
            case .missing: .missing
            default: .other
            }
        self.init(code, detail: error.description)
    }
}
