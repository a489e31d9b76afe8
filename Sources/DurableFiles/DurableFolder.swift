import Glibc

/// A folder of ours: what is put into it is durable when the call returns.
package struct DurableFolder: Sendable {
    package let path: String
    /// Told of each step, here and in the files that are made here.
    let watch: DurableWatch?

    /// A folder that exists.
    package init(existing path: String, watch: DurableWatch? = nil) {
        self.path = path
        self.watch = watch
    }

    /// Makes the folder and those above it, where they are lacking, readable by the owner alone, and durable.
    package static func create(
        _ path: String, mode: UInt32 = 0o700, watch: DurableWatch? = nil
    ) throws(DurableFileError) -> DurableFolder {
        var lacking: [String] = []
        var present = path
        while true {
            if unsafe mkdir(present, mode_t(mode)) == 0 {
                try DurableFolder(existing: parent(of: present), watch: watch).sync()
                break
            }
            let error = DurableFileError.last(.create, path: present)
            if error.kind == .alreadyExists { break }
            guard error.kind == .missing, parent(of: present) != present else { throw error }
            lacking.append(present)
            present = parent(of: present)
        }
        for folder in lacking.reversed() {
            guard unsafe mkdir(folder, mode_t(mode)) == 0 || errno == EEXIST else { throw .last(.create, path: folder) }
            try DurableFolder(existing: parent(of: folder), watch: watch).sync()
        }
        let result = DurableFolder(existing: path, watch: watch)
        // mkdir also says "exists" of a file of that name.
        _ = try Descriptor.open(path, O_RDONLY | O_DIRECTORY, action: .create)
        return result
    }

    /// The path of `name` in this folder.
    package func path(of name: String) -> String { path + "/" + name }

    /// Replaces the file `name` by `bytes`, whole or not at all.
    /// - Parameter mode: the permissions; by default the owner alone reads and writes.
    package func write(_ bytes: [UInt8], as name: String, mode: UInt32 = 0o600) throws(DurableFileError) {
        var file = try DurableFile(in: self, mode: mode)
        try file.write(bytes)
        try file.commit(as: name)
    }

    /// The bytes of the file `name`. Throws `missing`, and `tooLarge` beyond `limit` bytes.
    package func read(_ name: String, limit: Int) throws(DurableFileError) -> [UInt8] {
        try SmallFile.read(path(of: name), limit: limit)
    }

    /// Removes the file `name`, durably. One that is not there is no error.
    package func remove(_ name: String) throws(DurableFileError) {
        if unsafe unlink(path(of: name)) != 0 {
            let error = DurableFileError.last(.remove, path: name)
            guard error.kind == .missing else { throw error }
            return
        }
        try sync()
    }

    /// Gives a file of this folder another name, durably. An old file of the new name is replaced.
    package func rename(_ name: String, to newName: String) throws(DurableFileError) {
        guard unsafe Glibc.rename(path(of: name), path(of: newName)) == 0 else { throw .last(.rename, path: name) }
        try watch?(.renamed(newName))
        try sync()
    }

    /// Throws unless `name` is free or a regular file: `write` would put a file in the place of a link or a device, and
    /// cannot put one in a folder's place. Throws `isDirectory`, `notRegular`, and what keeps it from looking.
    package func refuseIrreplaceable(_ name: String) throws(DurableFileError) {
        guard !name.utf8.contains(0) else { throw DurableFileError(.missing, .inspect, path: name) }
        var status = stat()
        guard unsafe lstat(path(of: name), &status) == 0 else {
            let error = DurableFileError.last(.inspect, path: name)
            guard error.kind == .missing else { throw error }
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw DurableFileError(.isDirectory, .inspect, path: name)
        default: throw DurableFileError(.notRegular, .inspect, path: name)
        }
    }

    /// Whether there is something of that name.
    package func contains(_ name: String) -> Bool { unsafe access(path(of: name), F_OK) == 0 }

    /// Makes the names in this folder durable.
    package func sync() throws(DurableFileError) {
        let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY, action: .sync)
        try folder.sync(path: path, watch: watch)
    }

    /// Bytes that an unprivileged process may still store on this file system.
    package func freeBytes() throws(DurableFileError) -> Int64 {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw .last(.inspect, path: path) }
        let (bytes, overflow) = Int64(clamping: status.f_bavail).multipliedReportingOverflow(by: Int64(status.f_frsize))
        return overflow ? .max : bytes
    }

    /// The temporary names of files that were never committed, such as a crash leaves behind.
    package func abandonedFiles() throws(DurableFileError) -> [String] {
        try names().filter { $0.hasPrefix(DurableFile.temporaryPrefix) }
    }

    /// The names in this folder, sorted, without `.` and `..`.
    package func names() throws(DurableFileError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw .last(.list, path: path) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else {
                guard errno == 0 else { throw .last(.list, path: path) }
                return names.sorted()
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    private static func parent(of path: String) -> String {
        var trimmed = path[...]
        while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        let parent = trimmed[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }
}
