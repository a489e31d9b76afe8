import Glibc

/// What the file system refused.
///
/// The text names the last component of the path alone: the folders above it say where a person keeps their papers.
package struct DurableFileError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// No room, or a quota is used up (ENOSPC, EDQUOT).
        case diskFull
        /// The file system is mounted read-only (EROFS).
        case readOnly
        /// The permissions say no (EACCES, EPERM).
        case notAllowed
        /// Nothing of that name (ENOENT).
        case missing
        case isDirectory
        /// A folder of the path is no folder (ENOTDIR).
        case notDirectory
        /// Symbolic links that lead in a circle, or one where none is accepted (ELOOP).
        case symlinkLoop
        case alreadyExists
        /// Not a regular file: a FIFO, a device, a socket.
        case notRegular
        /// More bytes than the reader accepts.
        case tooLarge(limit: Int)
        /// Any other `errno`.
        case other(Int32)

        init(errno code: Int32) {
            self =
                switch code {
                case ENOSPC, EDQUOT: .diskFull
                case EROFS: .readOnly
                case EACCES, EPERM: .notAllowed
                case ENOENT: .missing
                case EISDIR: .isDirectory
                case ENOTDIR: .notDirectory
                case ELOOP: .symlinkLoop
                case EEXIST: .alreadyExists
                default: .other(code)
                }
        }
    }

    /// What was being done.
    package enum Action: String, Sendable, Hashable {
        case open, read, write, sync, rename, create, remove, lock, list, inspect
    }

    package let kind: Kind
    package let action: Action
    /// The last component of the path.
    package let name: String

    package init(_ kind: Kind, _ action: Action, path: String) {
        self.kind = kind
        self.action = action
        self.name = path.split(separator: "/").last.map(String.init) ?? "/"
    }

    /// The error that `errno` holds now: call it before anything else can change that.
    static func last(_ action: Action, path: String) -> DurableFileError {
        DurableFileError(Kind(errno: errno), action, path: path)
    }
}

extension DurableFileError: CustomStringConvertible {
    package var description: String { "cannot \(action.rawValue) \(name): \(kind)" }
}
