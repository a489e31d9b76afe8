import Glibc

/// Room on a file system that is kept for hard times: a file whose bytes are allocated and mean nothing.
///
/// It has three forms: not there, since there never was room for it; whole; and empty, since its room was given up.
package struct ReservedSpace: Sendable {
    private let folder: DurableFolder
    private let name: String
    private let bytes: Int64

    package init(_ bytes: Int64, in folder: DurableFolder, as name: String) {
        self.folder = folder
        self.name = name
        self.bytes = bytes
    }

    /// Whether its room was given up and not taken again.
    package func isGivenUp() -> Bool { size() == 0 }

    private func size() -> Int64? {
        var status = stat()
        guard unsafe lstat(folder.path(of: name), &status) == 0 else { return nil }
        return Int64(status.st_size)
    }

    /// Takes the room, unless it is taken. Throws `diskFull` where there is not that much and a little more, and leaves it as it was.
    package func take() throws(DurableFileError) {
        let before = size()
        if before == bytes { return }
        // What asks for more than there is would, for a moment, have all that others need.
        guard try folder.freeBytes() >= bytes + bytes / 8 else { throw DurableFileError(.diskFull, .create, path: name) }
        let file = try Descriptor.open(folder.path(of: name), O_WRONLY | O_CREAT | O_NOFOLLOW, mode: 0o600, action: .create)
        let code = posix_fallocate(file.raw, 0, off_t(bytes))
        guard code == 0 else {
            if before == nil { unsafe unlink(folder.path(of: name)) } else { ftruncate(file.raw, 0) }
            throw DurableFileError(.init(errno: code), .create, path: name)
        }
    }

    /// Gives the room to whoever writes next. False: it had none.
    package func giveUp() throws(DurableFileError) -> Bool {
        guard let size = size(), size > 0 else { return false }
        let file = try Descriptor.open(folder.path(of: name), O_WRONLY | O_NOFOLLOW, action: .write)
        guard ftruncate(file.raw, 0) == 0 else { throw .last(.write, path: name) }
        return true
    }
}
