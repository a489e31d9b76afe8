import Glibc

/// Makes a file that nobody but its owner reads, before SQLite would make it by the process's umask. SQLite gives its
/// journals the same permissions.
enum PrivateFile {
    /// An existing file keeps what its group may do, as an administrator's backup may need it; others lose theirs. What
    /// cannot be done here SQLite will say when it opens the file.
    static func make(_ path: String) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o007 != 0 else {
            return
        }
        _ = fchmod(descriptor, status.st_mode & 0o770)
    }
}
